"""Two versions of a page as a reader of both sees them, with what has changed in the lead language marked."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.text import capfirst
from wagtail_localize.strings import StringValue

from lms.core.differences import marked

from . import leads, pairing
from .following import source_of
from .models import Rendition


@dataclass
class Pair:
    """One text: where it stands, in the lead language with its changes marked (safe HTML), and translated."""

    place: str
    source: str
    target: str = ""
    is_changed: bool = False
    is_first_change: bool = False


@dataclass
class Comparison:
    """`gone`: texts that the lead language no longer has. `lead` is None when there is nothing to compare with."""

    lead: object = None
    pairs: list = ()
    gone: list = ()
    outdated_since: datetime | None = None

    @property
    def changed(self):
        return sum(pair.is_changed for pair in self.pairs)


def text_of(html):
    return StringValue(html).render_text()


def compare(page):
    """The `Comparison` of a page with the page that it is translated from."""
    lead = page.get_translations().filter(locale__language_code=leads.lead_language(page)).select_related("locale")
    lead = lead.first()
    if lead is None or lead.pk == page.pk:
        return Comparison()
    lead = lead.specific
    source, rendition = source_of(page), Rendition.objects.filter(revision=page.live_revision_id).first()
    before = rendition.texts if rendition and rendition.outdated_since else None
    now = pairing.source_texts(source) if source else _texts(lead)
    theirs = _translated(page)
    pairs = []
    for path, texts in now.items():
        old = before.get(path, []) if before is not None else texts
        for place, html in enumerate(texts):
            was = old[place] if place < len(old) else ""
            pair = Pair(label(lead, path), text_of(html), theirs.get((path, place), ""))
            if was != html:
                pair.source, pair.is_changed = marked(text_of(was), text_of(html)), True
            pairs.append(pair)
    if first := next((pair for pair in pairs if pair.is_changed), None):
        first.is_first_change = True
    gone = [text_of(html) for path, texts in (before or {}).items() for html in texts[len(now.get(path, [])) :]]
    return Comparison(lead, pairs, gone, rendition.outdated_since if rendition else None)


def _texts(page):
    found = {}
    for (path, _place), segment in pairing.strings(pairing.extract_segments(page)).items():
        found.setdefault(path, []).append(segment.string.data)
    return found


def _translated(page):
    """{(path, place): text}: what a translator has typed, or else what the page shows in its own words."""
    shown = {}
    if not page.alias_of_id:
        shown = {key: one.string.data for key, one in pairing.strings(pairing.extract_segments(page)).items()}
    if translation := leads.translation_of(page):
        shown |= {key: text.html for key, text in pairing.remembered(translation).texts.items()}
    return {key: text_of(html) for key, html in shown.items()}


def label(page, path):
    """What the field is called that holds the texts of this path."""
    return capfirst(page._meta.get_field(path.split(".")[0]).verbose_name)
