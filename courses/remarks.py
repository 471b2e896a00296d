"""What may be worth another look before a lesson goes to its reviewers. Remarks help and block nothing.

Other apps add theirs by the hook `page_remarks`: a function of the page that yields `Remark`s.
"""

import re
from dataclasses import dataclass

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail import hooks

from lms.core.drawings import drawings
from lms.core.streams import strings_of

from .domain import editions

SESSION_MINUTES = 90
NEEDS_A_NOTE = 2
PLACEHOLDER = re.compile(r"\[[^\]]{3,}\]\s*$")


@dataclass(frozen=True)
class Remark:
    """`block_id` names the block that it speaks of, `field` an input; both empty for the page as a whole."""

    text: str
    block_id: str = ""
    field: str = ""

    @property
    def anchor(self):
        """The place in Wagtail's editor."""
        if self.block_id:
            return f"#block-{self.block_id}-section"
        return f"#id_{self.field}" if self.field else ""


def remarks_on(page):
    """All remarks on a specific page or its draft, in the order of the apps."""
    return [remark for find in hooks.get_hooks("page_remarks") for remark in find(page)]


def of_lesson(page):
    """Remarks on a lesson; nothing for other pages."""
    if page._meta.label != "courses.LessonPage":
        return
    yield from of_page(page)
    for block in page.body:
        if look := LOOK_AT.get(block.block_type):
            for text in look(block.value, page):
                yield Remark(text, block.id)
    yield from of_edition(page)
    yield from placeholders(page)


def of_page(page):
    if not page.citations.all():
        yield Remark(_("The lesson names no source."))
    if not page.goals:
        yield Remark(_("The lesson has no goals."))
    notes = [int(block.value["level"]) for block in page.body if block.block_type == "content_note"]
    if page.content_note >= NEEDS_A_NOTE and not notes:
        yield Remark(_("The lesson's level asks for a content note, and it has none."), field="content_note")
    if notes and max(notes) > page.content_note:
        yield Remark(_("A content note has a higher level than the lesson says."), field="content_note")


def of_figure(value, page):
    if not (value.get("alt") or "").strip():
        yield _("The figure has no alternative text.")
    elif value["alt"].strip() == (value.get("caption") or "").strip():
        yield _("The alternative text only repeats the caption.")
    if not value.get("image") and not value.get("drawing"):
        yield _("The figure has no picture.")
    elif not value.get("image") and value["drawing"] not in drawings():
        yield _("The site has no drawing “%(name)s”: choose another one.") % {"name": value["drawing"]}


def of_video(value, page):
    languages = {track["language"] for track in value.get("captions") or () if track.get("file")}
    if value.get("file") and page.content_language not in languages:
        yield _("The video has no captions in the language of the page.")
    if not strip_tags(getattr(value.get("transcript"), "source", "") or "").strip():
        yield _("The video has no transcript.")


def of_activity(value, page):
    if editions.of_kind(page.edition, "role_card") and value.get("format") != "alone" and not value.get("derole"):
        yield _("The session has role cards: does this activity need a way out of the role?")


LOOK_AT = {"figure": of_figure, "video": of_video, "activity": of_activity}


def of_edition(page):
    if not page.edition:
        return
    steps = editions.timed_steps(page.edition)
    total = steps[-1].ends if steps else 0
    if total != SESSION_MINUTES:
        text = _("The steps of the session take %(total)d minutes, not %(session)d.")
        yield Remark(text % {"total": total, "session": SESSION_MINUTES}, steps[-1].block.id if steps else "")
    if not editions.of_kind(page.edition, "care"):
        yield Remark(_("The trainer's edition does not say what to do when it becomes too much for somebody."))


def placeholders(page):
    """Texts of the template that nobody has replaced: they stand in square brackets."""
    if PLACEHOLDER.match(page.summary):
        yield Remark(left_over(page.summary), field="summary")
    for stream in (page.goals, page.body, page.materials, page.edition):
        for row in stream.raw_data:
            texts = [strip_tags(text).strip() for text in strings_of([row])]
            if left := next(filter(PLACEHOLDER.match, texts), None):
                yield Remark(left_over(left), row["id"])


def left_over(text):
    return _("A text of the template is still there: %(text)s") % {"text": text}
