"""What templates show from this app beside a page's own context."""

import re

from django import template
from django.conf import settings
from django.core.cache import caches
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from courses.domain import clearance, queries, words
from courses.models import CataloguePage, CoursePage, GlossaryPage, SupportContact
from courses.remarks import remarks_on
from lms.core.models import PlainPage
from lms.core.templatetags.lms import prose

register = template.Library()

INNER_MARK = re.compile(r"(?<=\w)([@.])(?=\w)")


@register.simple_tag(takes_context=True)
def main_course(context):
    """The largest live course below the home page in the context, or None: a dict with `page`, `days`, `runs`."""
    home = context["page"]
    pages = CoursePage.objects.live().descendant_of(home).select_related("course", "locale")
    page = pages.order_by("-course__hours", "path").first()
    if page is None:
        return None
    runs = queries.public_runs([page.course])[page.course_id]
    return {"page": page, "days": queries.outline(page.course, home.locale), "runs": runs}


@register.simple_tag
def support_contacts():
    """Help lines and addresses in the reader's language (R-14): `label`, `contact`, `note`, `checked_on`.

    `dial` is a telephone number without spaces, or empty for anything else.
    """
    return caches["memory"].get_or_set(f"support-{get_language()}", read_support_contacts)


def read_support_contacts():
    return [
        {
            "label": record.text("label"),
            "contact": record.contact,
            "note": record.text("note"),
            "checked_on": record.checked_on,
            "dial": dial(record.contact),
        }
        for record in SupportContact.objects.all()
    ]


def dial(contact):
    number = re.sub(r"[\s()-]", "", contact)
    return number if re.fullmatch(r"\+?\d+", number) else ""


@register.filter
def breakable(contact):
    """A contact that a narrow column may break before the "@" and the dots within an address, not inside its words."""
    return mark_safe(INNER_MARK.sub(r"<wbr>\1", escape(contact)))


@register.simple_tag
def support_clearance():
    """The `clearance.State` of the help lines in the reader's language (C-17)."""
    return clearance.support_state(get_language())


@register.simple_tag
def catalogue_url():
    """Address of the catalogue in the reader's language, or an empty text while there is none."""
    page = CataloguePage.objects.live().filter(locale__language_code=get_language()).first()
    return page.get_url() if page else ""


@register.simple_tag
def contact_url():
    """Address of the page about the Center, which says how to reach it; an empty text while there is no such page."""
    page = PlainPage.objects.live().filter(locale__language_code=get_language(), slug="about").first()
    return page.get_url() if page else ""


@register.simple_tag
def glossary_url():
    """Address of the glossary in the reader's language, or an empty text while there is none."""
    return caches["memory"].get_or_set(f"glossary-url-{get_language()}", read_glossary_url)


def read_glossary_url():
    page = GlossaryPage.objects.live().filter(locale__language_code=get_language()).first()
    return page.get_url() if page else ""


@register.simple_tag(takes_context=True)
def glossary_link(context, term):
    """Address of `term` in the glossary, named in the language of the page; an empty text if it is not there."""
    language = getattr(context.get("page"), "content_language", get_language())
    index = caches["memory"].get_or_set(f"glossary-{language}", lambda: words.keys_by_spelling(language))
    key, url = words.key_of(term, index), glossary_url()
    return f"{url}#{key}" if key and url else ""


@register.simple_tag
def lang_of(page):
    """A `lang` attribute for a page whose content is in another language than the words around it."""
    language = page.content_language
    return "" if language == get_language() else format_html(' lang="{}"', language)


@register.filter
def paper_prose(text):
    """Rich text for paper: links to pages of the site begin with its address."""
    return mark_safe(prose(text).replace('href="/', f'href="{settings.WAGTAILADMIN_BASE_URL}/'))


@register.filter
def paper_inline(text):
    """The same for one paragraph inside a list item, without its tag."""
    return mark_safe(paper_prose(text).removeprefix("<p>").removesuffix("</p>"))


@register.simple_tag
def page_remarks(page):
    """What may be worth another look before this page is reviewed: `courses.remarks.Remark`s."""
    return remarks_on(page)
