"""The clock of an attempt, without a database."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from assessments.domain import timing
from assessments.domain.timing import Allowance

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def minutes(number):
    return timedelta(minutes=number)


def quiz(time_limit):
    return SimpleNamespace(time_limit=time_limit)


def aids(extra_percent=0, no_limit=False, break_minutes=0):
    return SimpleNamespace(extra_percent=extra_percent, no_limit=no_limit, break_minutes=break_minutes)


def sitting(length=120):
    return SimpleNamespace(opens_at=NOON, closes_at=NOON + minutes(length))


def attempt(**fields):
    values = {
        "plain_seconds": 2400,
        "limit_seconds": 2400,
        "deadline": NOON + minutes(40),
        "break_seconds": 0,
        "break_began_at": None,
        "paused_at": None,
        "grace_seconds": 60,
        "closed_by": "",
        "sitting": None,
    }
    return SimpleNamespace(**{**values, **fields})


@pytest.mark.parametrize(
    ("limit", "accommodation", "expected"),
    [
        (40, None, Allowance(2400, 2400, 0)),
        (40, aids(50), Allowance(2400, 3600, 0)),
        (25, aids(25), Allowance(1500, 1875, 0)),
        (40, aids(no_limit=True), Allowance(2400, None, 0)),
        (40, aids(break_minutes=15), Allowance(2400, 2400, 900)),
        (None, aids(100), Allowance(None, None, 0)),
        (None, None, Allowance(None, None, 0)),
    ],
)
def test_what_a_person_is_promised(limit, accommodation, expected):
    assert timing.allowance(quiz(limit), accommodation) == expected


@pytest.mark.parametrize(
    ("began", "limit", "accommodation", "where", "ends"),
    [
        (0, 40, None, None, 40),
        (0, 40, None, sitting(120), 40),
        (100, 40, None, sitting(120), 120),  # who comes late ends with the others
        (100, 40, aids(50), sitting(120), 140),  # and with extra time by those 20 minutes later
        (0, 40, aids(50), sitting(120), 60),
        (0, None, None, sitting(120), 120),
        (0, None, aids(25), sitting(120), 150),  # without a limit extra time is a share of the sitting
        (0, None, None, None, None),
        (0, 40, aids(no_limit=True), sitting(120), None),
    ],
)
def test_an_attempt_ends_at_its_limit_or_with_its_sitting(began, limit, accommodation, where, ends):
    allowed = timing.allowance(quiz(limit), accommodation)
    found = timing.deadline(allowed, NOON + minutes(began), where, accommodation)
    assert found == (None if ends is None else NOON + minutes(ends))


@pytest.mark.parametrize(
    ("seconds", "is_taking"), [(2399, True), (2400, True), (2460, True), (2460.001, False), (9999, False)]
)
def test_answers_are_taken_until_the_grace_is_over(seconds, is_taking):
    assert timing.is_taking(attempt(), NOON + timedelta(seconds=seconds)) is is_taking


def test_without_a_limit_or_while_paused_nothing_is_over():
    for one in (attempt(deadline=None), attempt(paused_at=NOON)):
        assert timing.due(one) is None
        assert timing.is_taking(one, NOON + timedelta(days=30))


@pytest.mark.parametrize(
    ("fields", "at", "left"),
    [
        ({}, 0, 2400),
        ({}, 40, 0),
        ({}, 50, 0),
        ({"deadline": None}, 5, None),
        ({"paused_at": NOON + minutes(10)}, 35, 1800),
        ({"break_began_at": NOON + minutes(10), "break_seconds": 600}, 15, 1800),
        ({"break_began_at": NOON + minutes(10), "break_seconds": 600}, 20, 1800),  # the break is over
        ({"break_began_at": NOON + minutes(10), "break_seconds": 600}, 30, 1200),
    ],
)
def test_the_seconds_left(fields, at, left):
    assert timing.left(attempt(**fields), NOON + minutes(at)) == left


def test_breaks_add_up_to_what_was_granted():
    one = attempt(break_seconds=600)
    timing.begin_break(one, NOON + minutes(5))
    timing.end_break(one, NOON + minutes(9))
    assert (one.deadline, one.break_seconds, one.break_began_at) == (NOON + minutes(44), 360, None)
    timing.begin_break(one, NOON + minutes(20))
    assert timing.due(one) == NOON + minutes(50)
    timing.end_break(one, NOON + minutes(90))
    assert (one.deadline, one.break_seconds) == (NOON + minutes(50), 0)


@pytest.mark.parametrize(
    ("fields", "before", "after", "ends", "limit"),
    [
        ({}, None, aids(50), 60, 3600),
        ({"deadline": NOON + minutes(55)}, None, aids(50), 75, 3600),  # 15 minutes were added in the room
        ({"limit_seconds": 3600, "deadline": NOON + minutes(60)}, aids(50), aids(100), 80, 4800),
        ({"limit_seconds": 3600, "deadline": NOON + minutes(60)}, aids(50), aids(25), 60, 3600),  # nothing is taken
        ({"limit_seconds": None, "plain_seconds": None, "sitting": sitting(40)}, None, aids(50), 60, None),
        ({}, None, aids(no_limit=True), None, None),
        ({"limit_seconds": None, "deadline": None}, aids(no_limit=True), aids(25), None, None),
    ],
)
def test_an_open_attempt_gains_time_and_loses_none(fields, before, after, ends, limit):
    one = attempt(**fields)
    timing.widen(one, before, after, NOON + minutes(30))
    assert (one.deadline, one.limit_seconds) == (ends and NOON + minutes(ends), limit)


def test_time_that_is_over_does_not_come_back():
    over, ended = attempt(), attempt(closed_by="invigilator")
    assert timing.widen(over, None, aids(100), NOON + minutes(41)) is False
    assert timing.widen(ended, None, aids(100), NOON + minutes(1)) is False
    assert (over.deadline, ended.deadline) == (NOON + minutes(40), NOON + minutes(40))
