"""Exam day: who may begin when, and what invigilators do to the clock.

Every verb locks the sitting, then its open attempts in the order of their numbers, so that two invigilators act one
after the other. `token` names one press of a button: a second press with the same token does nothing (None is
returned), as does pausing what is paused. Attempts whose time and grace are over are not brought back. Every verb
raises SittingGone once the sitting was cancelled.
"""

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from courses.domain.cohorts import planned
from courses.models import Cohort
from lms.core import iin, ratelimit

from ..enums import ClosedBy, Purpose, SittingStep
from ..models.attempt import Attempt
from ..models.printing import PaperPrint
from ..models.quiz import Quiz
from ..models.sitting import PaperEntry, Sitting, SittingEvent
from . import expecting, timing
from .errors import (
    AllPaused,
    AttemptClosed,
    NeedsReason,
    NotASitting,
    NotOpen,
    NumberInText,
    SittingBegun,
    SittingGone,
    SittingOver,
    SittingsOverlap,
    SittingTaken,
    TooManyTries,
    WrongCode,
)

# Digits alone: the same keys on a Kazakh, a Russian and an English keyboard; 0 and 1 look like letters.
SIGNS, LENGTH = "23456789", 6
TRIES = 10, 15 * 60
CANCELLED = "assessments.cancel_sitting"
MOST_MINUTES = 240
CLOCK = ["deadline", "break_seconds", "break_began_at"]
TOLD = (SittingStep.MINUTES_ADDED, SittingStep.PAUSED, SittingStep.RESUMED, SittingStep.CLOSED)


def new_code():
    return "".join(secrets.choice(SIGNS) for _place in range(LENGTH))


# --- Planning


@transaction.atomic
def plan(cohort, quiz, unit_key, opens_at, closes_at, by, *, room="", reason="", with_code=True):
    """A new Sitting of the cohort; `by` is None for one that nobody planned by hand.

    Raises NotASitting when the cohort has no such step, SittingsOverlap.
    """
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    check_window(cohort, unit_key, opens_at, closes_at)
    sitting = Sitting.objects.create(
        cohort=cohort,
        quiz=quiz,
        unit_key=unit_key,
        opens_at=opens_at,
        closes_at=closes_at,
        start_code=new_code() if with_code else "",
        room=room,
        created_by=by,
    )
    if by is not None:
        record(sitting, SittingStep.PLANNED, by, reason)
    return sitting


@transaction.atomic
def change(sitting, by, reason, *, opens_at=None, closes_at=None, room=None):
    """Moves a sitting to another time or room. Its window stays once somebody has begun: then minutes are added.

    Whoever has a seat is told of another time after the commit. Raises NeedsReason, SittingBegun, SittingsOverlap.
    """
    check_reason(reason)
    Cohort.objects.select_for_update().get(pk=sitting.cohort_id)
    locked = lock(sitting)
    was = locked.opens_at, locked.closes_at
    opens_at, closes_at = opens_at or locked.opens_at, closes_at or locked.closes_at
    if (opens_at, closes_at) != was:
        if locked.attempts.exists():
            raise SittingBegun
        check_window(locked.cohort, locked.unit_key, opens_at, closes_at, but=locked)
    locked.opens_at, locked.closes_at = opens_at, closes_at
    locked.room = locked.room if room is None else room
    locked.save(update_fields=["opens_at", "closes_at", "room"])
    if (opens_at, closes_at) != was:
        expecting.note_moved(locked, *was)
    return record(locked, SittingStep.MOVED, by, reason)


@transaction.atomic
def cancel(sitting, by, reason):
    """Takes a sitting away with its forms on paper, while nobody has begun; the cohort's history keeps what it was.

    Whoever has a seat is told after the commit.
    Raises NeedsReason, NumberInText, SittingTaken once there is an attempt or a sheet that somebody typed in.
    """
    check_reason(reason)
    locked = lock(sitting)
    if locked.attempts.exists() or PaperEntry.objects.filter(form__sitting=locked).exists():
        raise SittingTaken
    told = {"quiz": locked.quiz.key, "opens": locked.opens.isoformat(), "closes": locked.closes.isoformat()}
    data = {"sitting": str(locked.public_id), **told, "reason": reason.strip()}
    log(locked.cohort, CANCELLED, user=by, data=data)
    expecting.note_cancelled(locked)
    files = [paper.file for paper in PaperPrint.objects.filter(form__sitting=locked) if paper.file]
    locked.paper_forms.all().delete()
    locked.events.all().delete()
    locked.delete()
    transaction.on_commit(lambda: [file.delete(save=False) for file in files])


def was_cancelled(public_id, cohorts):
    """Whether one of these cohorts (a queryset) had a sitting of this id that was cancelled."""
    entry = ModelLogEntry.objects.filter(action=CANCELLED, data__sitting=str(public_id)).first()
    return entry is not None and cohorts.filter(pk=entry.object_id).exists()


def check_window(cohort, unit_key, opens_at, closes_at, but=None):
    if unit_key not in {unit.key for unit in planned(cohort)} or closes_at <= opens_at:
        raise NotASitting
    others = Sitting.objects.filter(cohort=cohort, unit_key=unit_key, opens_at__lt=closes_at, closes_at__gt=opens_at)
    if others.exclude(pk=but.pk if but else None).exists():
        raise SittingsOverlap


def exam_units(cohort):
    """The cohort's steps that may have a sitting: a dict of Quiz by unit key. Practice needs none."""
    keys = [unit.key for unit in planned(cohort) if unit.kind == "quiz"]
    quizzes = Quiz.objects.exclude(purpose=Purpose.PRACTICE).filter(pages__translation_key__in=keys)
    rows = quizzes.annotate(unit_key=F("pages__translation_key")).distinct()
    return {quiz.unit_key: quiz for quiz in rows}


# --- Beginning


def open_for(enrolment, unit_key, now=None, *, lock=False):
    """The sitting in which this seat may begin the unit now, or None; one that is paused is not open.

    `lock` holds it until the end of the transaction, so that minutes added meanwhile are not missed.
    """
    now = now or timezone.now()
    rows = Sitting.objects.filter(cohort=enrolment.cohort_id, unit_key=unit_key, paused_at__isnull=True)
    rows = rows.select_for_update() if lock else rows
    return rows.filter(opens_at__lte=now, closes_at__gt=now).first()


def check_code(sitting, user, code):
    """Raises WrongCode, or TooManyTries after ten wrong ones in a quarter of an hour.

    Outside `transaction.atomic()`, or the tries are not counted.
    """
    if not sitting.start_code:
        return
    key = f"start code {sitting.pk} {user.pk}"
    if not ratelimit.allow(key, *TRIES):
        raise TooManyTries
    if not secrets.compare_digest("".join(filter(str.isdecimal, code)).encode(), sitting.start_code.encode()):
        raise WrongCode
    ratelimit.give_back(key)


def has_ended(sitting, now=None):
    """Whether the time is over for everybody, also for those with extra time."""
    now = now or timezone.now()
    over = sitting.paused_at is None and sitting.closes_at <= now
    return over and not sitting.attempts.filter(submitted_at__isnull=True).exists()


# --- On the day


@transaction.atomic
def start(sitting, by, reason="", *, token=None):
    """Opens the sitting now instead of at the planned time. Raises SittingOver."""
    locked, now = lock(sitting), timezone.now()
    if pressed(token) or locked.opens_at <= now:
        return None
    if locked.closes_at <= now:
        raise SittingOver
    locked.opens_at = now
    locked.save(update_fields=["opens_at"])
    return record(locked, SittingStep.STARTED, by, reason, token=token, at=now)


@transaction.atomic
def add_minutes(sitting, minutes, by, reason, attempt=None, *, token=None):
    """Minutes for everybody, who has begun or not, or for one attempt.

    Raises NeedsReason, SittingOver, AttemptClosed, ValueError for a number that is no such addition.
    """
    check_reason(reason)
    if not 1 <= minutes <= MOST_MINUTES:
        raise ValueError(minutes)
    locked, now = lock(sitting), timezone.now()
    if pressed(token):
        return None
    more = timedelta(minutes=minutes)
    running = running_attempts(locked, now, attempt)
    if attempt is None:
        if is_over(locked, now) and not running:
            raise SittingOver
        locked.closes_at += more
        locked.save(update_fields=["closes_at"])
    for one in running:
        extend(one, more)
    Attempt.objects.bulk_update(running, ["deadline"])
    return record(locked, SittingStep.MINUTES_ADDED, by, reason, attempt, minutes, token, now)


@transaction.atomic
def pause(sitting, by, reason, attempt=None, *, token=None):
    """Stops the clock for everybody or for one attempt; somebody's own break ends with it.

    Raises NeedsReason, SittingOver, AttemptClosed.
    """
    check_reason(reason)
    locked, now = lock(sitting), timezone.now()
    if pressed(token):
        return None
    running = [one for one in running_attempts(locked, now, attempt) if one.paused_at is None]
    if attempt is None:
        if locked.paused_at:
            return None
        if is_over(locked, now) and not running:
            raise SittingOver
        locked.paused_at = now
        locked.save(update_fields=["paused_at"])
    elif not running:
        return None
    for one in running:
        timing.end_break(one, now)
        one.paused_at = now
    Attempt.objects.bulk_update(running, [*CLOCK, "paused_at"])
    return record(locked, SittingStep.PAUSED, by, reason, attempt, token=token, at=now)


@transaction.atomic
def resume(sitting, by, reason, attempt=None, *, token=None):
    """Lets the clock go on: the pause is added to the time. Who was paused alone goes on alone.

    Raises NeedsReason, AttemptClosed, AllPaused when one is to go on while everybody is paused.
    """
    check_reason(reason)
    locked, now = lock(sitting), timezone.now()
    if pressed(token):
        return None
    paused = [one for one in running_attempts(locked, now, attempt) if one.paused_at]
    if attempt is not None:
        if not paused:
            return None
        if locked.paused_at == paused[0].paused_at:
            raise AllPaused
        go_on(paused, until=locked.paused_at or now, paused_at=locked.paused_at)
    else:
        if locked.paused_at is None:
            return None
        go_on([one for one in paused if one.paused_at == locked.paused_at], until=now, paused_at=None)
        locked.closes_at += now - locked.paused_at
        locked.paused_at = None
        locked.save(update_fields=["closes_at", "paused_at"])
    return record(locked, SittingStep.RESUMED, by, reason, attempt, token=token, at=now)


@transaction.atomic
def close(sitting, by, reason, attempt=None, *, token=None):
    """Ends the time now, for everybody or for one attempt. Answers on their way are taken for the grace as at any end,
    then `attempts.settle` closes the attempt. Raises NeedsReason, NotOpen before the opening, AttemptClosed.
    """
    check_reason(reason)
    locked, now = lock(sitting), timezone.now()
    if pressed(token):
        return None
    running = running_attempts(locked, now, attempt)
    if attempt is None:
        if locked.opens_at >= now:
            raise NotOpen
        if is_over(locked, now) and not running:
            return None
        locked.closes_at, locked.paused_at = min(locked.closes_at, now), None
        locked.save(update_fields=["closes_at", "paused_at"])
    for one in running:
        timing.end_break(one, now)
        one.deadline = min(one.deadline, now) if one.deadline and not one.paused_at else now
        one.paused_at, one.closed_by = None, ClosedBy.INVIGILATOR
    Attempt.objects.bulk_update(running, [*CLOCK, "paused_at", "closed_by"])
    return record(locked, SittingStep.CLOSED, by, reason, attempt, token=token, at=now)


def lock(sitting):
    """Raises SittingGone when it was cancelled meanwhile."""
    rows = Sitting.objects.select_for_update(of=("self",)).select_related("cohort")
    if (locked := rows.filter(pk=sitting.pk).first()) is None:
        raise SittingGone
    return locked


def pressed(token):
    return token is not None and SittingEvent.objects.filter(token=token).exists()


def is_over(sitting, now):
    return sitting.paused_at is None and sitting.closes_at <= now


def running_attempts(sitting, now, attempt=None):
    """The open attempts, locked, that nobody ended and whose grace is not over.

    Raises AttemptClosed when the one asked for is not among them.
    """
    rows = Attempt.objects.select_for_update().filter(sitting=sitting, submitted_at__isnull=True, closed_by="")
    rows = rows if attempt is None else rows.filter(pk=attempt.pk)
    running = [one for one in rows.order_by("pk") if timing.is_taking(one, now)]
    if attempt is not None and not running:
        raise AttemptClosed
    return running


def extend(attempt, more):
    if attempt.deadline is not None:
        attempt.deadline += more


def go_on(paused, until, paused_at):
    for one in paused:
        extend(one, until - one.paused_at)
        one.paused_at = paused_at
    Attempt.objects.bulk_update(paused, ["deadline", "paused_at"])


def check_reason(reason):
    """Raises NeedsReason for an empty one, NumberInText for one with somebody's identification number (S-16)."""
    if not reason.strip():
        raise NeedsReason
    if iin.iins_in(reason):
        raise NumberInText


def record(sitting, step, by, reason, attempt=None, minutes=None, token=None, at=None):
    return SittingEvent.objects.create(
        sitting=sitting,
        attempt=attempt,
        step=step,
        minutes=minutes,
        reason=reason.strip(),
        by=by,
        at=at or timezone.now(),
        token=token,
    )


# --- What the learner is told


def messages_for(attempt):
    """What invigilators did since this attempt began, oldest first: a list of {id, at, text} in the reader's language.

    `at` is an ISO time. What was done for another person is not among them.
    """
    if attempt.sitting_id is None:
        return []
    mine = Q(attempt=attempt) | Q(attempt__isnull=True)
    events = SittingEvent.objects.filter(mine, sitting=attempt.sitting_id, step__in=TOLD, at__gte=attempt.started_at)
    return [{"id": one.pk, "at": one.at.isoformat(), "text": told(one)} for one in events.order_by("at", "pk")]


def told(event):
    """One event in words for the person it concerns, with its reason."""
    if event.step == SittingStep.MINUTES_ADDED:
        text = ngettext("%(count)d minute more.", "%(count)d minutes more.", event.minutes) % {"count": event.minutes}
    else:
        text = {
            SittingStep.PAUSED: _("The exam is paused. Your time does not run."),
            SittingStep.RESUMED: _("The exam goes on. The pause has been added to your time."),
            SittingStep.CLOSED: _("The invigilator has ended the exam. Your saved answers count."),
        }[event.step]
    named = _("Reason")
    return f"{text} {named}: {event.reason}" if event.reason else text
