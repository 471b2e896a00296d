"""Taking in questions of other systems: a file waits, is looked at, and is written only after a yes."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from lms.interop.bank import Unreadable
from lms.interop.texts import BOMS, decode, refuse_large
from lms.review import rules
from lms.review.workflows import begin_together

from ..models.bank import Question
from ..models.upload import QuestionUpload
from .guarding import blotted, names_somebody
from .keys import saw_key
from .pictures import Shelf, hold
from .previewing import READERS, State, preview

LABELS = {"moodle": "Moodle XML", "gift": "GIFT", "aiken": "Aiken"}
ENCODINGS = ("utf-8", "windows-1251", "windows-1252", "utf-16")
KEPT = timedelta(days=1)
MOST_WAITING = 10
PROLOG = re.compile(r"^\s*<\?xml[^>]*\?>")
AIKEN_KEY = re.compile(r"^[ \t]*ANSWER:[ \t]*[A-Z][ \t]*$", re.MULTILINE | re.IGNORECASE)
AIKEN_OPTION = re.compile(r"^[ \t]*[A-Z][.)][ \t]*\S", re.MULTILINE)


def upload(*, organisation, language, name, data, by, encoding=None):
    """Keeps a file for a day and returns its QuestionUpload. Raises Unreadable with words for the person."""
    refuse_large(data)
    form, data, encoding = settled(data, encoding)
    bank = READERS[form](data)
    if not bank.questions and not bank.skipped:
        raise Unreadable(_("The file holds no questions."))
    if any(names_somebody(question) == "deep" for question in bank.questions):
        raise Unreadable(_("The file holds an IIN in a hidden form. Take it out and try again."))
    mine = QuestionUpload.objects.filter(by=by).order_by("-at").values_list("pk", flat=True)
    QuestionUpload.objects.filter(pk__in=list(mine[MOST_WAITING - 1 :])).delete()
    about = {"organisation": organisation, "language": language, "format": form, "encoding": encoding}
    return QuestionUpload.objects.create(name=blotted(name)[:200], data=data, by=by, at=timezone.now(), **about)


def settled(data, encoding=None):
    """Format, bytes in UTF-8 (XML: as it declares itself) without anybody's number, and the encoding it came in."""
    if looks_like_xml(data):
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            text, encoding = decode(data)
            return "moodle", blotted(PROLOG.sub("", text)).encode(), encoding
        return "moodle", blotted(data.decode("latin-1")).encode("latin-1"), "XML"
    text, encoding = decode(data, encoding)
    form = "aiken" if AIKEN_KEY.search(text) and AIKEN_OPTION.search(text) and "{" not in text else "gift"
    return form, blotted(text).encode(), encoding


def looks_like_xml(data):
    bom = next((mark for mark in BOMS if data.startswith(mark)), b"")
    return data[len(bom) :].replace(b"\x00", b"").lstrip().startswith(b"<")


def purge_uploads():
    """Deletes files that nobody has said yes to for a day; looks before it deletes."""
    old = QuestionUpload.objects.filter(at__lt=timezone.now() - KEPT)
    if old.exists():
        old.delete()


@dataclass
class Taken:
    """Numbers for the person who said yes."""

    created: int = 0
    updated: int = 0
    to_review: list[int] = field(default_factory=list)


@transaction.atomic
def accept(upload_id, *, by, left_out=(), updates=True):
    """Writes the questions of the file as drafts in one go and deletes it; returns what was Taken. `left_out` holds
    positions, `updates` says whether questions that are here already change. `begin_reviews` follows.

    Raises QuestionUpload.DoesNotExist when the file has been taken in already.
    """
    upload = QuestionUpload.objects.select_for_update().select_related("organisation").get(pk=upload_id)
    shelf, taken = Shelf(upload.organisation), Taken()
    rows = preview(upload).rows
    for row in rows:
        wanted = row.state == State.NEW or (row.state == State.CHANGED and updates)
        if wanted and row.position not in left_out:
            _write(row, upload, shelf, by, taken)
    saw_key(by, [row.question for row in rows if row.question is not None])
    upload.delete()
    return taken


def _write(row, upload, shelf, by, taken):
    """Keeps one question as a draft: nobody publishes alone (S-06)."""
    question = row.question or Question(
        key=key_for(row, upload.organisation), organisation=upload.organisation, kind=row.draft.kind, live=False
    )
    if row.question and question.has_unpublished_changes:
        question = question.get_latest_revision_as_object()
    title = row.name or question.key
    kept = {one.id: shelf.keep(one, f"{title} {one.id}"[:250], by) for one in row.pictures}
    body = row.draft.body
    if kept:
        body = {**body, "pictures": [{"id": one, "image": image} for one, image in kept.items()]}
    question.body, question.texts = body, row.texts
    question.name, question.idnumber = row.name, row.idnumber or question.idnumber
    if row.objective:
        question.objective = row.objective
    if row.question is None:
        question.save()
    if row.tags:
        question.tags.add(*row.tags)
        if row.question is None:
            question.save()
    hold(question, body)
    question.save_revision(user=by)
    if not row.hidden or row.question is not None:
        taken.to_review.append(question.pk)
    taken.created += row.question is None
    taken.updated += row.question is not None
    row.question = question


def begin_reviews(ids, *, by):
    """Lets the reviews of drafts begin, each on its own; a review under way begins again. Safe to run twice.

    What the other system hid stays a draft until somebody submits it.
    """
    with begin_together():
        for question in Question.objects.filter(pk__in=ids):
            state, review = question.current_workflow_state, question.get_workflow()
            if state is not None:
                rules.begins_again(state, by)
            elif review is not None and question.has_unpublished_changes:
                review.start(question.get_latest_revision_as_object(), by)


def key_for(row, organisation):
    """A key that nobody has: of the identifier, or of name and text."""
    readable = slugify(row.idnumber)[:40]
    seed = f"{row.idnumber or row.name}\n{row.draft.texts.get('stem')}"
    key = f"{organisation.key}-{readable or hashlib.sha256(seed.encode()).hexdigest()[:12]}"[:76]
    found = set(Question.objects.filter(key__startswith=key).values_list("key", flat=True))
    return next(one for one in (key, *(f"{key}-{n}" for n in range(2, len(found) + 3))) if one not in found)
