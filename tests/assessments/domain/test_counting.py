"""What several attempts give together, without a database."""

from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest

from assessments.domain.counting import Outcome, outcome
from assessments.enums import Counted

THEN = datetime(2026, 11, 23, tzinfo=UTC)


def attempt(number, percent, passed=None, **fields):
    values = {
        "submitted_at": THEN,
        "pass_percent": 60,
        "must_pass_right": None,
        "must_pass_count": 0,
        "keys_seen": False,
        "allowed_at": None,
    }
    percent = Decimal(percent)
    passed = percent >= 60 if passed is None else passed
    return SimpleNamespace(number=number, percent=percent, passed=passed, **{**values, **fields})


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        (Counted.BEST, Outcome(Decimal(80), True)),
        (Counted.LAST, Outcome(Decimal(50), False)),
        (Counted.FIRST, Outcome(Decimal(40), False)),
        (Counted.AVERAGE, Outcome(Decimal("56.67"), False)),
    ],
)
def test_the_rule_of_the_quiz_chooses(counted, expected):
    rows = [attempt(3, 50), attempt(1, 40), attempt(2, 80)]
    assert outcome(counted, rows) == expected


@pytest.mark.parametrize("counted", Counted)
def test_one_attempt_is_its_own_result(counted):
    assert outcome(counted, [attempt(1, 70)]) == Outcome(Decimal(70), True)


@pytest.mark.parametrize("counted", Counted)
def test_what_waits_or_runs_counts_for_nothing(counted):
    waiting = attempt(1, 95, keys_seen=True)
    running = attempt(2, 0, submitted_at=None)
    assert outcome(counted, [waiting, running]) is None
    assert outcome(counted, [waiting, running, attempt(3, 30)]) == Outcome(Decimal(30), False)
    waiting.allowed_at = THEN
    assert outcome(counted, [waiting, running]) == Outcome(Decimal(95), True)


def test_a_pass_goes_before_a_higher_percent_that_failed_the_must_pass_questions():
    rows = [attempt(1, 90, passed=False), attempt(2, 70)]
    assert outcome(Counted.BEST, rows) == Outcome(Decimal(70), True)


def test_the_average_needs_the_must_pass_questions_in_the_mean():
    def rows(first, second):
        return [
            attempt(1, 80, must_pass_right=5, must_pass_count=first),
            attempt(2, 60, must_pass_right=5, must_pass_count=second),
        ]

    assert outcome(Counted.AVERAGE, rows(6, 4)) == Outcome(Decimal(70), True)
    assert outcome(Counted.AVERAGE, rows(5, 4)) == Outcome(Decimal(70), False)


def test_the_average_rounds_halves_up():
    rows = [attempt(number, percent, passed=False) for number, percent in enumerate((0, 0, 0, "0.02"), 1)]
    assert outcome(Counted.AVERAGE, rows).percent == Decimal("0.01")
