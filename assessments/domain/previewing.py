"""What a file of questions would do to a bank: each question as it will be, or why it is left out."""

import re
from collections import Counter
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from taggit.models import Tag

from lms.interop import aiken, gift, moodle_xml
from lms.interop.bank import NotThis

from ..foreign import incoming, telling
from ..foreign.reading import Draft
from ..foreign.words import words_of
from ..models.bank import Objective, Question
from ..questions import KINDS
from .guarding import BLOT, names_somebody, number_reason
from .pictures import Picture, Shelf

READERS = {"moodle": moodle_xml.read, "gift": gift.read, "aiken": aiken.read}
MOST_PICTURES = 200
ROOTS = re.compile(r"^\$.*\$$|^top$", re.IGNORECASE)


class State(models.TextChoices):
    """What a yes would do with a question of the file."""

    NEW = "new", gettext_lazy("new")
    CHANGED = "changed", gettext_lazy("would be updated")
    SAME = "same", gettext_lazy("is here already")
    LEFT_OUT = "left-out", gettext_lazy("left out")


@dataclass
class Row:
    """One question of a file as it will be, or the reason why it is left out."""

    position: int
    title: str
    state: State
    reason: str = ""
    line: int | None = None
    draft: Draft | None = None
    answers: list = field(default_factory=list)
    question: Question | None = None
    texts: dict = field(default_factory=dict)
    name: str = ""
    idnumber: str = ""
    objective: Objective | None = None
    tags: tuple = ()
    hidden: bool = False
    pictures: list[Picture] = field(default_factory=list)

    @property
    def kind(self):
        return KINDS[self.draft.kind].label

    @property
    def may_be_taken(self):
        return self.state in {State.NEW, State.CHANGED}


@dataclass(frozen=True)
class Preview:
    """`dropped` counts settings that questions have there and not here, by the names of Moodle."""

    rows: list[Row]
    dropped: list[tuple[str, int]]

    def count(self, state):
        return sum(row.state == state for row in self.rows)

    @property
    def counts(self):
        return [(state, self.count(state)) for state in State]


def preview(upload):
    """The Preview of a file that waits. The number of queries does not grow with the file."""
    bank = READERS[upload.format](bytes(upload.data))
    reading = Reading(upload)
    rows = [Row(one.position, one.name, State.LEFT_OUT, left_out_reason(one), one.line) for one in bank.skipped]
    rows += [reading.row(question) for question in bank.questions]
    dropped = Counter(name for row in rows if row.draft for name in dict.fromkeys(row.draft.dropped))
    return Preview(sorted(rows, key=lambda row: row.position), dropped.most_common())


def left_out_reason(skipped):
    return number_reason("text") if BLOT in skipped.name else skipped.reason


@dataclass(frozen=True)
class Standing:
    """A question as it stands in the editor: its latest draft, or what is live."""

    body: dict
    texts: dict
    name: str = ""
    idnumber: str = ""
    objective: int | None = None
    tags: frozenset = frozenset()

    def called(self, key, language):
        """What the question is called in a file."""
        words = self.texts.get(language) or next(iter(self.texts.values()), {})
        words = " ".join((words.get("stem") or words.get("stimulus") or key).split())
        return self.name or (words if len(words) <= 80 else f"{words[:79].rsplit(' ', 1)[0]}…")


def standing(question, tag_names):
    if question.has_unpublished_changes and question.latest_revision:
        content = question.latest_revision.content
        tags = frozenset(tag_names.get(row["tag"]) for row in content.get("tagged_items", []))
        values = [content.get(name, "") for name in ("body", "texts", "name", "idnumber", "objective")]
        return Standing(*values, tags)
    tags = frozenset(tag_names.get(row.tag_id) for row in question.tagged_items.all())
    return Standing(question.body, question.texts, question.name, question.idnumber, question.objective_id, tags)


def bank_of(organisation, *related):
    """[(question, its Standing)] of an organisation, in three queries; `related` names what else comes along."""
    names = dict(Tag.objects.values_list("pk", "name"))
    rows = Question.objects.filter(organisation=organisation).select_related("latest_revision", *related)
    return [(one, standing(one, names)) for one in rows.prefetch_related("tagged_items").order_by("pk")]


class Reading:
    """Meets the questions of one file with the bank that they come into; reads the bank once."""

    def __init__(self, upload):
        self.upload, self.language = upload, upload.language
        self.shelf = Shelf(upload.organisation)
        self.by_id, self.by_name, self.by_stem, self.standing = {}, {}, {}, {}
        self.seen, self.pictured = {}, 0
        for question, now in bank_of(upload.organisation):
            self.standing[question] = now
            for identifier in filter(None, (question.key, now.idnumber)):
                self.by_id[identifier] = question
            self.by_name.setdefault(now.called(question.key, self.language), []).append(question)
            self.by_stem.setdefault(now.texts.get(self.language, {}).get("stem"), []).append(question)
        self.objectives = {}
        for objective in Objective.objects.all():
            for title in (objective.key, *objective.titles.values()):
                self.objectives[title.strip().casefold()] = objective

    def row(self, question):
        """The Row of one question; whatever is wrong with it stays with it."""
        row = Row(question.position, question.name, State.LEFT_OUT)
        if found := names_somebody(question):
            row.title = row.title.replace(BLOT, "…")
            row.reason = number_reason(found)
            return row
        try:
            self.fill(row, question)
        except NotThis as reason:
            row.reason, row.draft = str(reason), None
        return row

    def fill(self, row, question):
        """Fills the row. Raises NotThis."""
        before = self.match(question)
        now = self.standing[before] if before else None
        old = (before.kind, now.body, now.texts) if before else None
        draft = incoming.read(question, self.language, old, comments=self.upload.format != "aiken")
        if before and draft.kind != before.kind:
            raise NotThis(_("It is here already as a question of another kind."))
        identity = before.pk if before else (question.idnumber or question.name, draft.texts.get("stem"))
        if (earlier := self.seen.setdefault(identity, row.position)) != row.position:
            raise NotThis(_("It is the same question as number %(number)d of the file.") % {"number": earlier})
        row.draft, row.question, row.hidden = draft, before, question.hidden
        self.add_pictures(row, now)
        row.texts = {**(now.texts if now else {}), self.language: draft.texts}
        if KINDS[draft.kind].problems(draft.body, row.texts):
            raise NotThis(_("Its texts in another language do not fit the new answers. Change it in the editor."))
        row.answers = telling.answer_rows(draft.kind, draft.body, draft.texts)
        row.name, row.idnumber = self.own_name(question, draft, before, now), question.idnumber[:100]
        row.objective, row.tags = self.place(question)
        row.state = State.NEW if before is None else State.CHANGED if self.changes(row, now) else State.SAME

    def own_name(self, question, draft, before, now):
        """The name to keep: none where it only repeats the beginning of the text."""
        if before and (self.upload.format == "aiken" or question.name == now.called(before.key, self.language)):
            return now.name
        return (
            ""
            if question.name == Standing({}, {self.language: draft.texts}).called("", self.language)
            else question.name[:250]
        )

    def match(self, question):
        """The question of the bank that this one stands for: the same identifier, name or text."""
        if question.idnumber in self.by_id:
            return self.by_id[question.idnumber]
        stem = words_of(question.text).text
        named = [one for one in self.by_name.get(question.name, []) if not (question.idnumber and one.idnumber)]
        same = [one for one in named if one in self.by_stem.get(stem, [])]
        alike = same or named or ([] if question.idnumber else self.by_stem.get(stem, []))
        return alike[0] if len(alike) == 1 or same else None

    def add_pictures(self, row, now):
        """Pictures of the draft by their numbers; a format without files leaves those that stood."""
        draft, pictures = row.draft, []
        if self.upload.format != "moodle":
            if now and now.body.get("pictures"):
                draft.body["pictures"] = now.body["pictures"]
            return
        for file, alt in draft.pictures:
            self.pictured += 1
            if self.pictured > MOST_PICTURES:
                raise NotThis(_("The file has more than %(most)d pictures.") % {"most": MOST_PICTURES})
            try:
                pictures.append(self.shelf.look(len(pictures) + 1, file, alt))
            except ValidationError as refusal:
                draft.notes.append(
                    _("Left out: the picture %(name)s. %(reason)s") % {"name": file.name, "reason": refusal.messages[0]}
                )
        if any(not picture.alt for picture in pictures):
            draft.notes.append(_("A picture has no description: people who cannot see it will miss it."))
        row.pictures = pictures
        draft.body.pop("pictures", None)
        draft.texts.pop("pictures", None)
        if pictures:
            draft.body["pictures"] = [{"id": one.id, "image": one.image or one.digest} for one in pictures]
            draft.texts["pictures"] = {one.id: one.alt for one in pictures}

    def place(self, question):
        """Objective and tags that the category and the tags of the file stand for."""
        steps = [step.strip() for step in question.category.replace("//", "\0").split("/")]
        steps = [step.replace("\0", "/") for step in steps if step and not ROOTS.match(step)]
        known = [self.objectives[step.casefold()] for step in steps if step.casefold() in self.objectives]
        unknown = [step for step in steps if step.casefold() not in self.objectives]
        tags = dict.fromkeys(" ".join(tag.split())[:100] for tag in (*question.tags, *unknown))
        return (known[-1] if known else None), tuple(tag for tag in tags if tag)

    def changes(self, row, now):
        """Whether a yes would change the question that is here."""
        return (
            (row.draft.body, row.texts) != (now.body, now.texts)
            or row.name != now.name
            or bool(row.idnumber and row.idnumber not in (now.idnumber, row.question.key))
            or bool(row.objective and row.objective.pk != now.objective)
            or bool(set(row.tags) - now.tags)
        )
