"""Questions whose source has changed are asked in no new attempt until somebody has checked them (C-24)."""

import random

import pytest
from django.utils.translation import override

from assessments.domain import attempts, drawing, paper, queries, quiz_rules
from assessments.domain.bank import save_quiz
from assessments.domain.errors import BankTooSmall, QuizIsEmpty
from assessments.models import Question, QuizSlot
from courses.domain import citing, currency
from tests.factories.assessments import build_question, build_quiz
from tests.factories.courses import build_cohort, build_course, build_organisation, build_user, seat
from tests.factories.people import build_person
from tests.factories.reference import build_change, build_source
from tests.factories.sittings import build_exam, build_sitting

RIGHT = {1: ["a"], 2: ["a", "b"], 3: ["false"]}


@pytest.fixture
def course(site):
    return build_course(site, modules=1, units=1)


@pytest.fixture
def quiz(course):
    """quiz-q1, quiz-q2 and quiz-q3."""
    return build_quiz("course-m01")


@pytest.fixture
def learner(quiz, course):
    user = build_user()
    seat(user, build_cohort(course))
    return user


@pytest.fixture
def source(db):
    return build_source()


def rests(source, *keys):
    for question in Question.objects.filter(key__in=keys):
        question.sources.add(source)
        question.save()


def start(learner, quiz):
    return attempts.start_attempt(learner, quiz, quiz.unit_key)


def asked(attempt):
    return [item.version.question.key for item in attempt.items.order_by("position")]


def slot(quiz, count):
    return QuizSlot.objects.create(quiz=quiz, position=9, count=count)


def test_a_fixed_question_is_left_out_until_it_is_checked(quiz, learner, source):
    rests(source, "quiz-q2")
    change = build_change(source)
    attempt = start(learner, quiz)
    assert asked(attempt) == ["quiz-q1", "quiz-q3"]
    assert queries.offer(learner, quiz, quiz.unit_key).questions == 2
    for position, answer in ((1, ["a"]), (2, ["false"])):
        attempts.save_answer(attempt.pk, position, {"": answer}, 1)
    assert attempts.submit_attempt(attempt.pk).percent == 100, "its points are left out, too"
    currency.clear(change.rechecks.get(), by=None)
    assert asked(start(learner, quiz)) == ["quiz-q1", "quiz-q2", "quiz-q3"]


def test_an_attempt_under_way_stays_as_it_is(quiz, learner, source):
    rests(source, "quiz-q2")
    attempt = start(learner, quiz)
    build_change(source)
    assert start(learner, quiz) == attempt
    assert asked(attempt) == ["quiz-q1", "quiz-q2", "quiz-q3"]
    for position, answer in RIGHT.items():
        attempts.save_answer(attempt.pk, position, {"": answer}, 1)
    attempt = attempts.submit_attempt(attempt.pk)
    assert (attempt.percent, [item.fraction for item in attempt.items.all()]) == (100, [1, 1, 1])
    assert asked(start(learner, quiz)) == ["quiz-q1", "quiz-q3"]


def test_a_quiz_of_nothing_else_cannot_be_begun(quiz, learner, source):
    rests(source, "quiz-q1", "quiz-q2", "quiz-q3")
    build_change(source)
    with pytest.raises(QuizIsEmpty):
        start(learner, quiz)


def test_no_slot_draws_it(quiz, source):
    names = [f"extra-{number}" for number in range(4)]
    for name in names:
        build_question(name)
    slot(quiz, 2)
    rests(source, "extra-0", "extra-1")
    build_change(source)
    for seed in range(20):
        drawn = drawing.draw(quiz, None, rng=random.Random(seed))
        assert sorted(one.version.question.key for one in drawn[3:]) == ["extra-2", "extra-3"]


def test_a_slot_that_runs_short_refuses_and_says_so_to_staff(quiz, source):
    for number in range(3):
        build_question(f"extra-{number}")
    slot(quiz, 3)
    rests(source, "extra-0", "quiz-q2")
    assert quiz_rules.warnings(quiz) == []
    change = build_change(source)
    with pytest.raises(BankTooSmall):
        drawing.draw(quiz, None, rng=random.Random(1))
    with override("en"):
        warnings = quiz_rules.warnings(quiz)
    assert warnings == [
        "2 questions of the bank are not drawn until they are checked: their sources have changed.",
        "Slot 1 needs 3, the bank has 2.",
        "“quiz-q2 stem en” is left out of new attempts until it is checked: its source has changed.",
    ]
    for row in change.rechecks.all():
        currency.clear(row, by=None)
    assert len(drawing.draw(quiz, None, rng=random.Random(1))) == 6
    assert quiz_rules.warnings(quiz) == []


def test_two_sources_wait_for_two_checks(quiz, learner, source):
    other = build_source("GOF")
    rests(source, "quiz-q2")
    rests(other, "quiz-q2")
    changes = build_change(source), build_change(other)
    currency.clear(changes[0].rechecks.get(), by=None)
    assert asked(start(learner, quiz)) == ["quiz-q1", "quiz-q3"]


def test_whoever_marks_a_source_reads_beforehand_what_it_does(quiz, source):
    center = build_organisation()
    for number in range(4):
        build_question(f"extra-{number}")
    save_quiz("other", organisation=center, question_keys=["quiz-q2", "extra-0"])
    save_quiz("calm", organisation=center, question_keys=["quiz-q1"])
    slot(quiz, 4)
    rests(source, "quiz-q2", "extra-0", "extra-1")
    told = [
        "Quiz other: new attempts leave out 2 questions until they have been checked.",
        "Quiz quiz: new attempts leave out 1 question until it has been checked.",
        "Quiz quiz: too few questions are left to draw. Nobody can begin it until they are checked.",
    ]
    pairs = citing.texts_citing(source)
    assert citing.effects(pairs) == told
    build_change(source)
    assert citing.effects(pairs) == told, "and the same once it is marked"


def test_a_quiz_that_was_short_before_is_not_blamed_on_the_change(quiz, source):
    build_question("extra-0")
    slot(quiz, 5)
    rests(source, "extra-0")
    assert citing.effects(citing.texts_citing(source)) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_effects_cost_the_same_for_one_and_for_three(course, source, queries, count):
    for number in range(count):
        slot(build_quiz("course-m01", key=f"quiz{number}"), 1)
        rests(source, f"quiz{number}-q1")
    keys = [f"quiz{number}-q1" for number in range(count)]
    with queries(7):
        assert len(citing.effects([("question", key) for key in keys])) == count


def test_a_form_that_was_printed_stays_and_says_so_and_a_new_one_leaves_it_out(site, source):
    by = build_person("invigilator")
    sitting = build_sitting(build_exam(site), by)
    printed = paper.draw_form(sitting, by)
    assert paper.suspended_in([printed]) == {}
    rests(source, "exam-q1")
    build_change(source)
    fresh = paper.draw_form(sitting, by)
    assert paper.suspended_in([printed, fresh]) == {printed.pk: 1}
    names = [[item.version.question.key for item in paper.items_of(form)] for form in (printed, fresh)]
    assert names == [["exam-q1", "exam-q2"], ["exam-q2"]]
