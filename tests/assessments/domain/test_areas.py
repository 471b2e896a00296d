"""A result by area tells no single question."""

from dataclasses import astuple
from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.domain import areas, attempts
from assessments.models import Objective, Question
from tests.factories.assessments import build_quiz
from tests.factories.courses import build_cohort, build_course, build_user, seat

RIGHT = (1, Fraction(1))


@pytest.mark.parametrize(
    ("sizes", "told"),
    [
        ({"a": 3, "b": 4}, {"a": 3, "b": 4}),
        ({"a": 3, "b": 4, "c": 1, None: 2}, {"a": 3, "b": 4, None: 3}),
        ({"a": 3, "b": 5, "c": 2}, {"b": 5, None: 5}),
        ({"a": 3, "b": 1}, {}),
        ({"a": 1, "b": 1, "c": 1}, {}),
        ({"a": 9}, {}),
        ({}, {}),
    ],
)
def test_areas_with_few_questions_stand_together_and_cannot_be_taken_out_of_the_whole(sizes, told):
    found = areas.large_enough({area: [RIGHT] * size for area, size in sizes.items()})
    assert {area: len(pairs) for area, pairs in found.items()} == told


@pytest.fixture
def attempt(site):
    """Eight questions: three below objectives of the area rights, three in safety itself, two of no area."""
    course = build_course(site, modules=1, units=1)
    quiz = build_quiz("course-m01", kinds=["single"] * 8)
    rights, safety = (Objective.objects.create(key=key, titles={"en": key.title()}) for key in ("rights", "safety"))
    below = [Objective.objects.create(key=f"rights-{n}", parent=rights) for n in (1, 2)]
    deep = Objective.objects.create(key="rights-deep", parent=below[0])
    for number, objective in enumerate([safety, safety, safety, *below, deep], 1):
        Question.objects.filter(key=f"quiz-q{number}").update(objective=objective)
    learner = build_user()
    seat(learner, build_cohort(course))
    attempt = attempts.start_attempt(learner, quiz, quiz.unit_key)
    attempt.items.filter(position=6).update(points=2)
    for position, answer in enumerate("aabbba", 1):
        attempts.save_answer(attempt.pk, position, {"": [answer]}, 1)
    return attempts.submit_attempt(attempt.pk)


@pytest.mark.django_db
def test_the_points_of_a_whole_area_are_counted_together_and_small_ones_with_the_rest(attempt, queries):
    with queries(2):
        told = [astuple(one) for one in areas.shares(attempt)]
    assert [(str(area), questions, percent) for area, questions, percent in told] == [
        ("Rights", 3, Decimal("50.00")),
        ("None", 5, Decimal("40.00")),
    ]


@pytest.mark.django_db
def test_what_is_too_small_to_be_told_takes_the_smallest_area_with_it(attempt):
    Question.objects.filter(key="quiz-q8").update(objective=Objective.objects.get(key="safety"))
    assert [(share.area and share.area.key, share.questions) for share in areas.shares(attempt)] == [
        ("safety", 4),
        (None, 4),
    ]
