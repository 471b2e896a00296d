"""Questions drawn by blueprint: every slot filled, nothing twice, nothing whose key is known."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.domain import attempts, drawing
from assessments.domain.drawing import Places
from assessments.domain.errors import BankTooSmall, SpecimenInExam
from assessments.enums import Purpose
from assessments.models import KeyView, Objective, Question, QuestionVersion, QuizItem, QuizSection, QuizSlot
from lms.accounts.models import User
from tests.factories.assessments import build_question, build_quiz
from tests.factories.courses import build_cohort, build_course, build_organisation, build_user, seat


@st.composite
def blueprints(draw):
    """(room of each slot, {question: slots it fits}); a filling exists, since each place has a question of its own."""
    room = draw(st.lists(st.integers(1, 4), min_size=1, max_size=6))
    own = [slot for slot, count in enumerate(room) for _place in range(count)]
    others = draw(st.lists(st.sets(st.integers(0, len(room) - 1)), max_size=10))
    more = draw(st.lists(st.sets(st.integers(0, len(room) - 1)), min_size=len(own), max_size=len(own)))
    sets = [{slot, *extra} for slot, extra in zip(own, more, strict=True)] + others
    numbers = draw(st.permutations(range(len(sets))))
    fitting = {}
    for number in numbers:
        slots = sorted(sets[number])
        fitting[number] = draw(st.permutations(slots))
    return room, fitting


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(blueprints())
def test_every_slot_is_filled_wherever_that_is_possible(blueprint):
    room, fitting = blueprint
    places = Places(room, fitting)
    places.take(list(fitting))
    drawn = [pk for pks in places.taken for pk in pks]
    assert [len(pks) for pks in places.taken] == room
    assert len(set(drawn)) == len(drawn)
    assert all(slot in fitting[pk] for slot, pks in enumerate(places.taken) for pk in pks)


@settings(max_examples=100, deadline=None)
@given(blueprints(), st.data())
def test_what_is_offered_first_is_taken_first(blueprint, data):
    """No question stands in a slot while a better one was left out that could have replaced it directly."""
    room, fitting = blueprint
    order = data.draw(st.permutations(list(fitting)))
    places = Places(room, fitting)
    places.take(order)
    taken = {pk: slot for slot, pks in enumerate(places.taken) for pk in pks}
    for better in (pk for pk in order if pk not in taken):
        worse = [pk for pk, slot in taken.items() if slot in fitting[better]]
        assert all(order.index(pk) < order.index(better) for pk in worse)


@pytest.fixture
def bank(db):
    """Two areas with objectives below; six questions each, half of them to apply; the last of each is tagged."""
    found = {}
    for area in ("law", "care"):
        above = Objective.objects.create(key=area, titles={"en": area})
        below = Objective.objects.create(key=f"{area}-1", parent=above, titles={"en": f"{area} 1"})
        for number in range(1, 7):
            question = build_question(f"{area}-{number}").question
            level = "apply" if number > 3 else "remember"
            Question.objects.filter(pk=question.pk).update(objective=below if number % 2 else above, level=level)
            question.refresh_from_db()
        question.tags.add("must")
        question.save()
        found[area] = above
    return found


@pytest.fixture
def quiz(site, bank):
    build_course(site, modules=1, units=1)
    quiz = build_quiz("course-m01", kinds=("single",))
    quiz.unit = quiz.unit_key
    return quiz


def slot(quiz, position, count=1, **fields):
    return QuizSlot.objects.create(quiz=quiz, position=position, count=count, **fields)


def keys(drawn):
    return [one.version.question.key for one in drawn]


def draw(quiz, user=None, seed=1, form=""):
    user = user or User.objects.filter(email="learner50@example.kz").first() or build_user(50)
    return drawing.draw(quiz, user, form=form, rng=random.Random(seed))


def test_slots_ask_for_objective_level_and_tag(quiz, bank):
    slot(quiz, 2, 2, objective=bank["law"], level="apply", points=2)
    slot(quiz, 3, 1, objective=Objective.objects.get(key="care-1"), level="remember")
    slot(quiz, 4, 1, tag="must")
    for seed in range(5):
        drawn = draw(quiz, seed=seed)
        names = keys(drawn)
        assert names[0] == "quiz-q1" and len(set(names)) == 5
        assert set(names[1:3]) <= {"law-4", "law-5", "law-6"}
        assert names[3] in {"care-1", "care-3"} and names[4] in {"law-6", "care-6"}
        assert [one.points for one in drawn] == [1, 2, 2, 1, 1]


def test_draws_differ_between_people_and_use_the_whole_bank(quiz, bank):
    slot(quiz, 2, 3, objective=bank["law"])
    person = build_user(77)
    seen = Counter(name for seed in range(30) for name in keys(draw(quiz, person, seed))[1:])
    assert set(seen) == {f"law-{number}" for number in range(1, 7)}


def test_what_is_not_live_not_ours_or_without_a_version_is_not_drawn(quiz, bank):
    slot(quiz, 2, 4, objective=bank["law"])
    Question.objects.filter(key="law-1").update(live=False)
    Question.objects.filter(key="law-2").update(organisation=build_organisation("south"))
    assert set(keys(draw(quiz))[1:]) == {"law-3", "law-4", "law-5", "law-6"}
    Question.objects.filter(key="law-3").update(live=False)
    with pytest.raises(BankTooSmall):
        draw(quiz)
    Question.objects.filter(key="quiz-q1").update(live=False)
    QuizSlot.objects.all().delete()
    assert draw(quiz) == []


def test_questions_never_asked_come_before_known_ones(quiz, bank):
    slot(quiz, 2, 2, objective=bank["law"], level="apply")
    person = build_user(60)
    seat(person, build_cohort(quiz.pages.first().get_parent().get_parent().specific.course))
    first = attempts.start_attempt(person, quiz, quiz.unit)
    asked = set(first.items.values_list("version__question__key", flat=True)) - {"quiz-q1"}
    fresh = {"law-4", "law-5", "law-6"} - asked
    attempts.submit_attempt(first.pk)
    for seed in range(5):
        assert fresh < set(keys(draw(quiz, person, seed)))


def test_in_an_exam_nothing_comes_back_whose_key_was_shown(quiz, bank):
    slot(quiz, 2, 2, objective=bank["law"], level="apply")
    person = build_user(61)
    seat(person, build_cohort(quiz.pages.first().get_parent().get_parent().specific.course))
    attempts.submit_attempt(attempts.start_attempt(person, quiz, quiz.unit).pk)
    assert len(draw(quiz, person)) == 3  # practice may ask again
    quiz.purpose = Purpose.EXAM
    quiz.save()
    with pytest.raises(BankTooSmall):
        draw(quiz, person)
    assert len(draw(quiz, build_user(62))) == 3
    quiz.feedback = {"submitted": ["score", "correctness"]}
    quiz.save()
    assert len(draw(quiz, person)) == 3  # nothing told the key


def test_who_saw_keys_in_the_editor_is_asked_others_if_there_are_any(quiz, bank):
    slot(quiz, 2, 2, objective=bank["law"], level="apply")
    person = build_user(63)
    for question in Question.objects.filter(key__in=["law-4", "law-5"]):
        KeyView.objects.create(user=person, question=question, seen_at=timezone.now())
    for seed in range(5):
        assert "law-6" in keys(draw(quiz, person, seed))


def test_an_exam_on_a_real_site_draws_no_specimen(quiz, bank, settings):
    quiz.purpose = Purpose.EXAM
    slot(quiz, 2, 2, objective=bank["law"], level="apply")
    Question.objects.filter(key="law-4").update(training=True)
    assert set(keys(draw(quiz))) == {"quiz-q1", "law-5", "law-6"}
    Question.objects.filter(key="law-5").update(training=True)
    with pytest.raises(SpecimenInExam):
        draw(quiz)
    settings.LMS_TRAINING_EXAMS = True
    assert len(draw(quiz)) == 3
    settings.LMS_TRAINING_EXAMS = False
    QuizSlot.objects.all().delete()
    assert keys(draw(quiz)) == ["quiz-q1"]
    Question.objects.filter(key="quiz-q1").update(training=True)
    with pytest.raises(SpecimenInExam):
        draw(quiz)
    quiz.purpose = Purpose.PRACTICE
    assert keys(draw(quiz)) == ["quiz-q1"]


def test_enough_must_pass_questions_are_drawn(quiz, bank):
    slot(quiz, 2, 3, objective=bank["law"])
    Question.objects.filter(key__in=["law-2", "law-5"]).update(must_pass=True)
    quiz.must_pass_right = 2
    for seed in range(5):
        drawn = draw(quiz, seed=seed)
        assert {one.version.question.key for one in drawn if one.must_pass} == {"law-2", "law-5"}
    quiz.must_pass_right = 3
    with pytest.raises(BankTooSmall):
        draw(quiz)


def test_the_newest_version_is_asked(quiz):
    newer = build_question("quiz-q1", right=["b"])
    assert [one.version for one in draw(quiz)] == [newer]
    assert QuestionVersion.objects.filter(question__key="quiz-q1").count() == 2


def test_sections_follow_one_another_and_shuffle_within(quiz, bank):
    one, two = (QuizSection.objects.create(quiz=quiz, position=n, titles={"en": str(n)}) for n in (1, 2))
    slot(quiz, 1, 6, objective=bank["care"], section=two)
    slot(quiz, 2, 6, objective=bank["law"], section=one)
    QuizItem.objects.filter(quiz=quiz).update(section=one, position=9)
    quiz.shuffle_items = True
    orders = set()
    for seed in range(4):
        drawn = draw(quiz, seed=seed)
        assert [one.section for one in drawn] == [1] * 7 + [2] * 6
        orders.add(tuple(keys(drawn)))
    assert len(orders) == 4


def forms(quiz, *pairs):
    for position, (form, key) in enumerate(pairs, 10):
        question = build_question(key).question
        QuizItem.objects.create(quiz=quiz, form=form, question=question, position=position)


def test_a_form_has_its_own_questions_and_those_of_all_forms(quiz):
    forms(quiz, ("a", "in-a"), ("b", "in-b"))
    assert keys(draw(quiz, form="a")) == ["quiz-q1", "in-a"]
    assert keys(draw(quiz, form="b")) == ["quiz-q1", "in-b"]


def test_another_form_on_every_attempt_or_the_same(quiz):
    forms(quiz, ("a", "in-a"), ("b", "in-b"), ("c", "in-c"))
    person = build_user(64)
    seat(person, build_cohort(quiz.pages.first().get_parent().get_parent().specific.course))

    def three():
        found = []
        for _attempt in range(3):
            attempt = attempts.start_attempt(person, quiz, quiz.unit)
            attempts.submit_attempt(attempt.pk)
            found.append(attempt.form)
        return found

    assert len(set(three())) == 1
    quiz.other_form = True
    quiz.save()
    assert sorted(three()) == ["a", "b", "c"]


def test_a_test_before_and_after_goes_crosswise(quiz, bank):
    forms(quiz, ("a", "pre-a"), ("b", "pre-b"))
    course = quiz.pages.first().get_parent().get_parent().specific.course
    after = build_quiz("course-m01", key="after", kinds=())
    forms(after, ("a", "post-a"), ("b", "post-b"))
    after.crosses = quiz
    after.save()
    cohort, found = build_cohort(course), []
    for number in (65, 66):
        person = build_user(number)
        seat(person, cohort)
        rows = [attempts.start_attempt(person, one, one.pages.first().translation_key) for one in (quiz, after)]
        found.append("".join(row.form for row in rows))
        assert [row.items.last().version.question.key for row in rows] == [
            f"pre-{found[-1][0]}",
            f"post-{found[-1][1]}",
        ]
    assert sorted(found) == ["ab", "ba"]


@pytest.mark.parametrize("slots", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_slots(quiz, bank, queries, slots):
    for position in range(slots):
        slot(quiz, position + 2, 2, objective=bank["law" if position else "care"], level="", tag="")
    slot(quiz, 9, 1, tag="must")
    person = build_user(67)
    KeyView.objects.create(user=person, question=Question.objects.first(), seen_at=timezone.now() - timedelta(days=1))
    with queries(9):
        drawing.draw(quiz, person, rng=random.Random(2))
