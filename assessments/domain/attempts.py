"""Starting, answering and submitting: an acknowledged answer is stored, and nothing counts twice."""

import logging
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from courses.domain.access import enrolments_with_unit
from courses.domain.progress import complete_unit
from lms.core.iin import iins_in
from lms.core.tasks import describe

from ..enums import ClosedBy, Feedback
from ..models.accommodation import Accommodation
from ..models.attempt import Attempt, AttemptItem
from ..questions import KINDS
from ..questions.base import InvalidResponse
from . import counting, drawing, feedback, grading, sittings, timing, turns
from .errors import (
    AttemptClosed,
    NoBreakLeft,
    NotAnAnswer,
    NotDecidable,
    NotEnrolled,
    NotOpen,
    NotYourself,
    NumberInText,
    QuizIsEmpty,
)
from .locks import lock_seats, lock_to_close

# What a browser may say about answers that wait on it.
MOST_UNSENT, LONGEST_WAIT = 1000, 7 * 24 * 60 * 60
logger = logging.getLogger("assessments.attempts")


def start_attempt(user, quiz, unit_key, *, code=""):
    """The open attempt of `user`, or a new one with the questions and rules as they stand now.

    An open attempt whose time is over is closed first. The `code` is that of the sitting.
    Raises NotEnrolled, NoAttemptsLeft, QuizIsEmpty, TooSoon, NotOpen, WrongCode, TooManyTries, SpecimenInExam,
    BankTooSmall.
    """
    seats = enrolments_with_unit(user, unit_key)
    if not seats:
        raise NotEnrolled
    for running in turns.attempts_of(user, unit_key).filter(submitted_at__isnull=True):
        if settle(running).submitted_at is None:
            return running
    sitting = turns.turn(quiz, unit_key, seats, list(turns.attempts_of(user, unit_key)), timezone.now()).sitting
    if sitting:
        sittings.check_code(sitting, user, code)
    return begin(user, quiz, unit_key, seats, sitting)


@transaction.atomic
def begin(user, quiz, unit_key, seats, sitting):
    """The open attempt or a new one, decided under a lock; `sitting` is the one whose code was right."""
    lock_seats([user.pk])
    earlier, now = list(turns.attempts_of(user, unit_key)), timezone.now()
    if earlier and earlier[-1].submitted_at is None:
        return earlier[-1]
    turn = turns.turn(quiz, unit_key, seats, earlier, now, lock=True)
    if turn.refusal:
        raise turn.refusal
    if turn.sitting != sitting:
        raise NotOpen
    rng = secrets.SystemRandom()
    form = drawing.form_for(quiz, turn.seat, earlier, rng)
    drawn = drawing.draw(quiz, user, form=form, rng=rng)
    if not drawn:
        raise QuizIsEmpty
    number = earlier[-1].number + 1 if earlier else 1
    return create(turn.seat, quiz, unit_key, drawn, number=number, form=form, sitting=turn.sitting, now=now)


def create(enrolment, quiz, unit_key, drawn, *, number, form="", sitting=None, now=None):
    """A new Attempt with the `drawing.Drawn` questions; freezes the quiz's rules and the person's time."""
    now = now or timezone.now()
    accommodation = Accommodation.objects.filter(user=enrolment.user_id).first()
    allowed = timing.allowance(quiz, accommodation)
    asked = {one.version.question_id for one in drawn}
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        quiz=quiz,
        unit_key=unit_key,
        sitting=sitting,
        number=number,
        form=form,
        pass_percent=quiz.pass_percent,
        must_pass_right=quiz.must_pass_right,
        negative_marking=quiz.negative_marking,
        plain_seconds=allowed.plain_seconds,
        limit_seconds=allowed.limit_seconds,
        break_seconds=allowed.break_seconds,
        grace_seconds=quiz.grace_seconds,
        started_at=now,
        deadline=timing.deadline(allowed, now, sitting, accommodation),
        keys_seen=bool(asked & drawing.keys_known(quiz, enrolment.user_id, now)),
    )
    shuffle = secrets.SystemRandom().shuffle if quiz.shuffle_options else lambda ids: None
    AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=attempt,
            position=place,
            section=one.section,
            version=one.version,
            points=one.points,
            must_pass=one.must_pass,
            option_order=KINDS[one.version.question.kind].arrange(one.version.body, shuffle),
        )
        for place, one in enumerate(drawn, 1)
    )
    return attempt


def save_answer(attempt_id, position, values, sequence, *, at=None):
    """Keeps one answer and returns the sequence number that now stands; `values` holds the strings of each field.

    `sequence` counts the learner's changes; an answer that arrives late, behind a newer one, is not kept. `at` is when
    it arrived (now): until the deadline and the grace after it. Raises AttemptClosed, NotAnAnswer, NumberInText.
    """
    at = at or timezone.now()
    with transaction.atomic():
        attempt = Attempt.objects.select_for_update().get(pk=attempt_id)
        if attempt.submitted_at is None and timing.is_taking(attempt, at):
            return keep(attempt, position, values, sequence, at)
    settle(attempt, at)
    raise AttemptClosed


def keep(attempt, position, values, sequence, at):
    item = attempt.items.select_related("version__question").filter(position=position).first()
    if item is None:
        raise NotAnAnswer
    if sequence <= item.sequence:
        return item.sequence
    if any(iins_in(text) for texts in values.values() for text in texts):
        raise NumberInText
    try:
        response = KINDS[item.version.question.kind].clean(item.version.body, values)
    except InvalidResponse as error:
        raise NotAnAnswer from error
    AttemptItem.objects.filter(pk=item.pk).update(response=response or None, sequence=sequence, saved_at=at)
    return sequence


def heard_from(attempt_id, *, unsent=0, waited=0, now=None):
    """Notes that the person's device called, with so many answers still waiting on it, the oldest for `waited` seconds,
    for the invigilator's page. What a browser says has limits."""
    now = now or timezone.now()
    rows = Attempt.objects.filter(pk=attempt_id, submitted_at__isnull=True)
    since = now - timedelta(seconds=min(waited, LONGEST_WAIT)) if unsent else None
    rows.update(seen_at=now, unsent=min(unsent, MOST_UNSENT), unsent_since=since)


def submit_attempt(attempt_id, *, closed_by=ClosedBy.LEARNER):
    """Grades the attempt and tells every enrolment that holds the unit. Submitting again changes nothing.

    Once nothing is left on the clock it is the time that ended the attempt, whoever submits; when the grace is over,
    too, it is closed as `settle` does.
    """
    return close(attempt_id, closed_by, timezone.now())


def settle(attempt, now=None):
    """The attempt as it stands at `now`: closed at its deadline when that and the grace after it are over, its result
    handed over when the learner may know it.

    Whoever looks first does it, the worker's tick or a page; what is stored is the same.
    """
    now = now or timezone.now()
    if attempt.submitted_at is not None:
        return hand_over_late(attempt.pk, now) if waits(attempt, now) else attempt
    return attempt if timing.is_taking(attempt, now) else close(attempt.pk, None, now)


def close_overdue(now=None):
    """The scheduler's tick: closes every attempt whose time and grace are over and hands over results that waited for
    the end of their sitting; returns how many attempts it closed.

    One that cannot be settled is logged, without what the person wrote, and holds up no other.
    """
    now = now or timezone.now()
    overdue = Attempt.objects.filter(submitted_at__isnull=True, deadline__lt=now, paused_at__isnull=True)
    waiting = Attempt.objects.filter(submitted_at__isnull=False, handed_at__isnull=True, sitting__closes_at__lte=now)
    waiting = waiting.exclude(keys_seen=True, allowed_at__isnull=True).select_related("quiz", "sitting")
    closed = sum(settled(attempt, now) for attempt in overdue)
    for attempt in waiting:
        settled(attempt, now)
    return closed


def settled(attempt, now):
    """Whether the attempt is closed now; False when that failed, which is logged."""
    try:
        return settle(attempt, now).submitted_at is not None
    except Exception as error:
        logger.error("Attempt %s could not be closed: %s", attempt.pk, describe(error))
        return False


def waits(attempt, now):
    """Whether the result of a submitted attempt has not been handed over, and now can be."""
    return attempt.handed_at is None and counting.counts(attempt) and may_be_known(attempt, now)


def may_be_known(attempt, now):
    """Whether courses may be told the result: progress shows it to the learner, so not before its moment (S-18). A
    result that the quiz never tells is known when the sitting has closed."""
    return Feedback.SCORE in feedback.told(attempt, now) or feedback.has_closed(attempt, now)


@transaction.atomic
def hand_over_late(attempt_id, now):
    attempt = lock_to_close(attempt_id)
    if waits(attempt, now):
        hand_over(attempt, attempt.submitted_at)
    return attempt


@transaction.atomic
def close(attempt_id, closed_by, now):
    """Ends an open attempt; `closed_by` None ends only one whose time is over.

    What is handed in with nothing left on the clock was ended by the time, though its answers are taken for the grace.
    """
    attempt = lock_to_close(attempt_id)
    in_time = timing.is_taking(attempt, now)
    if attempt.submitted_at is not None or (in_time and closed_by is None):
        return attempt
    over = timing.left(attempt, now) == 0
    timing.end_break(attempt, now)
    ends = timing.due(attempt)
    attempt.submitted_at = now if ends is None else min(now, ends)
    attempt.closed_by = attempt.closed_by or (ClosedBy.TIME if over else closed_by)
    attempt.paused_at = None
    if not attempt.keys_seen:
        asked = set(attempt.items.values_list("version__question", flat=True))
        attempt.keys_seen = bool(asked & drawing.viewed(attempt.enrolment.user_id, attempt.submitted_at))
    grade(attempt)
    attempt.save()
    if waits(attempt, now):
        hand_over(attempt, attempt.submitted_at)
    return attempt


def grade(attempt):
    """Sets `percent`, `must_pass_count` and `passed` of the attempt (unsaved) and the credit of its items (saved)."""
    items = list(attempt.items.select_related("version__question", "graded_version"))
    result = grading.result(attempt, items)
    for item, credit in zip(items, result.fractions, strict=True):
        item.fraction = float(credit)
    AttemptItem.objects.bulk_update(items, ["fraction"])
    attempt.percent, attempt.passed = result.percent, result.passed
    attempt.must_pass_count = result.must_pass_count


def hand_over(attempt, at):
    """Tells courses what the person's attempts at the unit give together, as of `at`: those handed over, and this one.

    What was completed stays completed, whatever is told.
    """
    attempt.handed_at = at
    attempt.save(update_fields=["handed_at"])
    user, key = attempt.enrolment.user, attempt.unit_key
    result = counting.outcome(attempt.quiz.counted, turns.attempts_of(user, key).filter(handed_at__isnull=False))
    for seat in enrolments_with_unit(user, key):
        complete_unit(seat, key, passed=result.passed, percent=result.percent, replace=True, at=at)


@transaction.atomic
def allow(attempt_id, by, *, reason=None):
    """A second person's yes to an attempt of somebody who may have seen a key (S-17): from now on it counts.

    Allowing again changes nothing. Whose attempts somebody decides, `marked.visible_to` says. Raises NotYourself,
    NotDecidable when no key was seen, NeedsReason, NumberInText.
    """
    if reason is not None:
        sittings.check_reason(reason)
    attempt = lock_to_close(attempt_id)
    if attempt.enrolment.user_id == by.pk:
        raise NotYourself
    if not attempt.keys_seen:
        raise NotDecidable
    if attempt.allowed_at is None:
        attempt.allowed_by, attempt.allowed_at, attempt.allowed_reason = by, timezone.now(), (reason or "").strip()
        attempt.save(update_fields=["allowed_by", "allowed_at", "allowed_reason"])
        if waits(attempt, attempt.allowed_at):
            hand_over(attempt, attempt.allowed_at)
    return attempt


def take_break(attempt_id, *, now=None):
    """Stops the clock of somebody with time for breaks; one that runs or is paused for all stays as it is.

    Raises AttemptClosed, NoBreakLeft.
    """
    now = now or timezone.now()
    with transaction.atomic():
        attempt = Attempt.objects.select_for_update().get(pk=attempt_id)
        if attempt.submitted_at is None and timing.is_taking(attempt, now):
            if timing.stopped_at(attempt, now) is not None:
                return attempt
            timing.end_break(attempt, now)
            if not attempt.break_seconds or attempt.deadline is None or now >= attempt.deadline:
                raise NoBreakLeft
            timing.begin_break(attempt, now)
            return save_clock(attempt)
    settle(attempt, now)
    raise AttemptClosed


@transaction.atomic
def end_break(attempt_id, *, now=None):
    """Sets the clock going again after a break; without one nothing changes."""
    attempt = Attempt.objects.select_for_update().get(pk=attempt_id)
    if attempt.submitted_at is None:
        timing.end_break(attempt, now or timezone.now())
        save_clock(attempt)
    return attempt


def save_clock(attempt):
    attempt.save(update_fields=["deadline", "break_seconds", "break_began_at"])
    return attempt
