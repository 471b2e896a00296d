"""An exam on paper: forms, two typists, differences, one result."""

import random
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.domain import paper
from assessments.domain.errors import (
    NeedsSecond,
    NoAttemptsLeft,
    NotOnSheet,
    NotSettled,
    NotYourSheet,
    OnScreen,
    OtherForm,
    SheetSettled,
    TypedByTwo,
)
from assessments.models import Attempt, AttemptItem, PaperEntry, Sitting
from assessments.questions import KINDS
from courses.models import UnitResult
from tests.factories.courses import build_user, seat
from tests.factories.questions import ITEMS
from tests.factories.race import race
from tests.factories.sittings import begin, build_exam, build_sitting

ASKED = [item for item in ITEMS if KINDS[item["kind"]].by_software]


@pytest.fixture
def people(db):
    return [build_user(number) for number in (901, 902, 903)]


@pytest.fixture
def sitting(site, people):
    return build_sitting(build_exam(site, max_attempts=1), people[0])


@pytest.fixture
def form(sitting, people):
    return paper.draw_form(sitting, people[0], rng=random.Random(4))


@pytest.fixture
def learner(sitting):
    return seat(build_user(1), sitting.cohort)


RIGHT = {1: {"": ["a"]}, 2: {"": ["a", "b"]}}
WRONG = {1: {"": ["b"]}, 2: {"": ["a", "b"]}}


def test_the_same_lot_draws_the_same_form(sitting, people):
    first, second, other = (paper.draw_form(sitting, people[0], rng=random.Random(lot)) for lot in (4, 4, 5))
    assert [form.code for form in (first, second, other)] == ["P1", "P2", "P3"]
    assert first.items == second.items
    assert first.items != other.items


def test_every_kind_is_typed_by_numbers_and_words(site, people):
    exam = build_exam(site, kinds=ASKED)
    form = paper.draw_form(build_sitting(exam, people[0]), people[0], rng=random.Random(1))
    items = paper.items_of(form)
    assert len(items) == len(ASKED)
    for item in items:
        body = item.version.body
        solved = item.kind.clean(body, item.kind.solution(body))
        for language in ("kk", "ru", "en"):
            typed = {cell.name: text for cell, text in item.typed(solved, language)}
            assert item.read(typed, language) == solved, item.version
            assert item.read({}, language) == {}
        assert all(text.replace(" ", "").isdecimal() for cell, text in item.typed(solved, "kk") if cell.options)


@pytest.mark.parametrize(("text", "chosen"), [("13", ["a", "c"]), ("3, 1", ["a", "c"]), ("1 1", ["a"]), ("", [])])
def test_several_numbers_in_one_cell(form, text, chosen):
    item = paper.items_of(form)[1]
    order = item.cells("en")[0].options
    by_letter = {"a": order[0], "c": order[2]}
    expected = {"": sorted(by_letter[one] for one in chosen)} if chosen else {}
    assert item.read({"": text}, "en") == expected


@pytest.mark.parametrize("text", ["0", "9", "x", "12", "-"])
def test_what_is_not_printed_is_not_typed(form, text):
    with pytest.raises(NotOnSheet):
        paper.items_of(form)[0].read({"": text}, "en")


def test_two_equal_sheets_become_one_graded_attempt(form, learner, people):
    first, second, _third = people
    paper.type_sheet(form, learner, RIGHT, first)
    with pytest.raises(NeedsSecond):
        paper.settle(form, learner, {}, first, sure=True)
    paper.type_sheet(form, learner, RIGHT, second)
    attempt = paper.settle(form, learner, {}, second, sure=True)
    assert (attempt.closed_by, attempt.percent, attempt.passed, attempt.number) == ("paper", Decimal(100), True, 1)
    assert attempt.started_at == form.sitting.opens_at
    assert UnitResult.objects.get(enrolment=learner).percent == 100
    orders = list(attempt.items.order_by("position").values_list("option_order", flat=True))
    assert orders == [item["order"] for item in form.items]
    assert paper.settle(form, learner, {}, first, sure=True) == attempt
    assert Attempt.objects.count() == 1
    with pytest.raises(SheetSettled):
        paper.type_sheet(form, learner, WRONG, first)


@pytest.mark.parametrize(("choice", "percent"), [(1, 100), (2, 50)])
def test_a_difference_is_settled_by_one_who_looked_again(form, learner, people, choice, percent):
    first, second, third = people
    paper.type_sheet(form, learner, RIGHT, first)
    paper.type_sheet(form, learner, WRONG, second)
    found = paper.comparison(form, learner).differences
    assert [(row.item.position, row.first, row.second) for row in found] == [(1, RIGHT[1], WRONG[1])]
    for choices, sure in (({}, True), ({1: 3}, True), ({1: choice}, False)):
        with pytest.raises(NotSettled):
            paper.settle(form, learner, choices, first, sure=sure)
    with pytest.raises(NotYourSheet):
        paper.settle(form, learner, {1: choice}, third, sure=True)
    assert Attempt.objects.count() == 0
    assert paper.settle(form, learner, {1: choice}, first, sure=True).percent == percent


def test_typing_again_corrects_the_own_sheet(form, learner, people):
    paper.type_sheet(form, learner, WRONG, people[0])
    paper.type_sheet(form, learner, RIGHT, people[0])
    paper.type_sheet(form, learner, RIGHT, people[1])
    assert PaperEntry.objects.count() == 2
    assert paper.comparison(form, learner).differences == []


def test_who_may_not_type(sitting, form, learner, people):
    other = paper.draw_form(sitting, people[0])
    paper.type_sheet(form, learner, RIGHT, people[0])
    with pytest.raises(OtherForm):
        paper.type_sheet(other, learner, RIGHT, people[1])
    with pytest.raises(NotYourSheet):
        paper.type_sheet(form, learner, RIGHT, learner.user)
    paper.type_sheet(form, learner, RIGHT, people[1])
    with pytest.raises(TypedByTwo):
        paper.type_sheet(form, learner, RIGHT, people[2])
    assert PaperEntry.objects.count() == 2


def test_an_attempt_on_a_screen_counts(sitting, form, learner, people):
    running = begin(sitting, user=learner.user)
    for person in people[:2]:
        paper.type_sheet(form, learner, RIGHT, person)
    with pytest.raises(OnScreen):
        paper.settle(form, learner, {}, people[0], sure=True)
    Attempt.objects.filter(pk=running.pk).update(submitted_at=timezone.now(), percent=0, passed=False)
    with pytest.raises(NoAttemptsLeft):
        paper.settle(form, learner, {}, people[0], sure=True)
    assert AttemptItem.objects.count() == 0


def test_paper_is_handed_in_when_the_sitting_ended(sitting, form, learner, people):
    for person in people[:2]:
        paper.type_sheet(form, learner, RIGHT, person)
    begun = timezone.now() - timedelta(days=3)
    Sitting.objects.filter(pk=sitting.pk).update(opens_at=begun, closes_at=begun + timedelta(hours=2))
    form.refresh_from_db()
    attempt = paper.settle(form, learner, {}, people[0], sure=True)
    assert (attempt.started_at, attempt.submitted_at) == (begun, begun + timedelta(hours=1))


RACE = """
from assessments.domain import paper
from assessments.models import PaperForm
from courses.models import Enrolment
from lms.accounts.models import User
form, learner = PaperForm.objects.get(), Enrolment.objects.get()
by = User.objects.get(email=f"learner90{1 + number % 2}@example.kz")
print(paper.settle(form, learner, {}, by, sure=True).pk)
"""


@pytest.mark.django_db(transaction=True)
def test_two_who_settle_at_once_make_one_attempt(site):
    people = [build_user(901), build_user(902)]
    sitting = build_sitting(build_exam(site), people[0])
    form, learner = paper.draw_form(sitting, people[0]), seat(build_user(1), sitting.cohort)
    for person in people:
        paper.type_sheet(form, learner, RIGHT, person)
    assert len(set(race(RACE, 3))) == 1
    assert Attempt.objects.count() == 1
