"""The wording check in the editor (R-16): it warns after a save, shows each finding on a screen, and blocks nothing."""

from dataclasses import dataclass

from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.db import models
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.fields import StreamField
from wagtail.models import Page

from courses.models import GuidePair
from courses.remarks import Remark
from lms.core.screens import StaffScreen
from lms.core.streams import strings_of

from .linter import Finding, check, rule
from .linter.plain import END, blanked

AROUND = 60
QUOTED = {"quote"}


@dataclass(frozen=True)
class Place:
    """A finding with the field it stands in and the words around it."""

    field: str
    before: str
    after: str
    finding: Finding


def rules(language):
    """The language guide as rules, kept a minute; see `courses.models.GuidePair`."""
    return caches["memory"].get_or_set(f"wording-{language}", lambda: read_rules(language))


def read_rules(language):
    found = (
        rule(
            pair.key, pair.text_lines(language), *(pair.text(name, language) for name in ("avoid", "prefer", "reason"))
        )
        for pair in GuidePair.objects.all()
    )
    return [one for one in found if one]


def texts_of(page):
    """(field label, id of the block or "", text) of everything that an editor writes on the page; quotations are
    left out."""
    yield page._meta.get_field("title").verbose_name, "", page.title
    for field in page._meta.local_fields:
        value = getattr(page, field.name, None)
        if isinstance(field, StreamField):
            rows = [row for row in value.raw_data if row["type"] not in QUOTED]
            yield from ((field.verbose_name, row.get("id") or "", text) for row in rows for text in strings_of([row]))
        elif isinstance(field, models.CharField | models.TextField) and not field.choices and value:
            yield field.verbose_name, "", value


def places(page):
    """Every finding on the page in the language of its text."""
    wanted = rules(page.content_language)
    for field, _block, text in texts_of(page):
        plain = blanked(text).replace(END, "\n")
        for finding in check(text, wanted):
            yield Place(field, *words_around(plain.rstrip(), finding.start, finding.end), finding)


def words_around(text, start, end):
    """(before, after): whole words around a place; what is left out is told by an ellipsis."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    if start > AROUND:
        before = f"… {before.partition(' ')[2]}"
    if end + AROUND < len(text):
        after = f"{after.rpartition(' ')[0]} …"
    return before.lstrip(), after.rstrip()


def remarks(page):
    """Each finding as a remark in the editor, with the block that it stands in."""
    if not hasattr(page, "content_language"):
        return
    wanted = rules(page.content_language)
    for _field, block_id, text in texts_of(page):
        for finding in check(text, wanted):
            words = {"words": finding.words, "prefer": finding.rule.prefer}
            yield Remark(_("“%(words)s” may label people. Say instead: %(prefer)s") % words, block_id)


def warn(request, page):
    """After a save by hand: how many wordings are worth another look. Autosave says nothing."""
    if not request.accepts("text/html") or not hasattr(page, "content_language"):
        return
    count = sum(1 for _place in places(page))
    if count:
        text = ngettext(
            "%d wording may label people: another one may serve better.",
            "%d wordings may label people: others may serve better.",
            count,
        )
        url = reverse("translations:wording", args=[page.pk])
        messages.warning(request, text % count, buttons=[messages.button(url, _("Look at them"))])


class WordingView(StaffScreen, TemplateView):
    """What the check finds in the latest draft, each with what to say instead and why."""

    template_name = "translation/wording.html"
    page_title = _("Check the wording")
    header_icon = "openquote"

    def dispatch(self, request, *args, **kwargs):
        self.page = get_object_or_404(Page, pk=kwargs["page_id"])
        if not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self):
        return self.page.get_admin_display_title()

    def get_context_data(self, **kwargs):
        draft = self.page.get_latest_revision_as_object()
        found = list(places(draft))
        language = draft.content_language
        return {**super().get_context_data(**kwargs), "page": draft, "places": found, "language": language}
