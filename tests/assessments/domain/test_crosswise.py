"""Forms a and b: half a cohort each, balanced by sex and region, and the other one after the course."""

from collections import Counter

import pytest

from assessments.domain import attempts
from assessments.domain.crosswise import balanced, form_for
from assessments.models import Attempt, QuizItem
from lms.accounts.models import Profile, Region
from tests.factories.assessments import build_quiz
from tests.factories.courses import build_cohort, build_course, build_user, seat
from tests.factories.race import race


def allot(people):
    """The forms of people with these traits, in the order in which they come."""
    rows = []
    for traits in people:
        rows.append((balanced(rows, traits), traits))
    return rows


def test_people_alike_take_turns():
    assert [form for form, _traits in allot([("f", "KZ-71")] * 6)] == ["a", "b", "a", "b", "a", "b"]


def test_the_halves_are_alike_in_sex_and_region():
    """A woman and a man by turns: a and b by turns would give every man the same form."""
    women, men = [("f", "KZ-71"), ("f", "KZ-75"), ("f", "KZ-71")] * 2, [("m", "KZ-75"), ("m", "KZ-71")] * 3
    rows = allot([person for pair in zip(women, men, strict=True) for person in pair])
    assert Counter((form, trait) for form, traits in rows for trait in (*traits, "all")) == {
        ("a", "all"): 6, ("a", "f"): 4, ("a", "m"): 2, ("a", "KZ-71"): 3, ("a", "KZ-75"): 3,
        ("b", "all"): 6, ("b", "f"): 2, ("b", "m"): 4, ("b", "KZ-71"): 4, ("b", "KZ-75"): 2,
    }  # fmt: skip


def test_balance_in_traits_never_moves_the_halves_far_apart():
    apart = [("a", ("f", "KZ-71")), ("a", ("m", "KZ-75"))]
    assert balanced(apart, ("x", "KZ-10")) == "b"
    assert balanced([("a", ("f", "KZ-71")), ("b", ("f", "KZ-75"))], ("f", "KZ-71")) == "b"


def with_forms(quiz):
    """The quiz's two questions as form a and form b."""
    for item, form in zip(quiz.items.order_by("position"), "ab", strict=True):
        QuizItem.objects.filter(pk=item.pk).update(form=form)
    return quiz


@pytest.fixture
def course(site):
    return build_course(site)


@pytest.fixture
def tests(course):
    before = with_forms(build_quiz("course-m01", "before", kinds=("single", "single")))
    after = with_forms(build_quiz("course-m02", "after", kinds=("single", "single")))
    after.crosses = before
    after.save()
    return before, after


def test_after_the_course_everybody_gets_the_other_form(course, tests):
    before, after = tests
    cohort = build_cohort(course)
    seats = [seat(build_user(number), cohort) for number in range(4)]
    Region.objects.create(code="KZ-71", name_kk="А", name_ru="А", name_en="A")
    Profile.objects.filter(user__in=[one.user for one in seats[1:3]]).update(sex="f", region="KZ-71")
    first = [attempts.start_attempt(one.user, before, before.unit_key) for one in seats]
    assert [attempt.form for attempt in first] == ["a", "b", "a", "b"]
    assert [form_for(one, before) for one in seats] == ["a", "b", "a", "b"]
    assert [form_for(one, after) for one in seats] == ["b", "a", "b", "a"]
    asked = [attempt.items.get().version.question.key for attempt in first]
    assert asked == ["before-q1", "before-q2", "before-q1", "before-q2"]
    newcomer = seat(build_user(9), cohort)
    second = [attempts.start_attempt(one.user, after, after.unit_key).form for one in (newcomer, seats[0])]
    assert second == ["a", "b"]


START = """
from assessments.domain import attempts
from assessments.models import Quiz
from lms.accounts.models import User
from lms.core.keys import key_uuid
user = User.objects.get(email=f"learner{number}@example.kz")
print(attempts.start_attempt(user, Quiz.objects.get(key="before"), key_uuid("before")).form)
"""


@pytest.mark.django_db(transaction=True)
def test_people_who_begin_at_once_are_counted_one_after_the_other(course, tests):
    cohort = build_cohort(course)
    for number in range(4):
        seat(build_user(number), cohort)
    forms = race(START, 4)
    assert Counter(forms) == {"a": 2, "b": 2}
    assert list(Attempt.objects.order_by("pk").values_list("form", flat=True)) == ["a", "b", "a", "b"]
