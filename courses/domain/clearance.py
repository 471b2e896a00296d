"""Which texts a specialist has cleared, language by language (C-17).

What is cleared is one version: the words that readers get. When they change, the text is "changed since cleared".
"""

import hashlib
from dataclasses import dataclass

from django.apps import apps
from django.utils import timezone
from wagtail.log_actions import log

from lms.accounts import roles
from lms.core.models import LANGUAGES
from lms.core.streams import strings_of

from ..enums import ClearanceField
from ..models.currency import Clearance
from ..models.reference import SupportContact
from . import citing

SUPPORT = "support-contacts"
CLEARED, CHANGED, MISSING = "cleared", "changed", "missing"


@dataclass(frozen=True)
class Text:
    """What a specialist reads: the words of one version in one language."""

    subject: str
    language: str
    field: str
    words: tuple[str, ...]
    revision_id: int | None = None

    @property
    def digest(self):
        return hashlib.sha256("\x1f".join(self.words).encode()).hexdigest()


@dataclass(frozen=True)
class State:
    """`state` is cleared, changed (since it was cleared) or missing; `record` the latest clearance, if any."""

    text: Text
    state: str
    record: Clearance | None

    @property
    def is_cleared(self):
        return self.state == CLEARED

    @property
    def field(self):
        return ClearanceField(self.text.field)


def text_of(page):
    """The text of a lesson page; an untranslated page has that of its source."""
    words = (page.title, page.summary, *strings_of(page.goals), *strings_of(page.body))
    revision = page.live_revision_id or page.latest_revision_id
    return Text(str(page.translation_key), page.content_language, page.clearance, words, revision)


def support_text(language):
    """The helplines and addresses of the support panel in one language."""
    rows = SupportContact.objects.values_list("contact", f"label_{language}", f"note_{language}")
    return Text(SUPPORT, language, ClearanceField.SUPPORT, tuple(word for row in rows for word in row))


def clear(text, *, specialist, position, cleared_on, by):
    """Records that a named specialist has read this version and stands for it. Returns the Clearance."""
    record = Clearance.objects.create(
        subject=text.subject,
        language=text.language,
        field=text.field,
        digest=text.digest,
        revision_id=text.revision_id,
        specialist=specialist,
        position=position,
        cleared_on=cleared_on,
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    log(record, "courses.clear_text", user=by, data={"subject": text.subject, "language": text.language})
    return record


def states(texts):
    """The State of each text, in one query."""
    latest = {}
    for record in Clearance.objects.filter(subject__in={text.subject for text in texts}).order_by("recorded_at", "pk"):
        latest[record.subject, record.language] = record
    return [judge(text, latest.get((text.subject, text.language))) for text in texts]


def judge(text, record):
    if record is None:
        return State(text, MISSING, None)
    return State(text, CLEARED if record.digest == text.digest else CHANGED, record)


def state_of(page):
    """The State of a lesson page, or None when it needs no clearance."""
    return states([text_of(page)])[0] if page.clearance else None


def support_state(language):
    return states([support_text(language)])[0]


def may_clear(user, organisation):
    """Editors and administrators who answer for the text: they write down the name of the specialist."""
    return roles.can(user, "edit_reference", organisation)


@dataclass(frozen=True)
class Row:
    """A line of the report: a lesson in one language, or the support contacts (`page` is None)."""

    page: object
    language: str
    state: State


def report(user):
    """Rows of everything that needs a clearance and that `user` answers for: lessons in tree order, each language."""
    rows = [Row(page, page.locale.language_code, None) for page in lessons_of(user)]
    texts = [text_of(row.page) for row in rows]
    if roles.reaches_all(user, "edit_reference"):
        rows += [Row(None, language, None) for language in LANGUAGES]
        texts += [support_text(language) for language in LANGUAGES]
    return [Row(row.page, row.language, state) for row, state in zip(rows, states(texts), strict=True)]


def lessons_of(user):
    """Live lessons that need a clearance, of organisations whose reference data `user` keeps; aliases are left out:
    their text is cleared where it comes from."""
    pages = apps.get_model("courses.LessonPage").objects.live().exclude(clearance="").filter(alias_of=None)
    pages = pages.select_related("locale", "live_revision").order_by("path")
    if roles.reaches_all(user, "edit_reference"):
        return list(pages)
    organisations, mine = citing.organisations_by_path(), roles.places(user, "edit_reference")
    return [page for page in pages if any(organisations.get(path) in mine for path in citing.ancestors(page))]
