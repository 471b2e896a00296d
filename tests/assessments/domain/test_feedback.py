"""Nothing is told before its moment (S-18)."""

from dataclasses import asdict
from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.domain import attempts, queries, sittings
from assessments.enums import Feedback
from assessments.models import Attempt, QuestionVersion, Quiz, Sitting
from assessments.questions import KINDS
from tests.factories.assessments import build_quiz
from tests.factories.courses import build_cohort, build_course, build_user, seat
from tests.factories.questions import GRADED

pytestmark = pytest.mark.django_db
ALL = set(Feedback)


@pytest.fixture
def quiz(site):
    course = build_course(site, modules=1, units=1)
    quiz = build_quiz("course-m01")
    quiz.cohort = build_cohort(course)
    return quiz


def tell(quiz, **matrix):
    quiz.feedback = {moment: [one.value for one in what] for moment, what in matrix.items()}
    Quiz.objects.filter(pk=quiz.pk).update(feedback=quiz.feedback)


def start(quiz, number=1):
    user = build_user(number)
    seat(user, quiz.cohort)
    return attempts.start_attempt(user, quiz, quiz.unit_key)


def fresh(attempt):
    return Attempt.objects.select_related("quiz", "sitting").get(pk=attempt.pk)


def test_each_moment_adds_to_the_one_before(quiz):
    tell(quiz, during=[Feedback.CORRECTNESS], submitted=[Feedback.SCORE], closed=[Feedback.ANSWER])
    attempt = start(quiz)
    assert queries.told(fresh(attempt)) == {Feedback.CORRECTNESS}
    attempts.submit_attempt(attempt.pk)
    assert queries.told(fresh(attempt)) == {Feedback.CORRECTNESS, Feedback.SCORE, Feedback.ANSWER}


def test_a_sitting_closes_for_feedback_when_the_last_one_has_ended(quiz):
    tell(quiz, closed=list(Feedback))
    now = timezone.now()
    opens, closes = now - timedelta(minutes=5), now + timedelta(minutes=60)
    sittings.plan(quiz.cohort, quiz, quiz.unit_key, opens, closes, build_user(9), with_code=False)
    mine, neighbour = start(quiz, 1), start(quiz, 2)
    attempts.submit_attempt(mine.pk)
    assert queries.told(fresh(mine), now) == set()
    Sitting.objects.update(closes_at=now - timedelta(seconds=1))
    assert queries.told(fresh(mine), now) == set()  # the neighbour has extra time
    attempts.submit_attempt(neighbour.pk)
    assert queries.told(fresh(mine), now) == ALL


def test_the_score_of_earlier_attempts_waits_for_its_moment(quiz):
    tell(quiz, submitted=[])
    attempt = attempts.submit_attempt(start(quiz).pk)
    user = attempt.enrolment.user
    past = queries.offer(user, quiz, quiz.unit_key).attempts[0]
    assert (past.public_id, past.percent, past.passed) == (attempt.public_id, None, None)
    tell(quiz, submitted=[Feedback.SCORE])
    past = queries.offer(user, quiz, quiz.unit_key).attempts[0]
    assert (past.percent, past.passed) == (attempt.percent, False)


def parts(item):
    marks = {line.mark for line in item.lines} - {"", "open"}
    return {
        "outcome": bool(item.outcome),
        "marks": bool(marks),
        "expected": any(line.expected for line in item.lines),
        "explained": bool(item.explanation) or any(line.feedback for line in item.lines),
    }


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ([], {"outcome": False, "marks": False, "expected": False, "explained": False}),
        ([Feedback.SCORE], {"outcome": False, "marks": False, "expected": False, "explained": False}),
        ([Feedback.CORRECTNESS], {"outcome": True, "marks": True, "expected": False, "explained": False}),
        ([Feedback.ANSWER], {"outcome": False, "marks": False, "expected": True, "explained": False}),
        ([Feedback.EXPLANATION], {"outcome": False, "marks": False, "expected": False, "explained": True}),
        (list(Feedback), {"outcome": True, "marks": True, "expected": True, "explained": True}),
    ],
)
def test_a_result_shows_what_the_quiz_tells(quiz, what, expected):
    tell(quiz, submitted=what)
    attempt = start(quiz)
    attempts.save_answer(attempt.pk, 1, {"": ["b"]}, 1)
    attempts.submit_attempt(attempt.pk)
    assert parts(queries.shown_items(fresh(attempt), "en")[0]) == expected


def test_during_an_attempt_only_answered_questions_are_told(quiz):
    tell(quiz, during=list(Feedback))
    attempt = start(quiz)
    attempts.save_answer(attempt.pk, 1, {"": ["b"]}, 1)
    shown = queries.shown_items(fresh(attempt), "en")
    assert [item.outcome for item in shown] == ["wrong", "", ""]
    assert [bool(item.lines) for item in shown] == [True, False, False]


@pytest.mark.parametrize("submitted", [False, True])
def test_two_attempts_that_differ_in_the_key_alone_look_alike(site, submitted):
    course = build_course(site, modules=1, units=1)
    quiz = build_quiz("course-m01", kinds=list(GRADED))
    quiz.cohort = build_cohort(course)
    tell(quiz, submitted=[], closed=[])
    attempt = start(quiz)
    for item in attempt.items.select_related("version__question"):
        kind, body = KINDS[item.version.question.kind], item.version.body
        attempts.save_answer(attempt.pk, item.position, kind.solution(body), 1)
    if submitted:
        attempts.submit_attempt(attempt.pk)
    right = [asdict(item) for item in queries.shown_items(fresh(attempt), "en")]
    for version in QuestionVersion.objects.select_related("question"):
        version.body = rekeyed(version)
        version.save()
    assert [asdict(item) for item in queries.shown_items(fresh(attempt), "en")] == right


def rekeyed(version):
    """The same question with another key, as far as the kind has one to change without touching what is shown."""
    body = version.body
    if "options" in body:
        last = {"options": [{"id": row["id"]} for row in body["options"]]}
        last["options"][0]["correct"] = not body["options"][0].get("correct", False)
        return {**body, **last}
    if "order" in body:
        return {**body, "order": body["order"][::-1]}
    if "left" in body:
        matches = [row["match"] for row in body["left"]]
        return {**body, "left": [{**row, "match": one} for row, one in zip(body["left"], matches[::-1], strict=True)]}
    return {**body, "answer": "987654"} if isinstance(body.get("answer"), str) else body
