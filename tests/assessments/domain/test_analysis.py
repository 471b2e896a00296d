"""Numbers of a test from planted answers: what counts, what stays hidden, how often the database is asked."""

import random

import pytest

from assessments.domain import analysis, judging, statistics
from assessments.domain.analysis import Which, analyse, quizzes_with_numbers
from assessments.models import Attempt, Question, Quiz
from lms.accounts.models import User
from tests.factories.answers import build_test, seats, submit
from tests.factories.courses import build_cohort, build_course, build_organisation

# Eight people, five questions; question 2 is missed by all but the best, question 5 answered by nobody.
ANSWERS = ["aaaab", "aabab", "abaab", "abbab", "abbbb", "abcbc", "abcc ", "bbcc "]
ANSWERS = [[one.strip() for one in row] for row in ANSWERS]


@pytest.fixture
def world(site):
    class World:
        quiz = build_test()
        course = build_course(site, modules=1, units=1)
        cohort = build_cohort(course)

    World.seats = seats(World.cohort, len(ANSWERS))
    submit(World.quiz, World.seats, ANSWERS)
    return World


def test_the_numbers_are_those_of_the_pure_module(world):
    found = analyse(world.quiz)
    assert (found.n, found.people, found.too_small, found.most) == (8, 8, False, 5)
    totals = [4, 3, 3, 2, 1, 1, 1, 0]
    assert [sum(result.values()) for result in found.results] == totals
    assert found.scores.mean.value == pytest.approx(15 / 8)
    assert found.scores == statistics.score_statistics(found.results)
    rows = found.items
    assert [row.question.key for row in rows] == [f"test-q0{n}" for n in range(1, 6)]
    assert [round(row.figures.facility.value, 3) for row in rows] == [0.875, 0.25, 0.25, 0.5, 0]
    assert rows[4].figures.discrimination.reason == statistics.EQUAL
    assert found.guessed == pytest.approx(5 / 3)


def test_what_people_chose_is_counted_by_option(world):
    found = analyse(world.quiz)
    [(choice, rows)] = found.distractors(Question.objects.get(key="test-q03").pk, "en")
    assert (choice.field, choice.right) == ("", {"a"})
    assert [(row.option, words, right, row.chosen) for row, words, right, _said in rows] == [
        ("a", "test-q03 a en", True, 2),
        ("b", "test-q03 b en", False, 3),
        ("c", "test-q03 c en", False, 3),
        ("", "", False, 0),
    ]
    [(_choice, rows)] = found.distractors(Question.objects.get(key="test-q05").pk, "kk")
    assert [row.chosen for row, *_rest in rows] == [0, 5, 1, 2]


def test_demonstrations_seen_keys_and_open_attempts_do_not_count(world):
    perfect = [["a"] * 5]
    [demo, seen, running] = seats(world.cohort, 3, begin=50)
    User.objects.filter(pk=demo.user_id).update(is_demo=True)
    submit(world.quiz, [demo], perfect)
    submit(world.quiz, [seen], perfect, keys_seen=True)
    [attempt] = submit(world.quiz, [running], perfect)
    Attempt.objects.filter(pk=attempt.pk).update(submitted_at=None, percent=None, passed=None)
    found = analyse(world.quiz)
    assert (found.n, max(sum(result.values()) for result in found.results)) == (8, 4)


def test_a_site_for_training_counts_its_demonstration_accounts(world, settings):
    [demo, seen] = seats(world.cohort, 2, begin=50)
    User.objects.filter(pk__in=[demo.user_id, seen.user_id]).update(is_demo=True)
    submit(world.quiz, [demo], [["a"] * 5])
    submit(world.quiz, [seen], [["a"] * 5], keys_seen=True)
    numbers = {}
    for settings.LMS_TRAINING_EXAMS in (False, True):
        [row] = quizzes_with_numbers(Quiz.objects.filter(pk=world.quiz.pk))
        numbers[settings.LMS_TRAINING_EXAMS] = (analyse(world.quiz).n, row.results)
    assert numbers == {False: (8, 8), True: (9, 9)}


def test_first_last_or_all_attempts(world):
    submit(world.quiz, world.seats[:5], [["a"] * 5] * 5, number=2)
    counted = {which: analyse(world.quiz, which=which) for which in Which}
    assert {which: (one.n, one.people) for which, one in counted.items()} == {
        Which.FIRST: (8, 8),
        Which.LAST: (8, 8),
        Which.ALL: (13, 8),
    }
    assert counted[Which.FIRST].scores.mean.value == pytest.approx(15 / 8)
    assert counted[Which.LAST].scores.mean.value == pytest.approx((25 + 1 + 1 + 0) / 8)


def test_small_groups_and_what_they_leave_behind_stay_hidden(world):
    other = build_cohort(world.course, "Second run")
    four = seats(other, 4, begin=60)
    submit(world.quiz, four, [["a"] * 5] * 4)
    assert analyse(world.quiz).too_small is False
    for cohort in (other, world.cohort):  # four people, and eight whose complement is those four
        found = analyse(world.quiz, cohort=cohort)
        assert (found.too_small, found.results, found.items) == (True, [], [])
    submit(world.quiz, seats(other, 1, begin=70), [["a"] * 5])
    assert analyse(world.quiz, cohort=other).scores.mean.value == 5
    assert analyse(world.quiz, organisation=build_organisation("elsewhere")).too_small


def test_no_judgement_before_thirty_answers(world):
    told = {judgement.text for row in analyse(world.quiz).items for judgement in row.judgements}
    assert told == {"Too few answers yet to judge: 8 of 30."}
    rng = random.Random(7)
    people = seats(world.cohort, 32, begin=100)
    skill = [place / 32 for place in range(32)]
    answers = [["a", "a" if rng.random() < good else "b", "bc"[good > 0.5], "a", "b"] for good in skill]
    submit(world.quiz, people, answers)
    rows = {row.question.key: row for row in analyse(world.quiz).items}
    easy = [judgement.text for judgement in rows["test-q01"].judgements]
    assert easy[0] == "Almost everybody answers this right: it no longer tells people apart."
    assert rows["test-q01"].look
    [only] = rows["test-q05"].judgements
    assert only.text == "Hardly more answers are right than blind guessing would bring: look at the wording."
    assert rows["test-q02"].judgements[0] == judging.Judgement("Neither too easy nor too hard.")


@pytest.mark.parametrize("questions", [1, 3])
def test_three_queries_however_many_questions(site, queries, questions):
    quiz = build_test("short", questions)
    cohort = build_cohort(build_course(site, "other", modules=1, units=1))
    submit(quiz, seats(cohort, 6, begin=200), [["a"] * questions] * 6)
    with queries(3):
        found = analyse(quiz)
        assert len(found.items) == questions
        assert found.scores.n == 6


def test_choices_of_every_kind():
    from types import SimpleNamespace

    from assessments.questions import KINDS
    from assessments.questions.base import LANGUAGES
    from tests.factories import questions as made

    fields = {}
    for item in made.GRADED:
        body, texts = KINDS[item["kind"]].split(item, LANGUAGES)
        version = SimpleNamespace(
            question=SimpleNamespace(kind=item["kind"]), body=body, texts=texts, language=lambda wanted: wanted
        )
        choices = analysis.choices_of(version, "en")
        solution = KINDS[item["kind"]].solution(body)
        for choice in choices:
            assert set(solution[choice.field]) == choice.right
            assert all(choice.options.values())
        fields[item["key"]] = [choice.field for choice in choices]
    assert fields == {
        "one": [""],
        "many": [""],
        "verdict": ["", "reason"],
        "pairs": ["a", "b", "c", "d"],
        "steps": [],
        "number": [],
        "word": [],
        "gaps": ["1", "2"],
        "cloze": ["3"],
        "case": ["1", "2", "2-reason"],
    }
