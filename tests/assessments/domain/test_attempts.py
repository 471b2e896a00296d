from decimal import Decimal

import pytest

from assessments.domain import attempts, bank
from assessments.domain.errors import AttemptClosed, NoAttemptsLeft, NotAnAnswer, NotEnrolled, QuizIsEmpty
from assessments.models import Attempt, QuestionVersion
from courses.domain.progress import standing
from courses.models import UnitResult
from tests.factories.assessments import build_question, build_quiz
from tests.factories.courses import build_cohort, build_course, build_organisation, build_user, seat

pytestmark = pytest.mark.django_db
RIGHT = {1: ["a"], 2: ["a", "b"], 3: ["false"]}


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


def answer(attempt, answers):
    for position, values in answers.items():
        attempts.save_answer(attempt.pk, position, {"": values}, 1)


def test_a_right_attempt_passes_and_completes_the_unit(learner, quiz):
    attempt = attempts.start_attempt(learner, quiz, quiz.unit_key)
    answer(attempt, RIGHT)
    attempt = attempts.submit_attempt(attempt.pk)
    result = UnitResult.objects.get(enrolment=learner.seat, unit_key=quiz.unit_key)
    assert (attempt.percent, attempt.passed) == (Decimal("100.00"), True)
    assert (result.percent, result.completed_at is not None) == (Decimal("100.00"), True)


def test_a_weak_attempt_keeps_its_percent_and_leaves_the_unit_open(learner, quiz):
    attempt = attempts.start_attempt(learner, quiz, quiz.unit_key)
    answer(attempt, {1: ["b"], 2: ["a"], 3: ["true"]})
    attempt = attempts.submit_attempt(attempt.pk)
    result = UnitResult.objects.get(enrolment=learner.seat, unit_key=quiz.unit_key)
    assert (attempt.percent, attempt.passed) == (Decimal("16.67"), False)
    assert (result.percent, result.completed_at) == (Decimal("16.67"), None)


def test_the_best_result_counts(learner, quiz, site):
    for answers in (RIGHT, {1: ["b"]}):
        attempt = attempts.start_attempt(learner, quiz, quiz.unit_key)
        answer(attempt, answers)
        attempts.submit_attempt(attempt.pk)
    result = standing(learner.seat, site.locales["kk"]).results[quiz.unit_key]
    assert (result.percent, result.completed_at is not None) == (Decimal("100.00"), True)


def test_starting_twice_gives_the_same_attempt(learner, quiz):
    first = attempts.start_attempt(learner, quiz, quiz.unit_key)
    assert attempts.start_attempt(learner, quiz, quiz.unit_key) == first
    assert Attempt.objects.count() == 1


def test_the_limit_of_attempts_holds(course):
    quiz = build_quiz("course-m01", key="limited", max_attempts=2)
    learner = build_user(2)
    seat(learner, build_cohort(course))
    for _ in range(2):
        attempts.submit_attempt(attempts.start_attempt(learner, quiz, quiz.unit_key).pk)
    with pytest.raises(NoAttemptsLeft):
        attempts.start_attempt(learner, quiz, quiz.unit_key)
    assert Attempt.objects.count() == 2


def test_without_a_seat_there_is_no_attempt(quiz):
    with pytest.raises(NotEnrolled):
        attempts.start_attempt(build_user(9), quiz, quiz.unit_key)
    assert Attempt.objects.count() == 0


def test_an_empty_quiz_cannot_be_started(course):
    quiz = build_quiz("course-m01", key="empty", kinds=())
    learner = build_user(3)
    seat(learner, build_cohort(course))
    with pytest.raises(QuizIsEmpty):
        attempts.start_attempt(learner, quiz, quiz.unit_key)


def test_an_answer_that_arrives_behind_a_newer_one_is_not_kept(learner, quiz):
    attempt = attempts.start_attempt(learner, quiz, quiz.unit_key)
    assert attempts.save_answer(attempt.pk, 1, {"": ["b"]}, 2) == 2
    assert attempts.save_answer(attempt.pk, 1, {"": ["a"]}, 1) == 2
    assert attempts.save_answer(attempt.pk, 1, {"": ["c"]}, 2) == 2
    assert attempt.items.get(position=1).response == {"": ["b"]}
    assert attempts.save_answer(attempt.pk, 1, {"": []}, 3) == 3
    assert attempt.items.get(position=1).response is None


def test_a_wrong_answer_or_place_changes_nothing(learner, quiz):
    attempt = attempts.start_attempt(learner, quiz, quiz.unit_key)
    answer(attempt, {1: ["a"]})
    for position, values in ((1, ["zz"]), (1, ["a", "b"]), (7, ["a"])):
        with pytest.raises(NotAnAnswer):
            attempts.save_answer(attempt.pk, position, {"": values}, 5)
    item = attempt.items.get(position=1)
    assert (item.response, item.sequence) == ({"": ["a"]}, 1)


def test_nothing_changes_after_submission_and_submitting_again_is_harmless(learner, quiz):
    attempt = attempts.start_attempt(learner, quiz, quiz.unit_key)
    answer(attempt, RIGHT)
    first = attempts.submit_attempt(attempt.pk)
    with pytest.raises(AttemptClosed):
        attempts.save_answer(attempt.pk, 1, {"": ["b"]}, 9)
    again = attempts.submit_attempt(attempt.pk)
    assert (again.submitted_at, again.percent) == (first.submitted_at, first.percent)


def test_an_attempt_keeps_the_pass_mark_and_the_versions_it_began_with(learner, quiz):
    attempt = attempts.start_attempt(learner, quiz, quiz.unit_key)
    build_question("quiz-q1", right=["c"])
    quiz.pass_percent = 100
    quiz.save()
    answer(attempt, {1: ["a"], 2: ["a", "b"]})
    attempt = attempts.submit_attempt(attempt.pk)
    assert (attempt.percent, attempt.passed) == (Decimal("66.67"), True)


def test_a_unit_shared_by_two_cohorts_is_completed_in_both(learner, quiz, course):
    second = seat(learner, build_cohort(course, name="Second run"))
    attempt = attempts.start_attempt(learner, quiz, quiz.unit_key)
    answer(attempt, RIGHT)
    attempts.submit_attempt(attempt.pk)
    done = UnitResult.objects.filter(unit_key=quiz.unit_key, completed_at__isnull=False)
    assert set(done.values_list("enrolment", flat=True)) == {learner.seat.pk, second.pk}


def test_saving_a_question_makes_a_version_only_when_it_changed():
    first = build_question("q")
    assert build_question("q") == first
    changed = build_question("q", right=["b"])
    assert (changed.number, QuestionVersion.objects.count()) == (2, 2)


def test_a_question_that_cannot_be_graded_is_refused():
    with pytest.raises(ValueError, match="q: needs at least one right option"):
        bank.save_question(
            "q",
            kind="single",
            organisation=build_organisation(),
            body={"options": [{"id": "a"}, {"id": "b"}]},
            texts={},
        )
