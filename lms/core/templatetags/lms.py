"""What templates say often: icons, own styles and scripts, progress, the same page in another language."""

import re
from functools import lru_cache
from types import SimpleNamespace
from urllib.parse import urlsplit
from xml.etree import ElementTree

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import caches
from django.templatetags.static import static
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page

from lms.core import figures, video
from lms.core.models import LANGUAGES
from lms.core.prose import render as render_prose

register = template.Library()

SPRITE = settings.BASE_DIR / "lms/static/lms/icons.svg"
SHORT_NAMES = {"kk": "ҚАЗ", "ru": "РУС", "en": "ENG"}
HOME_DEPTH = 2
DOTS = {"done": "done", "now": "half", "todo": "todo"}


@lru_cache
def sprite():
    """Markup of every symbol of `icons.svg` by its id, with its view box."""
    ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
    symbols = {}
    for symbol in ElementTree.parse(SPRITE).getroot():
        inner = "".join(ElementTree.tostring(child, encoding="unicode").strip() for child in symbol)
        symbols[symbol.get("id")] = symbol.get("viewBox"), inner.replace(' xmlns="http://www.w3.org/2000/svg"', "")
    return symbols


@register.simple_tag
def icon(name, css="icon", state=""):
    """A drawing of `icons.svg`, written into the page: no request of its own, hidden from screen readers.

    Raises KeyError for a name that the sprite does not have.
    """
    view_box, inner = sprite()[name]
    data_state = format_html(' data-state="{}"', state) if state else ""
    return format_html(
        '<svg class="{}"{} viewBox="{}" aria-hidden="true">{}</svg>', css, data_state, view_box, mark_safe(inner)
    )


@register.simple_tag
def dot(state):
    """The mark of a step: `done`, `now` or `todo`. The template says the state in words, too."""
    return icon(DOTS[state], "dot icon", state)


@register.simple_tag
def css(name, media=""):
    """A link to `css/<name>.css`."""
    attribute = format_html(' media="{}"', media) if media else ""
    return format_html('<link rel="stylesheet" href="{}"{}>', static(f"lms/css/{name}.css"), attribute)


@register.simple_tag
def js(name):
    """A deferred script `js/<name>.js`."""
    return format_html('<script src="{}" defer></script>', static(f"lms/js/{name}.js"))


@register.simple_tag
@lru_cache
def drawing(name):
    """The drawing `drawings/<name>.svg`: `url`, `width`, `height`; None when there is no such file."""
    if not re.fullmatch(r"[a-z0-9-]+", name or ""):
        return None
    path = f"lms/drawings/{name}.svg"
    file = finders.find(path)
    if file is None:
        return None
    width, height = ElementTree.parse(file).getroot().get("viewBox").split()[2:]
    return SimpleNamespace(url=static(path), width=width, height=height)


@register.inclusion_tag("components/meter.html")
def meter(value, total, label=""):
    """A bar with its words, "24 of 51 steps done"; `label` takes the place of the words."""
    return {"value": min(value, total), "total": total, "label": label}


@register.inclusion_tag("components/ring.html")
def ring(value, total, text="", label=""):
    """A round meter. `text` stands inside (default: percent), `label` is what a screen reader says."""
    share = 100 * value / total if total else 0
    arc = round(276.46 * float(share) / 100)
    return {"value": value, "total": total, "text": text or figures.percent(share), "label": label, "arc": arc}


@register.simple_tag(takes_context=True)
def ui_lang(context):
    """A `lang` attribute for interface words that stand inside content of another language."""
    page, language = context.get("page"), get_language()
    if getattr(page, "content_language", language) == language:
        return ""
    return format_html(' lang="{}"', language)


@register.simple_tag(takes_context=True)
def language_links(context):
    """The same page in each language: a list with `code`, `short`, `name`, `url`, `current`.

    A Wagtail page leads to its translation, an address below it to the same below that one; a translation that is
    not live leads to the home page of its language. Any other address keeps its view and arguments.
    """
    request = context.get("request")
    if request is None:
        return [link(code, name, f"/{code}/") for code, name in settings.LANGUAGES]
    page = context.get("page")
    if isinstance(page, Page) and page.pk:
        urls = translated_urls(page, request)
        return [link(code, name, urls.get(code) or f"/{code}/") for code, name in settings.LANGUAGES]
    return [link(code, name, translate_url(request.get_full_path(), code)) for code, name in settings.LANGUAGES]


def link(code, name, url):
    return SimpleNamespace(code=code, short=SHORT_NAMES[code], name=name, url=url, current=code == get_language())


def translated_urls(page, request):
    if not hasattr(request, "_translated_urls"):
        found = Page.objects.live().filter(translation_key=page.translation_key).select_related("locale")
        urls = {other.locale.language_code: other.get_url(request) for other in found}
        own = request.path
        for other in found:
            if other.pk == page.pk:
                own, page.locale = urls[other.locale.language_code], other.locale  # not to be read once more
        below = request.path[len(own) :] if request.path.startswith(own) else ""
        request._translated_urls = {code: url + below for code, url in urls.items()}
    return request._translated_urls


@register.simple_tag(takes_context=True)
def site_pages(context):
    """The pages below the home page of the reader's language, in tree order, as `title`, `url`, `menu` (`BasePage`)."""
    request = context.get("request")
    host = request.get_host() if request else ""
    return caches["memory"].get_or_set(f"menu-{host}-{get_language()}", lambda: read_site_pages(request))


def read_site_pages(request):
    children = Page.objects.live().filter(locale__language_code=get_language(), depth=HOME_DEPTH + 1)
    return [
        SimpleNamespace(title=child.title, url=child.get_url(request), menu=menu_of(child))
        for child in children.select_related("locale").order_by("path")
    ]


def menu_of(page):
    return getattr(page.cached_content_type.model_class(), "menu", "main")


@register.simple_tag(takes_context=True)
def here(context, url):
    """`aria-current` for a link of the menu: the page itself, or the section that it belongs to."""
    request = context.get("request")
    if request is None or not url:
        return ""
    if request.path == url:
        return mark_safe(' aria-current="page"')
    return mark_safe(' aria-current="true"') if request.path.startswith(url) else ""


@register.simple_tag
def asset(path):
    """Address of a file in `static/lms/`."""
    return static(f"lms/{path}")


@register.simple_tag
def quick_exit_url():
    """A neutral page of another site, opened only by a click or by Shift pressed three times."""
    return settings.LMS_QUICK_EXIT_URL


@register.inclusion_tag("components/field.html")
def field(bound):
    """A form field: label, hint, error above the input, all tied together for screen readers."""
    return {"field": bound, "kind": bound.widget_type}


@register.inclusion_tag("components/form_fields.html")
def form_fields(form):
    """All fields of a form with a summary of what needs another look."""
    return {"form": form}


@register.filter
def as_input(bound):
    """The bound field's widget with our class; Django adds the ARIA attributes. Packages put the label into the field
    once more, where it vanishes with the first letter: that is left out."""
    bound.field.widget.attrs.pop("placeholder", None)
    return bound.as_widget(attrs={"class": "input"})


@register.simple_tag(takes_context=True)
def content_lang(context):
    """A `lang` attribute for the content of a page that is shown in another language than the interface."""
    language = getattr(context.get("page"), "content_language", get_language())
    return "" if language == get_language() else format_html(' lang="{}"', language)


@register.simple_tag(takes_context=True)
def content_language_name(context):
    """The language of an untranslated page's content, named in the reader's language; empty when it is translated."""
    language = getattr(context.get("page"), "content_language", get_language())
    return "" if language == get_language() else get_language_info(language)["name_translated"]


@register.filter
def prose(text):
    """A rich text value as safe HTML."""
    return render_prose(getattr(text, "source", text) or "")


@register.filter
def in_language(record, name):
    """The text `name` of a trilingual record in the reader's language, marked when only another one is there."""
    text = record.text(name)
    own = getattr(record, f"{name}_{get_language()}", "")
    if own or not text:
        return text
    language = next(code for code in LANGUAGES if getattr(record, f"{name}_{code}", "") == text)
    return format_html('<span lang="{}">{}</span>', language, text)


@register.filter
def player(url):
    """The player of a video's address, with `name`, `host` and `address`, or None for an unknown host."""
    return video.player(url)


@register.filter
def link_host(url):
    """The host of a web address, as the words of its link; empty for anything else."""
    parts = urlsplit(url or "")
    return parts.hostname or "" if parts.scheme in {"http", "https"} else ""


register.simple_tag(figures.span, name="days")
register.filter(figures.percent)


@register.simple_tag
def title_lang(thing):
    """A `lang` attribute for the title of a step, module or course whose `lang` differs from the reader's."""
    language = thing["lang"] if isinstance(thing, dict) else thing.lang
    return "" if language == get_language() else format_html(' lang="{}"', language)
