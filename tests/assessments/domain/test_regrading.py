"""A corrected key moves results as was shown, once, and takes nothing done from anybody."""

from decimal import Decimal

import pytest
from django.core import mail

from assessments.domain import attempts, regrading
from assessments.domain.bank import save_question
from assessments.domain.errors import ChangedMeanwhile, NothingToRegrade, ReasonMissing
from assessments.models import Attempt, AttemptItem, Question, Quiz, Regrade, RegradedAttempt
from courses.models import UnitResult
from tests.factories.assessments import build_question, build_quiz
from tests.factories.courses import build_cohort, build_course, build_user, seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz(site):
    """Two single choices, both with the key "a"; passed from 60 %."""
    course = build_course(site, modules=1, units=1)
    quiz = build_quiz("course-m01", kinds=("single", "single"))
    quiz.cohort = build_cohort(course)
    return quiz


@pytest.fixture
def sat(quiz):
    """What people chose: submits an attempt with these answers and returns it."""

    def sit(number, *choices):
        user = build_user(number)
        seat(user, quiz.cohort)
        attempt = attempts.start_attempt(user, quiz, quiz.unit_key)
        for position, choice in enumerate(choices, 1):
            attempts.save_answer(attempt.pk, position, {"": [choice]}, 1)
        return attempts.submit_attempt(attempt.pk)

    return sit


@pytest.fixture
def editor():
    return build_user(9)


def corrected(key="quiz-q1", right="b"):
    """The question's new version, with another key."""
    return build_question(key, right=[right])


def results():
    rows = Attempt.objects.order_by("pk").values_list("percent", "passed")
    return [(str(percent), passed) for percent, passed in rows]


def test_a_dry_run_names_who_changes_and_changes_nothing(sat):
    sat(1, "a", "a"), sat(2, "b", "a"), sat(3, "c", "a")
    proposal = regrading.propose(corrected())
    told = [(str(c.attempt.percent), str(c.after.percent), c.kind) for c in proposal.changes]
    assert told == [("100.00", "50.00", "fails"), ("50.00", "100.00", "passes")]
    assert (proposal.same, proposal.unreadable) == (1, 0)
    assert results() == [("100.00", True), ("50.00", False), ("50.00", False)]
    assert set(AttemptItem.objects.values_list("graded_version", flat=True)) == {None}


def test_applying_moves_results_as_shown_and_takes_no_completion(sat, editor, django_capture_on_commit_callbacks):
    one, two = sat(1, "a", "a"), sat(2, "b", "a")
    version = corrected()
    mark = regrading.propose(version).mark
    with django_capture_on_commit_callbacks(execute=True):
        regrade = regrading.apply(version, mark, editor, "Two answers were right in the old text.")
    assert results() == [("50.00", False), ("100.00", True)]
    rows = RegradedAttempt.objects.order_by("attempt").values_list("attempt", "old_percent", "new_percent")
    assert list(rows) == [(one.pk, Decimal(100), Decimal(50)), (two.pk, Decimal(50), Decimal(100))]
    done = [(row.percent, row.completed_at is not None) for row in UnitResult.objects.order_by("enrolment")]
    assert done == [(Decimal(100), True), (Decimal(100), True)]
    assert regrade.reason == "Two answers were right in the old text."
    assert [message.to for message in mail.outbox] == [[one.enrolment.user.email], [two.enrolment.user.email]]
    assert ["50.00" in message.body or "50,00" in message.body for message in mail.outbox] == [True, True]


def test_nobody_reads_in_a_mail_what_the_quiz_does_not_tell(sat, quiz, editor, django_capture_on_commit_callbacks):
    sat(1, "a", "a")
    Quiz.objects.update(feedback={})
    version = corrected()
    with django_capture_on_commit_callbacks(execute=True):
        regrading.apply(version, regrading.propose(version).mark, editor, "A slip in the key.")
    assert (results(), mail.outbox) == ([("50.00", False)], [])


def test_the_result_page_explains_by_the_new_key(sat, editor):
    attempt = sat(1, "b", "a")
    version = corrected()
    regrading.apply(version, regrading.propose(version).mark, editor, "A slip in the key.")
    item = attempt.items.get(position=1)
    assert (item.graded_version, item.version.number, item.fraction) == (version, 1, 1.0)


def test_what_was_shown_is_what_is_applied(sat, quiz, editor):
    sat(1, "a", "a")
    late = build_user(2)
    seat(late, quiz.cohort)
    attempt = attempts.start_attempt(late, quiz, quiz.unit_key)
    version = corrected()
    mark = regrading.propose(version).mark
    attempts.submit_attempt(attempt.pk)
    before = results()
    with pytest.raises(ChangedMeanwhile):
        regrading.apply(version, mark, editor, "A slip in the key.")
    assert (results(), Regrade.objects.count()) == (before, 0)


def test_twice_is_once_and_needs_a_reason(sat, editor):
    sat(1, "a", "a")
    version = corrected()
    mark = regrading.propose(version).mark
    with pytest.raises(ReasonMissing):
        regrading.apply(version, mark, editor, "  ")
    regrading.apply(version, mark, editor, "A slip in the key.")
    with pytest.raises(NothingToRegrade):
        regrading.apply(version, mark, editor, "A slip in the key.")
    assert (Regrade.objects.count(), RegradedAttempt.objects.count()) == (1, 1)


def test_an_answer_that_the_new_version_has_no_place_for_keeps_its_grade(sat, editor):
    sat(1, "c", "a")
    question = Question.objects.get(key="quiz-q1")
    old = question.versions.first()
    options = [{"id": "a"}, {"id": "b", "correct": True}]
    texts = {
        code: {**words, "options": {one: words["options"][one] for one in "ab"}} for code, words in old.texts.items()
    }
    version = save_question(
        "quiz-q1", kind="single", organisation=question.organisation, body={"options": options}, texts=texts
    )
    proposal = regrading.propose(version)
    assert (proposal.found, proposal.unreadable) == ([], 1)
    with pytest.raises(NothingToRegrade):
        regrading.apply(version, proposal.mark, editor, "A slip in the key.")


@pytest.mark.parametrize("people", [1, 3])
def test_the_dry_run_asks_a_fixed_number_of_questions(sat, people, queries):
    for number in range(1, people + 1):
        sat(number, "b", "a")
    version = corrected()
    with queries(5):
        assert len(regrading.propose(version).changes) == people
