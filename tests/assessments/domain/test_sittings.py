"""Exam day: who may begin, and what invigilators do to the clock."""

from datetime import UTC, datetime, timedelta
from unittest import mock
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone, translation
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from assessments.domain import attempts, sittings
from assessments.domain.errors import (
    AllPaused,
    AttemptClosed,
    NeedsReason,
    NotASitting,
    NotOpen,
    NumberInText,
    SittingBegun,
    SittingOver,
    SittingsOverlap,
    TooManyTries,
    WrongCode,
)
from assessments.enums import ClosedBy
from assessments.models import SittingEvent
from tests.factories.courses import build_cohort, build_user, seat
from tests.factories.race import race
from tests.factories.sittings import begin, build_exam, build_sitting

MINUTE = timedelta(minutes=1)


@pytest.fixture
def exam(site):
    return build_exam(site)


@pytest.fixture
def invigilator(db):
    return build_user(900)


@pytest.fixture
def sitting(exam, invigilator):
    return build_sitting(exam, invigilator)


def at(moment):
    return mock.patch("django.utils.timezone.now", return_value=moment)


def steps(sitting):
    return list(SittingEvent.objects.filter(sitting=sitting).order_by("pk").values_list("step", flat=True))


def test_a_planned_sitting_has_a_code_that_every_keyboard_can_type(sitting, invigilator):
    assert len(sitting.start_code) == 6 and set(sitting.start_code) <= set("23456789")
    assert sitting.created_by == invigilator
    assert steps(sitting) == ["planned"]


def test_only_exam_steps_of_the_cohort_get_a_sitting(exam, sitting, invigilator):
    assert {key: quiz.pk for key, quiz in sittings.exam_units(sitting.cohort).items()} == {exam.unit_key: exam.pk}
    with pytest.raises(NotASitting):
        sittings.plan(sitting.cohort, exam, uuid4(), sitting.opens_at, sitting.closes_at, invigilator)
    with pytest.raises(NotASitting):
        sittings.plan(sitting.cohort, exam, exam.unit_key, sitting.closes_at, sitting.opens_at, invigilator)


def test_two_sittings_of_a_cohort_never_overlap(exam, sitting, invigilator):
    with pytest.raises(SittingsOverlap):
        build_sitting(exam, invigilator, cohort=sitting.cohort, begins=100)
    later = build_sitting(exam, invigilator, cohort=sitting.cohort, begins=500)
    with pytest.raises(SittingsOverlap):
        sittings.change(later, invigilator, "earlier", opens_at=sitting.opens_at)
    assert build_sitting(exam, invigilator, cohort=build_cohort(exam.course, "Other run")).pk


def test_a_sitting_moves_until_somebody_begins(sitting, invigilator):
    later = sitting.closes_at + 30 * MINUTE
    sittings.change(sitting, invigilator, "The room is taken", closes_at=later, room="204")
    sitting.refresh_from_db()
    assert (sitting.closes_at, sitting.room) == (later, "204")
    begin(sitting)
    with pytest.raises(SittingBegun):
        sittings.change(sitting, invigilator, "Again", closes_at=later + MINUTE)
    sittings.change(sitting, invigilator, "Another room", room="305")
    sitting.refresh_from_db()
    assert (sitting.closes_at, sitting.room) == (later, "305")
    assert steps(sitting) == ["planned", "moved", "moved"]


def test_it_is_open_to_the_own_cohort_within_its_window(exam, sitting, invigilator):
    mine, other = seat(build_user(1), sitting.cohort), seat(build_user(2), build_cohort(exam.course, "Other run"))
    found = {
        "now": sittings.open_for(mine, exam.unit_key),
        "before": sittings.open_for(mine, exam.unit_key, sitting.opens_at - MINUTE),
        "first moment": sittings.open_for(mine, exam.unit_key, sitting.opens_at),
        "last moment": sittings.open_for(mine, exam.unit_key, sitting.closes_at),
        "other cohort": sittings.open_for(other, exam.unit_key),
        "other step": sittings.open_for(mine, uuid4()),
    }
    nothing = dict.fromkeys(["before", "last moment", "other cohort", "other step"])
    assert found == {"now": sitting, "first moment": sitting, **nothing}
    sittings.pause(sitting, invigilator, "Alarm")
    assert sittings.open_for(mine, exam.unit_key) is None


def test_the_code_is_asked_and_tries_end(sitting):
    person, other = build_user(1), build_user(2)
    sittings.check_code(sitting, person, f" {sitting.start_code[:3]}-{sitting.start_code[3:]} ")
    wrong = "222222" if sitting.start_code != "222222" else "333333"
    for _try in range(10):
        with pytest.raises(WrongCode):
            sittings.check_code(sitting, person, wrong)
    with pytest.raises(TooManyTries):
        sittings.check_code(sitting, person, sitting.start_code)
    sittings.check_code(sitting, other, sitting.start_code)
    sitting.start_code = ""
    sittings.check_code(sitting, person, "")


def test_right_codes_do_not_use_up_tries(sitting):
    person = build_user(1)
    for _time in range(25):
        sittings.check_code(sitting, person, sitting.start_code)


def test_minutes_for_all_move_everybody_and_the_closing(sitting, invigilator):
    first, second, free = begin(sitting, 1), begin(sitting, 2, 75 * MINUTE), begin(sitting, 3, None)
    closing = sitting.closes_at
    sittings.add_minutes(sitting, 10, invigilator, "The lift was stuck")
    moved = refreshed(first, second, free)
    assert [one.deadline for one in moved] == [first.deadline + 10 * MINUTE, second.deadline + 10 * MINUTE, None]
    sitting.refresh_from_db()
    assert sitting.closes_at == closing + 10 * MINUTE


def test_minutes_for_one_move_nobody_else(sitting, invigilator):
    first, second = begin(sitting, 1), begin(sitting, 2)
    closing = sitting.closes_at
    sittings.add_minutes(sitting, 7, invigilator, "The phone restarted", first)
    assert [one.deadline for one in refreshed(first, second)] == [first.deadline + 7 * MINUTE, second.deadline]
    sitting.refresh_from_db()
    assert sitting.closes_at == closing


def test_another_sittings_attempt_is_never_touched(exam, sitting, invigilator):
    foreign = begin(build_sitting(exam, invigilator, cohort=build_cohort(exam.course, "Other run")), 5)
    for verb in (sittings.pause, sittings.resume, sittings.close):
        with pytest.raises(AttemptClosed):
            verb(sitting, invigilator, "By number", foreign)
    with pytest.raises(AttemptClosed):
        sittings.add_minutes(sitting, 5, invigilator, "By number", foreign)
    [after] = refreshed(foreign)
    assert (after.deadline, after.paused_at, after.closed_by) == (foreign.deadline, None, "")


def test_a_second_press_of_one_button_does_nothing(sitting, invigilator):
    attempt, token = begin(sitting), uuid4()
    for _press in range(3):
        sittings.add_minutes(sitting, 5, invigilator, "Late start", token=token)
    [moved] = refreshed(attempt)
    assert moved.deadline == attempt.deadline + 5 * MINUTE
    assert steps(sitting) == ["planned", "minutes-added"]


def test_a_reason_is_needed_and_holds_no_number(sitting, invigilator):
    for verb in (sittings.pause, sittings.resume, sittings.close):
        with pytest.raises(NeedsReason):
            verb(sitting, invigilator, "  ")
    with pytest.raises(NeedsReason):
        sittings.add_minutes(sitting, 5, invigilator, "")
    with pytest.raises(NumberInText):
        sittings.pause(sitting, invigilator, "Person 999999000012")
    assert steps(sitting) == ["planned"]


@pytest.mark.parametrize("minutes", [0, -5, 241])
def test_minutes_have_bounds(sitting, invigilator, minutes):
    with pytest.raises(ValueError, match=str(minutes)):
        sittings.add_minutes(sitting, minutes, invigilator, "Typing")


def test_who_was_paused_alone_goes_on_alone(sitting, invigilator):
    one, all_ = begin(sitting, 1), begin(sitting, 2)
    began = timezone.now()
    with at(began + 5 * MINUTE):
        sittings.pause(sitting, invigilator, "Feels unwell", one)
    with at(began + 10 * MINUTE):
        sittings.pause(sitting, invigilator, "Alarm")
    with at(began + 15 * MINUTE), pytest.raises(AllPaused):
        sittings.resume(sitting, invigilator, "Back", all_)
    with at(began + 20 * MINUTE):
        sittings.resume(sitting, invigilator, "Alarm over")
    still, gone_on = refreshed(one, all_)
    assert (still.paused_at, gone_on.paused_at) == (began + 5 * MINUTE, None)
    assert gone_on.deadline == all_.deadline + 10 * MINUTE
    with at(began + 30 * MINUTE):
        sittings.resume(sitting, invigilator, "Back", one)
    [back] = refreshed(one)
    assert (back.paused_at, back.deadline) == (None, one.deadline + 25 * MINUTE)


def test_one_who_returns_while_all_are_paused_waits_with_them(sitting, invigilator):
    one = begin(sitting, 1)
    began = timezone.now()
    with at(began + 5 * MINUTE):
        sittings.pause(sitting, invigilator, "Feels unwell", one)
    with at(began + 10 * MINUTE):
        sittings.pause(sitting, invigilator, "Alarm")
    with at(began + 15 * MINUTE):
        sittings.resume(sitting, invigilator, "Back", one)
    with at(began + 20 * MINUTE):
        sittings.resume(sitting, invigilator, "Alarm over")
    [back] = refreshed(one)
    assert (back.paused_at, back.deadline) == (None, one.deadline + 15 * MINUTE)


def test_time_that_is_over_is_not_brought_back(sitting, invigilator):
    over, in_grace = begin(sitting, 1, -2 * MINUTE), begin(sitting, 2, timedelta(seconds=-20))
    sittings.add_minutes(sitting, 5, invigilator, "Noise")
    assert [one.deadline for one in refreshed(over, in_grace)] == [over.deadline, in_grace.deadline + 5 * MINUTE]
    with pytest.raises(AttemptClosed):
        sittings.add_minutes(sitting, 5, invigilator, "Noise", over)


def test_nothing_is_added_to_a_sitting_that_is_over(sitting, invigilator):
    sittings.close(sitting, invigilator, "All have handed in")
    with pytest.raises(SittingOver):
        sittings.add_minutes(sitting, 5, invigilator, "Again")
    with pytest.raises(SittingOver):
        sittings.pause(sitting, invigilator, "Again")
    assert steps(sitting) == ["planned", "closed"]


def test_ending_stops_every_clock_now(sitting, invigilator):
    running, paused, free = begin(sitting, 1), begin(sitting, 2), begin(sitting, 3, None)
    sittings.pause(sitting, invigilator, "Feels unwell", paused)
    now = timezone.now()
    with at(now):
        sittings.close(sitting, invigilator, "The house is being cleared")
    states = {(one.deadline, one.paused_at, one.closed_by) for one in refreshed(running, paused, free)}
    assert states == {(now, None, ClosedBy.INVIGILATOR)}
    sitting.refresh_from_db()
    assert (sitting.closes_at, sitting.paused_at) == (now, None)
    assert not sittings.has_ended(sitting)


def test_nothing_ends_before_it_begins(exam, invigilator):
    later = build_sitting(exam, invigilator, begins=60)
    with pytest.raises(NotOpen):
        sittings.close(later, invigilator, "Not today")
    assert sittings.open_for(seat(build_user(1), later.cohort), exam.unit_key) is None
    sittings.start(later, invigilator)
    assert sittings.open_for(seat(build_user(2), later.cohort), exam.unit_key) == later
    assert sittings.start(later, invigilator) is None
    assert steps(later) == ["planned", "started"]


def test_the_learner_is_told_what_concerns_them(exam, sitting, invigilator):
    before = timezone.now()
    sittings.add_minutes(sitting, 3, invigilator, "Before anybody began")
    mine, other = begin(sitting, 1), begin(sitting, 2)
    sittings.add_minutes(sitting, 10, invigilator, "Lift")
    sittings.add_minutes(sitting, 1, invigilator, "Secret of another", other)
    sittings.pause(sitting, invigilator, "Alarm")
    sittings.resume(sitting, invigilator, "Alarm over")
    with translation.override("en"):
        told = sittings.messages_for(mine)
    assert [one["text"] for one in told] == [
        "10 minutes more. Reason: Lift",
        "The exam is paused. Your time does not run. Reason: Alarm",
        "The exam goes on. The pause has been added to your time. Reason: Alarm over",
    ]
    assert all(datetime.fromisoformat(one["at"]) >= before for one in told)
    assert len({one["id"] for one in told}) == 3
    with translation.override("en"):
        assert sittings.messages_for(other)[1]["text"] == "1 minute more. Reason: Secret of another"


ACTIONS = some.lists(
    some.tuples(
        some.sampled_from(["add", "add one", "pause", "resume", "pause one", "resume one", "close one"]),
        some.integers(0, 2),
        some.integers(1, 30),
    ),
    max_size=14,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=ACTIONS)
@example(actions=[("close one", 0, 5), ("add", 0, 1), ("pause", 0, 1)])
@example(actions=[("pause one", 1, 5), ("pause", 0, 5), ("resume one", 1, 5), ("add one", 1, 5), ("resume", 0, 5)])
def test_deadlines_are_the_start_and_all_that_was_given(sitting, invigilator, actions):
    """A model beside the verbs: each person's lost time and extra minutes, counted minute by minute."""
    with transaction.atomic():
        check_sequence(sitting, invigilator, actions)
        transaction.set_rollback(True)


def check_sequence(sitting, invigilator, actions):
    began = datetime(2026, 11, 22, 9, tzinfo=UTC)
    people = [begin(sitting, user=person(n), left=None, deadline=began + 900 * MINUTE) for n in range(3)]
    expected = [one.deadline for one in people]
    alone, joint, ended, clock = [False] * 3, [False] * 3, [False] * 3, 0
    all_paused = False
    for action, who, minutes in actions:
        clock += minutes
        stopped = [alone[n] or joint[n] for n in range(3)]
        expected = [end + minutes * MINUTE if stopped[n] and not ended[n] else end for n, end in enumerate(expected)]
        with at(began + clock * MINUTE):
            try:
                act(sitting, invigilator, action, people[who], minutes)
            except (AllPaused, AttemptClosed, SittingOver):
                continue
        if action == "add":
            expected = [end if ended[n] else end + minutes * MINUTE for n, end in enumerate(expected)]
        if action == "add one" and not ended[who]:
            expected[who] += minutes * MINUTE
        if action == "pause" and not all_paused:
            all_paused = True
            joint = [not alone[n] for n in range(3)]
        if action == "resume":
            all_paused, joint = False, [False] * 3
        if action == "pause one" and not joint[who]:
            alone[who] = True
        if action == "resume one" and alone[who]:
            alone[who], joint[who] = False, all_paused
        if action == "close one":
            ended[who], expected[who] = True, began + clock * MINUTE
            alone[who] = joint[who] = False
    for n, one in enumerate(refreshed(*people)):
        running = one.deadline + (began + clock * MINUTE - one.paused_at) if one.paused_at else one.deadline
        assert running == expected[n]


def act(sitting, by, action, one, minutes):
    verb, _, alone = action.partition(" ")
    target = one if alone else None
    if verb == "add":
        return sittings.add_minutes(sitting, minutes, by, "Because", target)
    return getattr(sittings, verb)(sitting, by, "Because", target)


def person(number):
    from lms.accounts.models import User

    return User.objects.filter(email=f"learner{number}@example.kz").first() or build_user(number)


def refreshed(*attempts):
    return [type(one).objects.get(pk=one.pk) for one in attempts]


RACE = """
from django.utils import timezone
from assessments.domain import attempts, sittings
from assessments.models import Sitting
from lms.accounts.models import User
sitting, by = Sitting.objects.get(), User.objects.get(email="learner900@example.kz")
sittings.add_minutes(sitting, 5, by, f"Invigilator {number}")
sittings.pause(sitting, by, f"Invigilator {number}")
print("done")
"""


@pytest.mark.django_db(transaction=True)
def test_two_invigilators_at_once_lose_no_minute_and_pause_once(site):
    invigilator = build_user(900)
    sitting = build_sitting(build_exam(site), invigilator)
    attempts = [begin(sitting, 1), begin(sitting, 2)]
    assert race(RACE, 3) == ["done"] * 3
    assert [one.deadline for one in refreshed(*attempts)] == [one.deadline + 15 * MINUTE for one in attempts]
    assert sorted(steps(sitting)) == ["minutes-added"] * 3 + ["paused", "planned"]


def test_a_break_of_ones_own_ends_with_a_pause_and_is_not_counted_twice(sitting, invigilator):
    began = timezone.now()
    one = begin(sitting, 1, break_seconds=600, break_began_at=began)
    with at(began + 4 * MINUTE):
        sittings.pause(sitting, invigilator, "Alarm")
    with at(began + 9 * MINUTE):
        sittings.resume(sitting, invigilator, "Alarm over")
    [after] = refreshed(one)
    assert (after.deadline, after.break_seconds) == (one.deadline + 9 * MINUTE, 360)
    assert (after.break_began_at, after.paused_at) == (None, None)


def test_an_ended_attempt_is_closed_by_rule_in_the_invigilators_name(sitting, invigilator):
    one = begin(sitting, 1)
    now = timezone.now()
    with at(now):
        sittings.close(sitting, invigilator, "Everybody has finished", one)
    assert attempts.settle(one, now + timedelta(seconds=59)).submitted_at is None
    closed = attempts.settle(refreshed(one)[0], now + timedelta(seconds=61))
    assert (closed.submitted_at, closed.closed_by) == (now, ClosedBy.INVIGILATOR)
