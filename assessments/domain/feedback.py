"""When a learner is told what. The one place that decides it (S-18)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from ..enums import Feedback, Moment
from ..models.attempt import Attempt
from . import sittings

REVEALS_KEY = {Feedback.ANSWER, Feedback.EXPLANATION}


def told(attempt, now=None, *, all_done=None):
    """What this attempt tells its learner at `now`: a set of Feedback, by the quiz's matrix.

    A sitting has closed when its time is over and nobody in it is still working, so that those with extra time are
    not told the answers by their neighbours; `all_done` says so for callers that ask about many attempts at once.
    """
    now = now or timezone.now()
    moments = [Moment.DURING]
    if attempt.submitted_at is not None:
        moments.append(Moment.SUBMITTED)
        if attempt.quiz.feedback.get(Moment.CLOSED.value) and has_closed(attempt, now, all_done):
            moments.append(Moment.CLOSED)
    return {Feedback(one) for moment in moments for one in attempt.quiz.feedback.get(moment.value, [])}


def tells_areas(attempt, now, already):
    """Whether a learner who is told `already` is told the score by area: once the score is, after closing."""
    return Feedback.SCORE in already and has_closed(attempt, now)


@dataclass(frozen=True)
class Later:
    """What a submitted attempt tells once its sitting has closed.

    `closes` is when that is, unless somebody has time of their own; None while the sitting is `paused` and once the
    time is over and somebody is still working.
    """

    what: frozenset
    closes: datetime | None
    paused: bool


def later(attempt, now, already):
    """The Later of a submitted attempt that tells `already` (of `told`), or None when nothing will be added."""
    what = {Feedback(one) for one in attempt.quiz.feedback.get(Moment.CLOSED.value, [])} - already
    if not what:
        return None
    sitting = attempt.sitting
    paused = sitting.paused_at is not None
    return Later(frozenset(what), None if paused or sitting.closes_at <= now else sitting.closes, paused)


def has_closed(attempt, now, all_done=None):
    """Whether the attempt's sitting has closed; without a sitting, submission closes it."""
    if attempt.sitting_id is None:
        return True
    if all_done is None:
        return sittings.has_ended(attempt.sitting, now)
    return all_done and attempt.sitting.paused_at is None and attempt.sitting.closes_at <= now


def busy_sittings(attempts):
    """Ids of the sittings of these attempts in which somebody is still working, in one query or none."""
    ids = {attempt.sitting_id for attempt in attempts} - {None}
    if not ids:
        return set()
    open_ones = Attempt.objects.filter(sitting__in=ids, submitted_at__isnull=True)
    return set(open_ones.values_list("sitting", flat=True))


def tells_key(attempt, now):
    """Whether the learner could have read the right answers of this attempt by now."""
    return bool(told(attempt, now, all_done=True) & REVEALS_KEY)
