"""The clock of an attempt: what somebody is promised, when it ends and what stops it. Pure: touches no database.

Time is the server's. An attempt is over at its deadline; answers on their way are taken for `grace_seconds` more.
"""

import math
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Allowance:
    """Seconds: for everybody, for this person, and how long this person may stop the clock. None: no limit."""

    plain_seconds: int | None
    limit_seconds: int | None
    break_seconds: int = 0


def allowance(quiz, accommodation=None):
    """The Allowance of a quiz for somebody with this accommodation (or None)."""
    plain = None if quiz.time_limit is None else quiz.time_limit * 60
    if accommodation is None:
        return Allowance(plain, plain)
    limit = None if plain is None or accommodation.no_limit else plain + extension(plain, accommodation)
    return Allowance(plain, limit, accommodation.break_minutes * 60)


def extension(seconds, accommodation):
    """The seconds that an accommodation adds to so many, a begun second counted whole."""
    return 0 if accommodation is None else -(-seconds * accommodation.extra_percent // 100)


def deadline(allowed, started_at, sitting=None, accommodation=None):
    """When an attempt begun at `started_at` ends: at its limit or when its sitting closes, whichever is first.

    The closing time moves by as many seconds as the limit was extended by; where a quiz has no limit, by the same
    share of the sitting. None: nothing ends it, as for somebody who has no limit.
    """
    if accommodation is not None and accommodation.no_limit:
        return None
    ends = []
    if allowed.limit_seconds is not None:
        ends.append(started_at + timedelta(seconds=allowed.limit_seconds))
    if sitting is not None:
        added = extension(measure(allowed.plain_seconds, sitting), accommodation)
        ends.append(sitting.closes_at + timedelta(seconds=added))
    return min(ends, default=None)


def measure(plain_seconds, sitting=None):
    """The seconds that extra time is a percentage of: the limit, or else the length of the sitting, or 0."""
    if plain_seconds is not None:
        return plain_seconds
    return 0 if sitting is None else math.ceil((sitting.closes_at - sitting.opens_at).total_seconds())


def due(attempt):
    """When an open attempt ends as things stand; None without a limit and while an invigilator has paused it.

    A break that nobody ends lasts as long as there is time for breaks.
    """
    if attempt.deadline is None or attempt.paused_at is not None:
        return None
    return attempt.deadline + (break_left(attempt) if attempt.break_began_at else timedelta(0))


def is_taking(attempt, at):
    """Whether an answer that arrives at this moment is in time: until the end and the grace after it, inclusive."""
    ends = due(attempt)
    return ends is None or at <= ends + timedelta(seconds=attempt.grace_seconds)


def stopped_at(attempt, now):
    """The moment at which the clock stands still, or None while it runs."""
    if attempt.paused_at is not None:
        return attempt.paused_at
    on_break = attempt.break_began_at is not None and now < attempt.break_began_at + break_left(attempt)
    return attempt.break_began_at if on_break else None


def left(attempt, now):
    """Seconds left on the clock of an open attempt, 0 when it is over; None without a limit."""
    if attempt.deadline is None:
        return None
    stopped = stopped_at(attempt, now)
    gap = attempt.deadline - stopped if stopped else due(attempt) - now
    return max(0, math.ceil(gap.total_seconds()))


def break_left(attempt):
    return timedelta(seconds=attempt.break_seconds)


def begin_break(attempt, now):
    """Stops the clock of this attempt."""
    attempt.break_began_at = now


def end_break(attempt, now):
    """Sets the clock going again: what the break took is added to the deadline and taken from the breaks left."""
    if attempt.break_began_at is None:
        return
    taken = min(max(now - attempt.break_began_at, timedelta(0)), break_left(attempt))
    if attempt.deadline is not None:
        attempt.deadline += taken
    attempt.break_seconds -= min(attempt.break_seconds, math.ceil(taken.total_seconds()))
    attempt.break_began_at = None


def widen(attempt, before, after, now):
    """Gives an open attempt what the accommodation `after` adds to `before` (or None); whether anything changed.

    Nothing is taken away, and an attempt whose time is over gets none back.
    """
    ends = due(attempt)
    if attempt.closed_by or (ends is not None and now > ends):
        return False
    state = attempt.limit_seconds, attempt.deadline, attempt.break_seconds
    attempt.break_seconds += max(0, after.break_minutes - (before.break_minutes if before else 0)) * 60
    if after.no_limit:
        attempt.limit_seconds = attempt.deadline = attempt.break_began_at = None
    elif attempt.deadline is not None:
        extra = timedelta(seconds=extra_of(attempt, before, after))
        attempt.deadline += extra
        if attempt.limit_seconds is not None:
            attempt.limit_seconds += math.ceil(extra.total_seconds())
    return state != (attempt.limit_seconds, attempt.deadline, attempt.break_seconds)


def extra_of(attempt, before, after):
    """The seconds by which `after` extends this attempt beyond what it was promised."""
    whole = measure(attempt.plain_seconds, attempt.sitting)
    has_limit = attempt.plain_seconds is not None and attempt.limit_seconds is not None
    promised = attempt.limit_seconds - attempt.plain_seconds if has_limit else extension(whole, before)
    return max(0, extension(whole, after) - promised)
