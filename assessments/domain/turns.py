"""Whose turn it is: whether somebody may begin an attempt now, from which seat, and if not, when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from courses.models import Enrolment

from ..enums import Purpose
from ..models.attempt import Attempt
from ..models.sitting import Sitting
from . import sittings
from .errors import NoAttemptsLeft, NotEnrolled, NotOpen, NotPossible, TooSoon


@dataclass(frozen=True)
class Turn:
    """The seat to take the quiz from, and its open sitting or None. `refusal` is why nothing can begin now, or None.

    `again_at` is when the wait after the last attempt ends, `opens` when the next sitting begins, each in the time zone
    of the cohort and None when there is no such wait. `left` is how many attempts are left, None without a limit.
    """

    seat: Enrolment | None = None
    sitting: Sitting | None = None
    left: int | None = None
    again_at: datetime | None = None
    opens: datetime | None = None
    refusal: NotPossible | None = None


def turn(quiz, unit_key, seats, earlier, now, *, lock=False):
    """The Turn of somebody with these `seats` (of `access.enrolments_with_unit`) and `earlier` attempts at the unit.

    An exam is taken in a sitting alone; so is any quiz for which the cohort has sittings. `lock` holds the sitting
    until the end of the transaction.
    """
    left = None if quiz.max_attempts is None else max(0, quiz.max_attempts - len(earlier))
    if not seats:
        return Turn(left=left, refusal=NotEnrolled())
    seat, sitting, opens, needed = place(quiz, unit_key, seats, now, lock)
    zone = ZoneInfo(seat.cohort.time_zone)
    again = waits_until(quiz, earlier)
    again = again.astimezone(zone) if again and again > now else None
    opens = opens.astimezone(zone) if opens else None
    refusal = None
    if left == 0:
        refusal = NoAttemptsLeft()
    elif again:
        refusal = TooSoon(again)
    elif needed and sitting is None:
        refusal = NotOpen(opens)
    return Turn(seat, sitting, left, again, opens, refusal)


def place(quiz, unit_key, seats, now, lock=False):
    """(seat, open sitting or None, opening of the next sitting or None, whether one is needed)."""
    for seat in seats:
        if sitting := sittings.open_for(seat, unit_key, now, lock=lock):
            return seat, sitting, None, True
    by_cohort = {seat.cohort_id: seat for seat in seats}
    rows = Sitting.objects.filter(cohort__in=by_cohort, unit_key=unit_key).order_by("opens_at", "pk")
    rows = list(rows.values_list("cohort", "opens_at"))
    coming = next((row for row in rows if row[1] > now), None)
    needed = bool(rows) or quiz.purpose == Purpose.EXAM
    if coming is None:
        return seats[0], None, None, needed
    return by_cohort[coming[0]], None, coming[1], needed


def waits_until(quiz, earlier):
    """When the wait after the last submitted attempt is over, or None."""
    ends = [attempt.submitted_at for attempt in earlier if attempt.submitted_at]
    return max(ends) + timedelta(hours=quiz.wait_hours) if ends and quiz.wait_hours else None


def attempts_of(user, unit_key):
    """The person's attempts at the unit in every cohort, the first one first."""
    return Attempt.objects.filter(enrolment__user=user, unit_key=unit_key).order_by("number")
