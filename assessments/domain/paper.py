"""An exam on paper: forms drawn to be printed, sheets typed in by two people, differences settled by one of them.

Options are typed by the numbers they are printed with: digits stand on every keyboard, whatever its alphabet.
"""

import re
import secrets
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db import transaction
from django.utils import timezone

from courses.models import Enrolment
from lms.core import iin

from ..enums import ClosedBy
from ..models.attempt import Attempt, AttemptItem
from ..models.bank import Question, QuestionVersion
from ..models.quiz import QuizItem
from ..models.sitting import PaperEntry, PaperForm
from ..questions import KINDS
from ..questions.base import Asked, InvalidResponse
from . import attempts, drawing, sittings, turns
from .errors import (
    NeedsSecond,
    NoAttemptsLeft,
    NotOnSheet,
    NotSettled,
    NotYourSheet,
    NumberInText,
    OnScreen,
    OtherForm,
    QuizIsEmpty,
    SheetSettled,
    TypedByTwo,
)
from .locks import lock_seats

OUR_OWN = "P"
DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class PaperItem:
    """A question as printed on a form."""

    position: int
    version: QuestionVersion
    order: dict
    points: Decimal
    section: int | None
    must_pass: bool

    @property
    def kind(self):
        return KINDS[self.version.question.kind]

    @property
    def code(self):
        """Names the question and its version on paper without a word about it."""
        return f"{self.version.question_id}.{self.version.number}"

    def asked(self, language, response=None):
        shown_in = self.version.language(language)
        return Asked(self.version.texts[shown_in], shown_in, f"q-{self.position}", self.order, response or {})

    def cells(self, language):
        return self.kind.sheet(self.version.body, self.asked(language))

    def typed(self, response, language):
        """What stands in each cell for a response: a list of pairs of a cell and its text."""
        return [(cell, text_of(cell, (response or {}).get(cell.name, []))) for cell in self.cells(language)]

    def read(self, typed, language):
        """The response that the text of each cell (by its name) stands for. Raises NotOnSheet for another number."""
        values = {cell.name: values_of(cell, typed.get(cell.name, "")) for cell in self.cells(language)}
        try:
            return self.kind.clean(self.version.body, {name: value for name, value in values.items() if value})
        except InvalidResponse as error:
            raise NotOnSheet from error


def text_of(cell, values):
    if not cell.options:
        return " ".join(values)
    return " ".join(str(cell.options.index(one) + 1) for one in sorted(values, key=cell.options.index))


def values_of(cell, text):
    """The values of one cell: "13" and "1, 3" are the first and the third option where there are fewer than ten.

    Raises NotOnSheet, NumberInText for words that hold somebody's identification number (S-16).
    """
    text = text.strip()
    if not cell.options:
        if iin.iins_in(text):
            raise NumberInText
        return [text] if text else []
    numbers = DIGITS.findall(text)
    if cell.many and len(cell.options) < 10:
        numbers = [digit for number in numbers for digit in number]
    wrong = [number for number in numbers if not 1 <= int(number) <= len(cell.options)]
    if wrong or (text and not numbers) or (len(numbers) > 1 and not cell.many):
        raise NotOnSheet
    return [cell.options[int(number) - 1] for number in dict.fromkeys(numbers)]


# --- Forms


@transaction.atomic
def draw_form(sitting, by, *, form="", rng=None):
    """A PaperForm for whoever comes: that of the quiz's `form`, drawn once, or another one of a quiz without forms.

    Raises what `drawing.draw` raises, QuizIsEmpty, SittingGone.
    """
    sittings.lock(sitting)
    rng = rng or secrets.SystemRandom()
    known = set(PaperForm.objects.filter(sitting=sitting).values_list("code", flat=True))
    if form and form in known:
        return PaperForm.objects.get(sitting=sitting, code=form)
    drawn = drawing.draw(sitting.quiz, None, form=form, rng=rng)
    if not drawn:
        raise QuizIsEmpty
    shuffle = rng.shuffle if sitting.quiz.shuffle_options else lambda ids: None
    items = [
        {
            "version": one.version.pk,
            "order": KINDS[one.version.question.kind].arrange(one.version.body, shuffle),
            "points": str(one.points),
            "section": one.section,
            "must_pass": one.must_pass,
        }
        for one in drawn
    ]
    number = next(number for number in range(1, len(known) + 2) if f"{OUR_OWN}{number}" not in known)
    return PaperForm.objects.create(
        sitting=sitting, code=form or f"{OUR_OWN}{number}", items=items, made_by=by, made_at=timezone.now()
    )


def forms_of(quiz):
    """The names of the quiz's own forms, in order; empty when it has none."""
    return sorted(set(QuizItem.objects.filter(quiz=quiz).exclude(form="").values_list("form", flat=True)))


def suspended_in(forms):
    """{form id: how many of its questions wait for a check since their source changed}; one query."""
    versions = {item["version"] for form in forms for item in form.items}
    waiting = QuestionVersion.objects.filter(pk__in=versions, question__in=Question.objects.suspended())
    waiting = set(waiting.values_list("pk", flat=True))
    counts = {form.pk: sum(item["version"] in waiting for item in form.items) for form in forms}
    return {pk: count for pk, count in counts.items() if count}


def items_of(form):
    """The questions of a PaperForm in the order printed, in one query."""
    rows = QuestionVersion.objects.select_related("question").in_bulk([item["version"] for item in form.items])
    return [
        PaperItem(
            position,
            rows[item["version"]],
            item["order"],
            Decimal(item["points"]),
            item["section"],
            item["must_pass"],
        )
        for position, item in enumerate(form.items, 1)
    ]


# --- Typing in


@transaction.atomic
def type_sheet(form, enrolment, answers, by):
    """Keeps what `by` typed of somebody's sheet: `answers` is a dict of responses by position. Typing again corrects.

    Raises NotYourSheet for the own sheet, OtherForm when it was typed for another form, TypedByTwo for a third person,
    SheetSettled once the result stands, SittingGone.
    """
    locked = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    sittings.lock(form.sitting)
    if locked.user_id == by.pk:
        raise NotYourSheet
    if result_of(form.sitting, locked):
        raise SheetSettled
    others = list(PaperEntry.objects.filter(enrolment=locked, form__sitting=form.sitting_id).exclude(entered_by=by))
    if any(entry.form_id != form.pk for entry in others):
        raise OtherForm
    if len(others) > 1:
        raise TypedByTwo
    PaperEntry.objects.filter(enrolment=locked, form__sitting=form.sitting_id, entered_by=by).delete()
    kept = {str(position): response for position, response in answers.items() if response}
    return PaperEntry.objects.create(
        form=form, enrolment=locked, answers=kept, entered_by=by, entered_at=timezone.now()
    )


def result_of(sitting, enrolment):
    """The attempt that came from paper, or None."""
    return Attempt.objects.filter(sitting=sitting, enrolment=enrolment, closed_by=ClosedBy.PAPER).first()


@dataclass(frozen=True)
class Row:
    """One question of two sheets: what each person read."""

    item: PaperItem
    first: dict
    second: dict

    @property
    def differs(self):
        return self.first != self.second


@dataclass(frozen=True)
class Comparison:
    """The entries of one sheet, the earlier one first; `rows` are empty until two people have typed it."""

    entries: list[PaperEntry]
    rows: list[Row]

    @cached_property
    def differences(self):
        return [row for row in self.rows if row.differs]


def comparison(form, enrolment):
    """The Comparison of one person's sheet of this form."""
    entries = list(form.entries.filter(enrolment=enrolment).select_related("entered_by__profile"))
    if len(entries) < 2:
        return Comparison(entries, [])
    answers = [entry.answers for entry in entries]
    rows = [Row(item, *(given.get(str(item.position), {}) for given in answers)) for item in items_of(form)]
    return Comparison(entries, rows)


@transaction.atomic
def settle(form, enrolment, choices, by, *, sure):
    """The graded Attempt of a sheet that two people typed. `choices` maps the position of each difference to 1 or 2.

    Only one of the two settles, who has looked at the sheet a third time (`sure`). Settling again gives the same
    attempt. Raises NeedsSecond, NotSettled, NotYourSheet, OnScreen while the person has an attempt open,
    NoAttemptsLeft.
    """
    lock_seats([enrolment.user_id])
    if done := result_of(form.sitting, enrolment):
        return done
    compared = comparison(form, enrolment)
    if len(compared.entries) < 2:
        raise NeedsSecond
    if by.pk not in {entry.entered_by_id for entry in compared.entries}:
        raise NotYourSheet
    if not sure or any(choices.get(row.item.position) not in {1, 2} for row in compared.differences):
        raise NotSettled
    earlier = list(turns.attempts_of(enrolment.user, form.sitting.unit_key))
    if any(attempt.submitted_at is None for attempt in earlier):
        raise OnScreen
    if form.sitting.quiz.max_attempts is not None and len(earlier) >= form.sitting.quiz.max_attempts:
        raise NoAttemptsLeft
    answers = [row.second if choices.get(row.item.position) == 2 else row.first for row in compared.rows]
    return hand_in(form, enrolment, compared.rows, answers, number=earlier[-1].number + 1 if earlier else 1)


def hand_in(form, enrolment, rows, answers, number):
    """Creates the attempt as of the sitting's opening, puts the answers in and closes it as any other."""
    sitting = form.sitting
    drawn = [drawing.Drawn(row.item.version, row.item.points, row.item.section, row.item.must_pass) for row in rows]
    name = form.code if form.code in forms_of(sitting.quiz) else ""
    attempt = attempts.create(
        enrolment,
        sitting.quiz,
        sitting.unit_key,
        drawn,
        number=number,
        form=name,
        sitting=sitting,
        now=sitting.opens_at,
    )
    attempt.closed_by = ClosedBy.PAPER
    attempt.save(update_fields=["closed_by"])
    now, items = timezone.now(), list(attempt.items.order_by("position"))
    for item, row, response in zip(items, rows, answers, strict=True):
        item.option_order, item.response, item.saved_at, item.sequence = row.item.order, response or None, now, 1
    AttemptItem.objects.bulk_update(items, ["option_order", "response", "saved_at", "sequence"])
    return attempts.submit_attempt(attempt.pk, closed_by=ClosedBy.PAPER)
