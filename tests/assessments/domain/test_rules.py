"""The rules of an attempt: when it may begin, when it ends, what it earns and what is handed to the course."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.domain import attempts, queries, sittings
from assessments.domain.errors import AttemptClosed, NoBreakLeft, NotOpen, TooSoon, WrongCode
from assessments.enums import ClosedBy, Counted, Purpose
from assessments.models import Attempt, Quiz, QuizPage
from courses.models import UnitResult
from tests.factories.assessments import build_question, build_quiz
from tests.factories.courses import build_cohort, build_course, build_user, seat

pytestmark = pytest.mark.django_db
RIGHT = {1: ["a"], 2: ["a", "b"], 3: ["false"]}
MICROSECOND = timedelta(microseconds=1)


@pytest.fixture
def course(site):
    return build_course(site, modules=1, units=1)


@pytest.fixture
def quiz(course):
    return build_quiz("course-m01")


@pytest.fixture
def learner(quiz, course):
    user = build_user()
    user.seat = seat(user, build_cohort(course))
    return user


def set_rules(quiz, **rules):
    Quiz.objects.filter(pk=quiz.pk).update(**rules)
    for name, value in rules.items():
        setattr(quiz, name, value)


def start(learner, quiz, **options):
    return attempts.start_attempt(learner, quiz, quiz.unit_key, **options)


def take(learner, quiz, answers=RIGHT):
    attempt = start(learner, quiz)
    for position, values in answers.items():
        attempts.save_answer(attempt.pk, position, {"": values}, 1)
    return attempts.submit_attempt(attempt.pk)


def result(learner, quiz):
    row = UnitResult.objects.filter(enrolment=learner.seat, unit_key=quiz.unit_key).first()
    return row and (row.percent, row.completed_at is not None)


# --- Time


@pytest.fixture
def timed(learner, quiz):
    set_rules(quiz, time_limit=40, grace_seconds=60)
    return start(learner, quiz)


def test_an_attempt_keeps_the_time_it_was_promised(timed, quiz):
    set_rules(quiz, time_limit=5)
    timed.refresh_from_db()
    assert (timed.plain_seconds, timed.limit_seconds, timed.grace_seconds) == (2400, 2400, 60)
    assert timed.deadline == timed.started_at + timedelta(minutes=40)


def test_answers_are_taken_until_the_grace_is_over(timed):
    end = timed.deadline + timedelta(seconds=60)
    assert attempts.save_answer(timed.pk, 1, {"": ["a"]}, 1, at=timed.deadline) == 1
    assert attempts.save_answer(timed.pk, 2, {"": ["a", "b"]}, 1, at=end) == 1
    with pytest.raises(AttemptClosed):
        attempts.save_answer(timed.pk, 3, {"": ["false"]}, 1, at=end + MICROSECOND)
    timed.refresh_from_db()
    assert (timed.submitted_at, timed.closed_by, timed.percent) == (timed.deadline, ClosedBy.TIME, Decimal("66.67"))
    assert [item.response for item in timed.items.all()] == [{"": ["a"]}, {"": ["a", "b"]}, None]


def test_nothing_is_closed_before_the_grace_is_over(timed):
    end = timed.deadline + timedelta(seconds=60)
    assert attempts.close_overdue(end) == 0
    assert attempts.settle(timed, end).submitted_at is None
    assert attempts.close_overdue(end + MICROSECOND) == 1
    assert attempts.close_overdue(end + timedelta(days=1)) == 0


def rows_of(attempt):
    state = Attempt.objects.filter(pk=attempt.pk).values().get()
    del state["id"], state["public_id"], state["enrolment_id"], state["started_at"], state["deadline"]
    lasted = state.pop("submitted_at") - attempt.started_at
    state["handed after"] = state.pop("handed_at") - attempt.started_at
    items = list(attempt.items.values_list("position", "response", "sequence", "fraction"))
    unit = UnitResult.objects.values_list("percent", "completed_at").get(enrolment=attempt.enrolment)
    return state, lasted, items, unit[0], unit[1] and unit[1] - attempt.started_at


def test_a_late_worker_a_look_and_a_late_press_leave_the_same_rows(quiz, course):
    set_rules(quiz, time_limit=40)
    cohort, found = build_cohort(course), []

    def tick(attempt):
        attempts.close_overdue(attempt.deadline + timedelta(minutes=2))

    def late_tick(attempt):
        attempts.close_overdue(attempt.deadline + timedelta(days=9))

    def page(attempt):
        queries.offer(attempt.enrolment.user, quiz, quiz.unit_key, now=attempt.deadline + timedelta(hours=3))

    def press(attempt):
        attempts.close(attempt.pk, ClosedBy.LEARNER, attempt.deadline + timedelta(hours=1))

    for number, way in enumerate((tick, late_tick, page, press), 1):
        person = build_user(number)
        seat(person, cohort)
        attempt = attempts.start_attempt(person, quiz, quiz.unit_key)
        for position, values in RIGHT.items():
            attempts.save_answer(attempt.pk, position, {"": values}, 1)
        way(attempt)
        found.append(rows_of(attempt))
    assert found[1:] == found[:1] * 3
    assert found[0][1] == found[0][4] == timedelta(minutes=40)


@pytest.mark.parametrize(
    ("late", "closed_by"),
    [(-MICROSECOND, ClosedBy.LEARNER), (timedelta(0), ClosedBy.TIME), (timedelta(seconds=30), ClosedBy.TIME)],
)
def test_what_is_handed_in_with_nothing_left_on_the_clock_was_ended_by_the_time(timed, late, closed_by):
    attempts.close(timed.pk, ClosedBy.LEARNER, timed.deadline + late)
    timed.refresh_from_db()
    assert (timed.closed_by, timed.submitted_at) == (closed_by, timed.deadline + min(late, timedelta(0)))


def test_a_break_stops_the_clock_also_for_whoever_hands_in(timed):
    Attempt.objects.filter(pk=timed.pk).update(break_seconds=600)
    attempts.take_break(timed.pk, now=timed.deadline - timedelta(seconds=10))
    attempts.close(timed.pk, ClosedBy.LEARNER, timed.deadline + timedelta(seconds=30))
    timed.refresh_from_db()
    assert timed.closed_by == ClosedBy.LEARNER


def test_an_attempt_that_an_invigilator_paused_is_not_closed(timed):
    Attempt.objects.filter(pk=timed.pk).update(paused_at=timed.started_at)
    assert attempts.close_overdue(timed.deadline + timedelta(days=1)) == 0
    assert attempts.save_answer(timed.pk, 1, {"": ["a"]}, 1, at=timed.deadline + timedelta(hours=1)) == 1


def test_starting_again_after_the_end_is_a_new_attempt(timed, learner, quiz):
    long_ago = timezone.now() - timedelta(hours=2)
    Attempt.objects.filter(pk=timed.pk).update(started_at=long_ago, deadline=long_ago + timedelta(minutes=40))
    second = start(learner, quiz)
    timed.refresh_from_db()
    assert (second.number, timed.submitted_at) == (2, timed.deadline)


@pytest.mark.parametrize("number", [1, 3])
def test_the_tick_looks_once_however_many_are_open(quiz, course, queries, number):
    set_rules(quiz, time_limit=40)
    cohort = build_cohort(course)
    for one in range(number):
        person = build_user(one)
        seat(person, cohort)
        attempts.start_attempt(person, quiz, quiz.unit_key)
    with queries(2):
        assert attempts.close_overdue() == 0


def test_one_attempt_that_cannot_be_closed_keeps_no_other_open(quiz, course, caplog):
    set_rules(quiz, time_limit=40)
    cohort, rows = build_cohort(course), []
    for number in (1, 2):
        person = build_user(number)
        seat(person, cohort)
        rows.append(attempts.start_attempt(person, quiz, quiz.unit_key))
    rows[0].items.filter(position=1).update(response={"": 5})
    assert attempts.close_overdue(rows[1].deadline + timedelta(hours=1)) == 1
    assert list(Attempt.objects.order_by("pk").values_list("submitted_at", flat=True)) == [None, rows[1].deadline]
    assert f"Attempt {rows[0].pk} could not be closed: builtins.TypeError" in caplog.text
    assert "iterable" not in caplog.text


@pytest.mark.parametrize("number", [1, 3])
def test_the_offer_costs_the_same_for_one_and_three_attempts(learner, quiz, request, number):
    now = timezone.now()
    hour = timedelta(hours=1)
    sittings.plan(learner.seat.cohort, quiz, quiz.unit_key, now - hour, now + hour, learner, with_code=False)
    set_rules(quiz, feedback={"closed": ["score"]})
    for _attempt in range(number):
        take(learner, quiz)
    user = type(learner).objects.get(pk=learner.pk)
    quiz = Quiz.objects.get(pk=quiz.pk)
    key = QuizPage.objects.first().translation_key
    attempts.close_overdue(now + 2 * hour)
    with request.getfixturevalue("queries")(8):
        offer = queries.offer(user, quiz, key, now=now + 2 * hour)
    assert [past.percent for past in offer.attempts] == [Decimal("100.00")] * number


def test_saving_an_answer_takes_three_queries(timed, queries):
    with queries(3):
        attempts.save_answer(timed.pk, 1, {"": ["a"]}, 1)


# --- Breaks


def test_a_break_stops_the_clock_until_it_is_used_up(timed):
    Attempt.objects.filter(pk=timed.pk).update(break_seconds=600)
    began = timed.started_at + timedelta(minutes=10)
    attempts.take_break(timed.pk, now=began)
    attempts.take_break(timed.pk, now=began + timedelta(minutes=1))  # pressed twice
    attempt = attempts.end_break(timed.pk, now=began + timedelta(minutes=4))
    attempts.end_break(timed.pk, now=began + timedelta(minutes=9))
    assert (attempt.deadline - timed.deadline, attempt.break_seconds) == (timedelta(minutes=4), 360)
    attempts.take_break(timed.pk, now=began + timedelta(minutes=5))
    assert attempts.save_answer(timed.pk, 1, {"": ["a"]}, 1, at=began + timedelta(minutes=6)) == 1
    with pytest.raises(NoBreakLeft):
        attempts.take_break(timed.pk, now=began + timedelta(minutes=15))
    assert attempts.close_overdue(timed.deadline + timedelta(minutes=11)) == 0
    assert attempts.close_overdue(timed.deadline + timedelta(minutes=11, seconds=1)) == 1
    timed.refresh_from_db()
    assert timed.submitted_at == timed.started_at + timedelta(minutes=50)


def test_without_time_for_breaks_or_after_the_end_there_is_none(timed):
    with pytest.raises(NoBreakLeft):
        attempts.take_break(timed.pk)
    with pytest.raises(AttemptClosed):
        attempts.take_break(timed.pk, now=timed.deadline + timedelta(hours=1))
    timed.refresh_from_db()
    assert timed.submitted_at == timed.deadline


# --- Turns


def test_the_wait_between_attempts_is_told_in_the_zone_of_the_run(learner, quiz):
    set_rules(quiz, wait_hours=48)
    first = take(learner, quiz, {})
    with pytest.raises(TooSoon) as refusal:
        start(learner, quiz)
    again = first.submitted_at + timedelta(hours=48)
    assert (refusal.value.when, str(refusal.value.when.tzinfo)) == (again, "Asia/Almaty")
    offer = queries.offer(learner, quiz, quiz.unit_key)
    assert (offer.may_start, offer.again_at, str(offer.refusal)) == (False, again, str(refusal.value))
    assert str(refusal.value).startswith("You can try again on ")
    assert queries.offer(learner, quiz, quiz.unit_key, now=again).may_start is True


def test_an_exam_is_taken_in_an_open_sitting_with_its_code(learner, quiz):
    set_rules(quiz, purpose=Purpose.EXAM, time_limit=40)
    with pytest.raises(NotOpen):
        start(learner, quiz)
    now = timezone.now()
    coming = sittings.plan(
        learner.seat.cohort, quiz, quiz.unit_key, now + timedelta(days=1), now + timedelta(days=2), learner
    )
    offer = queries.offer(learner, quiz, quiz.unit_key)
    assert (offer.may_start, offer.opens, str(offer.refusal)[:18]) == (False, coming.opens_at, "The exam opens on ")
    sitting = sittings.plan(
        learner.seat.cohort, quiz, quiz.unit_key, now - timedelta(minutes=1), now + timedelta(minutes=30), learner
    )
    assert queries.offer(learner, quiz, quiz.unit_key).needs_code is True
    with pytest.raises(WrongCode):
        start(learner, quiz, code="000000")
    attempt = start(learner, quiz, code=sitting.start_code)
    assert (attempt.sitting, attempt.deadline) == (sitting, sitting.closes_at)
    assert start(learner, quiz) == attempt  # going on asks for no code


def test_a_practice_quiz_with_sittings_keeps_to_them(learner, quiz):
    now = timezone.now()
    hours = timedelta(hours=1)
    sittings.plan(learner.seat.cohort, quiz, quiz.unit_key, now - 3 * hours, now - 2 * hours, learner)
    with pytest.raises(NotOpen):
        start(learner, quiz)
    sittings.plan(learner.seat.cohort, quiz, quiz.unit_key, now - hours, now + hours, learner, with_code=False)
    assert start(learner, quiz).deadline is not None


# --- Results


def test_points_weigh_and_the_must_pass_questions_decide(learner, quiz):
    quiz.items.filter(position=1).update(points=8)
    build_question("quiz-q3", "truefalse").question.__class__.objects.filter(key="quiz-q3").update(must_pass=True)
    set_rules(quiz, must_pass_right=1)
    first = take(learner, quiz, {1: ["a"]})
    assert (first.percent, first.must_pass_count, first.passed) == (Decimal("80.00"), 0, False)
    assert result(learner, quiz) == (Decimal("80.00"), False)
    second = take(learner, quiz, {1: ["a"], 3: ["false"]})
    assert (second.percent, second.must_pass_count, second.passed) == (Decimal("90.00"), 1, True)
    assert result(learner, quiz) == (Decimal("90.00"), True)


def test_wrong_answers_cost_points_only_where_the_quiz_says_so(learner, quiz):
    answers = {1: ["b"], 3: ["true"]}
    assert take(learner, quiz, {**answers, 2: ["a", "b"]}).percent == Decimal("33.33")
    set_rules(quiz, negative_marking=True)
    attempt = take(learner, quiz, answers)
    assert attempt.percent == Decimal("0.00")
    assert list(attempt.items.values_list("fraction", flat=True)) == [-0.5, 0.0, -1.0]
    # (1 - 1/2) / 3
    assert take(learner, quiz, {1: ["b"], 2: ["a", "b"]}).percent == Decimal("16.67")


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        (Counted.BEST, [("33.33", False), ("66.67", True), ("66.67", True)]),
        (Counted.LAST, [("33.33", False), ("66.67", True), ("66.67", True)]),
        (Counted.FIRST, [("33.33", False), ("33.33", False), ("33.33", False)]),
        (Counted.AVERAGE, [("33.33", False), ("50.00", False), ("33.33", False)]),
    ],
)
def test_what_several_attempts_give_and_what_is_done_stays_done(learner, quiz, counted, expected):
    set_rules(quiz, counted=counted)
    found = []
    for answers in ({1: ["a"]}, {1: ["a"], 3: ["false"]}, {}):
        take(learner, quiz, answers)
        found.append(result(learner, quiz))
    assert found == [(Decimal(percent), done) for percent, done in expected]


def test_the_last_result_replaces_a_better_one_until_the_step_is_done(learner, quiz):
    set_rules(quiz, counted=Counted.LAST)
    take(learner, quiz, {1: ["a"]})
    take(learner, quiz, {})
    assert result(learner, quiz) == (Decimal("0.00"), False)


@pytest.mark.parametrize(
    "change",
    [
        {"percent": Decimal(101)},
        {"percent": None},
        {"allowed_at": timezone.now()},
        {"submitted_at": None, "number": 2},
    ],
)
def test_the_database_refuses_what_cannot_be(learner, quiz, change):
    done, running = take(learner, quiz), start(learner, quiz)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.filter(pk=done.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        running.items.update(fraction=1.5)
