"""Whoever could have seen a key earns nothing until a second person has decided (S-17)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.domain import attempts, drawing, marked
from assessments.domain.errors import NeedsReason, NotDecidable, NotYourself, NumberInText
from assessments.domain.keys import saw_key
from assessments.enums import Purpose
from assessments.models import KeyView, Question, Quiz
from courses.models import UnitResult
from tests.factories.assessments import build_question, build_quiz
from tests.factories.courses import build_cohort, build_course, build_user, seat
from tests.factories.people import build_center, build_organisation, build_staff

pytestmark = pytest.mark.django_db
RIGHT = {1: ["a"], 2: ["a", "b"], 3: ["false"]}


@pytest.fixture
def quiz(site):
    course = build_course(site, modules=1, units=1, organisation=build_organisation("north"))
    quiz = build_quiz("course-m01")
    quiz.cohort = build_cohort(course)
    return quiz


@pytest.fixture
def learner(quiz):
    user = build_user()
    user.seat = seat(user, quiz.cohort)
    return user


def take(learner, quiz):
    attempt = attempts.start_attempt(learner, quiz, quiz.unit_key)
    for position, values in RIGHT.items():
        attempts.save_answer(attempt.pk, position, {"": values}, 1)
    return attempts.submit_attempt(attempt.pk)


def results():
    return [(row.percent, row.completed_at is not None) for row in UnitResult.objects.all()]


def test_the_attempt_is_marked_and_counts_once_somebody_else_allows_it(learner, quiz):
    saw_key(learner, Question.objects.filter(key="quiz-q2"))
    attempt = take(learner, quiz)
    assert (attempt.keys_seen, attempt.passed, results()) == (True, True, [])
    with pytest.raises(NotYourself):
        attempts.allow(attempt.pk, learner)
    assert results() == []
    second = build_user(2)
    allowed = attempts.allow(attempt.pk, second, reason=" Wrote one question of twenty. ")
    assert (allowed.allowed_by, allowed.allowed_reason) == (second, "Wrote one question of twenty.")
    assert results() == [(Decimal("100.00"), True)]
    again = attempts.allow(attempt.pk, build_user(3), reason="Another")
    assert (again.allowed_by, again.allowed_at) == (second, allowed.allowed_at)


@pytest.mark.parametrize(("reason", "error"), [("", NeedsReason), ("  ", NeedsReason), ("999999000012", NumberInText)])
def test_a_reason_is_words(learner, quiz, reason, error):
    saw_key(learner, Question.objects.all())
    attempt = take(learner, quiz)
    with pytest.raises(error):
        attempts.allow(attempt.pk, build_user(2), reason=reason)
    assert results() == []


def test_a_look_into_the_editor_during_the_attempt_marks_it_a_look_afterwards_does_not(learner, quiz):
    attempt = attempts.start_attempt(learner, quiz, quiz.unit_key)
    assert attempt.keys_seen is False
    saw_key(learner, Question.objects.filter(key="quiz-q1"))
    assert attempts.submit_attempt(attempt.pk).keys_seen is True
    other = build_user(4)
    seat(other, quiz.cohort)
    KeyView.objects.create(user=other, question=Question.objects.first(), seen_at=timezone.now() + timedelta(minutes=1))
    assert take(other, quiz).keys_seen is False


def test_keys_of_other_questions_and_of_other_people_mark_nothing(learner, quiz):
    saw_key(learner, [build_question("elsewhere").question])
    saw_key(build_user(5), Question.objects.all())
    attempt = take(learner, quiz)
    assert attempt.keys_seen is False
    with pytest.raises(NotDecidable):
        attempts.allow(attempt.pk, build_user(6))


def test_results_of_practice_teach_those_of_an_exam_mark(learner, quiz):
    assert [take(learner, quiz).keys_seen for _attempt in range(2)] == [False, False]
    quiz.purpose = Purpose.EXAM
    asked = set(quiz.items.values_list("question", flat=True))
    assert drawing.keys_known(quiz, learner.pk, timezone.now()) == asked
    Quiz.objects.update(feedback={"submitted": ["score"]})
    assert drawing.keys_known(quiz, learner.pk, timezone.now()) == set()


def test_those_who_decide_see_the_attempts_of_their_runs_but_their_own(learner, quiz):
    admin = build_staff("administrator", build_organisation("north"))
    center_admin = build_staff("administrator", build_center())
    neighbour = build_staff("administrator", build_organisation("south"))
    trainer = build_staff("trainer", build_organisation("north"))
    seat(admin, quiz.cohort)
    for person in (learner, admin):
        saw_key(person, Question.objects.all())
    first, own = take(learner, quiz), take(admin, quiz)
    assert set(marked.visible_to(admin)) == {first}
    assert set(marked.visible_to(center_admin)) == {first, own}
    assert set(marked.visible_to(neighbour)) == set(marked.visible_to(trainer)) == set()
    attempts.allow(first.pk, admin)
    assert list(marked.waiting(marked.visible_to(center_admin))) == [own]
    assert list(marked.allowed(marked.visible_to(center_admin))) == [first]
