"""Which result several attempts give together. Pure: takes submitted attempts, touches no database."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ..enums import Counted


@dataclass(frozen=True)
class Outcome:
    percent: Decimal
    passed: bool


def counts(attempt):
    """Whether an attempt may decide about anything: not while somebody who may have seen a key waits to be allowed."""
    return attempt.submitted_at is not None and (not attempt.keys_seen or attempt.allowed_at is not None)


def outcome(counted, attempts):
    """The Outcome of a person's attempts at one unit by the rule `counted` (`enums.Counted`), or None without any.

    The best: a passed attempt before one that is not, then the higher percent. The average: the mean percent with
    halves rounded up; passed when it reaches the pass mark of the last attempt and the must-pass questions were
    right often enough in the mean, too.
    """
    rows = sorted(filter(counts, attempts), key=lambda attempt: attempt.number)
    if not rows:
        return None
    if counted == Counted.AVERAGE:
        return average(rows)
    chosen = {
        Counted.BEST: lambda: max(rows, key=lambda row: (row.passed, row.percent)),
        Counted.LAST: lambda: rows[-1],
        Counted.FIRST: lambda: rows[0],
    }[Counted(counted)]()
    return Outcome(chosen.percent, chosen.passed)


def average(rows):
    last = rows[-1]
    mean = (sum((row.percent for row in rows), Decimal(0)) / len(rows)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    right = sum(row.must_pass_count or 0 for row in rows)
    enough = last.must_pass_right is None or right >= last.must_pass_right * len(rows)
    return Outcome(mean, mean >= last.pass_percent and enough)
