"""The frame of every page: languages, menu, support, quick exit."""

import datetime

import pytest
from bs4 import BeautifulSoup

from courses.models import SupportContact
from lms.accounts.models import User
from lms.core.models import PlainPage


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def helpline(db):
    return SupportContact.objects.create(
        key="family",
        contact="111",
        label_kk="Отбасы желісі",
        label_ru="Семейная линия",
        label_en="Family line",
        checked_on=datetime.date(2026, 9, 1),
    )


def test_language_links_lead_to_the_same_page(client, site):
    page = soup(client.get("/ru/courses/"))
    assert page.html["lang"] == "ru"
    links = [(a["hreflang"], a["href"], a.get("aria-current")) for a in page.select("nav.lang a")]
    assert links == [("kk", "/kk/courses/", None), ("ru", "/ru/courses/", "true"), ("en", "/en/courses/", None)]
    assert [(a["hreflang"], a["href"]) for a in page.select("link[rel=alternate]")] == [
        ("kk", "/kk/courses/"),
        ("en", "/en/courses/"),
    ]


def test_support_panel_lists_contacts_in_the_readers_language(client, site, helpline):
    panel = soup(client.get("/ru/")).select_one("details#support")
    assert not panel.has_attr("open")
    assert panel.select_one("li a")["href"] == "tel:111"
    assert "Семейная линия" in panel.select_one("li").get_text()


@pytest.mark.parametrize("path", ["", "support/"])
def test_an_address_among_the_contacts_breaks_before_its_marks(client, site, path):
    names = {"label_kk": "k", "label_ru": "r", "label_en": "e"}
    SupportContact.objects.create(key="safe", contact="safe@center.example", **names)
    SupportContact.objects.create(key="desk", contact="Room <2>. Ask", **names)
    html = client.get(f"/en/{path}").content.decode()
    assert html.count("safe<wbr>@center<wbr>.example") == html.count("Room &lt;2&gt;. Ask") == (2 if path else 1)


def test_footer_lists_plain_pages_and_menu_lists_courses(client, site):
    site.home["en"].add_child(instance=PlainPage(title="Privacy", slug="privacy", locale=site.locales["en"]))
    page = soup(client.get("/en/"))
    assert [a["href"] for a in page.select("nav.site-nav a")][:1] == ["/en/courses/"]
    assert [a["href"] for a in page.select("footer div:first-of-type ul a")][:1] == ["/en/privacy/"]


def test_quick_exit_is_for_people_who_are_signed_in(client, site, settings):
    settings.LMS_QUICK_EXIT_URL = "https://weather.example/"
    assert soup(client.get("/en/support/")).select(".quick-exit, script") == []
    client.force_login(User.objects.create_user("aigul@example.org"))
    page = soup(client.get("/en/support/"))
    (link,) = page.select(".quick-exit")
    assert (link["href"], link["rel"]) == ("https://weather.example/", ["nofollow", "noreferrer"])
    assert [s["src"] for s in page.select("script")] == ["/static/lms/js/quick-exit.js"]
    assert soup(client.get("/en/")).select(".quick-exit, script") == []


@pytest.mark.parametrize("path", ["login", "signup", "password/reset"])
def test_account_pages_wear_the_frame(client, site, path):
    page = soup(client.get(f"/kk/accounts/{path}/"))
    assert page.html["lang"] == "kk"
    assert page.select_one("main input[type=email]")["class"] == ["input"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_frame_costs_the_same_for_one_or_three_pages_and_contacts(client, site, helpline, queries, count):
    for number in range(count):
        page = PlainPage(title=f"Page {number}", slug=f"page-{number}", locale=site.locales["en"])
        site.home["en"].refresh_from_db()
        site.home["en"].add_child(instance=page)
        helpline.pk, helpline.key = None, f"line-{number}"
        helpline.save()
    client.get("/en/")
    with queries(10):
        client.get("/en/")
