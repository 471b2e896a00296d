"""A site of three trees, built in code."""

from types import SimpleNamespace

from wagtail.models import Collection, Locale, Page, Site

from courses.models import CataloguePage
from lms.core.models import HomePage

TITLES = {"kk": "Басты бет", "ru": "Главная", "en": "Home"}


def find_site():
    """The site that `build_site` left, read anew; None if there is none (a transactional test has flushed it)."""
    site = Site.objects.filter(hostname="localhost").first()
    home = {page.locale.language_code: page for page in HomePage.objects.select_related("locale")}
    catalogue = {page.locale.language_code: page for page in CataloguePage.objects.select_related("locale")}
    if site is None or not set(TITLES) == set(home) == set(catalogue):
        return None
    Site.clear_site_root_paths_cache()  # it may hold what a test before this one has taken back
    locales = {code: page.locale for code, page in home.items()}
    root = Page.get_first_root_node()
    return SimpleNamespace(locales=locales, home=home, catalogue=catalogue, site=site, root=root)


def build_site():
    """Returns a namespace with `locales`, `home` and `catalogue`, each a dict by language code."""
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in ("kk", "ru", "en")}
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=locales["kk"])
    Page.objects.filter(depth__gt=1).delete()
    root = Page.objects.get(pk=root.pk)
    root.numchild = 0
    root.save(update_fields=["numchild"])
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    home, catalogue = {}, {}
    for code, locale in locales.items():
        home[code] = root.add_child(
            instance=HomePage(
                title=TITLES[code], slug=f"home-{code}", locale=locale, hero_title=TITLES[code], hero_text=TITLES[code]
            )
        )
        if code != "kk":
            HomePage.objects.filter(pk=home[code].pk).update(translation_key=home["kk"].translation_key)
            home[code].refresh_from_db()
    for code in locales:
        catalogue[code] = home[code].add_child(
            instance=CataloguePage(title="Catalogue", slug="courses", locale=locales[code])
        )
        if code != "kk":
            CataloguePage.objects.filter(pk=catalogue[code].pk).update(translation_key=catalogue["kk"].translation_key)
            catalogue[code].refresh_from_db()
    Site.objects.all().delete()
    site = Site.objects.create(hostname="localhost", port=80, root_page=home["kk"], is_default_site=True)
    return SimpleNamespace(locales=locales, home=home, catalogue=catalogue, site=site, root=root)
