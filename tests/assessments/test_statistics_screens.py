"""The statistics screens: own quizzes alone, small groups hidden, keys noted, a table for who owns the bank."""

import io
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from assessments.models import KeyView, Question, QuizPage
from tests.factories.answers import build_test, seats, submit
from tests.factories.courses import add, build_cohort, build_course, page_of, seat
from tests.factories.people import build_center, build_organisation, build_staff, enter

ANSWERS = [["a", "b"], ["a", "a"], ["b", "b"], ["a", "c"], ["a", "a"], ["a", "b"]]


@pytest.fixture
def world(site):
    class World:
        north, south, center = build_organisation("north"), build_organisation("south"), build_center()
        trainer, stranger = build_staff("trainer", north), build_staff("trainer", south)
        editor = build_staff("editor", center)
        quiz = build_test("northern", 2, north)
        foreign = build_test("southern", 2, south)
        cohort = build_cohort(build_course(site, modules=1, units=1, organisation=north))

    World.seats = seats(World.cohort, 6)
    submit(World.quiz, World.seats, ANSWERS)
    submit(World.foreign, World.seats, ANSWERS)
    World.question = Question.objects.get(key="northern-q02")
    return World


def address(world, name="quiz", *args, quiz=None):
    return reverse(f"statistics:{name}", args=[(quiz or world.quiz).pk, *args])


def test_a_trainer_reads_the_own_test_and_finds_no_other(world, client):
    enter(client, world.trainer)
    listed = client.get(reverse("statistics:quizzes")).content.decode()
    assert "northern" in listed
    assert "southern" not in listed
    page = client.get(address(world)).content.decode()
    for words in (
        "0.83",
        "0.33",
        "Too few answers yet to judge: 6 of 30.",
        "northern-q02 stem en",
        "6 attempts of 6 people",
    ):
        assert words in page
    assert "northern-q02 a en" not in page  # the options stand on the question's own screen
    assert client.get(address(world, quiz=world.foreign)).status_code == 404
    assert client.get(address(world, "question", world.question.pk, quiz=world.foreign)).status_code == 404
    other = Question.objects.get(key="southern-q01")
    assert client.get(address(world, "question", other.pk)).status_code == 404


def test_the_screen_of_a_question_shows_choices_and_notes_who_saw_the_key(world, client):
    enter(client, world.trainer)
    page = client.get(address(world, "question", world.question.pk)).content.decode()
    for words in ("northern-q02 a en", "northern-q02 c en", "What people chose", "right"):
        assert words in page
    assert list(KeyView.objects.values_list("user", "question")) == [(world.trainer.pk, world.question.pk)]


def test_sorting_puts_the_hardest_first(world, client):
    enter(client, world.trainer)
    page = client.get(address(world), {"sort": "facility"}).content.decode()
    assert page.index("northern-q02 stem") < page.index("northern-q01 stem")
    page = client.get(address(world), {"sort": "nonsense", "which": "x", "cohort": "x"}).content.decode()
    assert page.index("northern-q01 stem") < page.index("northern-q02 stem")


def test_a_group_of_four_shows_nothing(world, client):
    other = build_cohort(world.cohort.course, "Second run")
    submit(world.quiz, seats(other, 4, begin=40), [["a", "a"]] * 4)
    enter(client, world.trainer)
    page = client.get(address(world), {"cohort": other.pk}).content.decode()
    assert "Fewer than five people" in page
    assert "northern-q01 stem" not in page
    assert client.get(address(world, "question", world.question.pk), {"cohort": other.pk}).status_code == 404


def test_the_table_is_for_the_owner_of_the_bank_and_logged(world, client):
    enter(client, world.trainer)
    assert client.post(address(world)).status_code == 302
    assert not ModelLogEntry.objects.filter(action="assessments.export_statistics").exists()
    enter(client, world.editor)
    response = client.post(address(world))
    rows = list(load_workbook(io.BytesIO(b"".join(response))).active.values)
    assert [row[0] for row in rows] == ["Question", "northern-q01", "northern-q02"]
    assert rows[1][3] == pytest.approx(0.8333)
    [entry] = ModelLogEntry.objects.filter(action="assessments.export_statistics")
    assert (entry.user, entry.object_id, entry.data) == (world.editor, str(world.quiz.pk), {"n": 6})


def test_tests_are_called_as_their_pages(site, world, client):
    page = page_of(f"{world.cohort.course.key}-m01", "en")
    add(page, QuizPage, "Working with families", "en", slug="families", quiz=world.quiz, minutes=10)
    enter(client, world.trainer)
    for address_ in (reverse("statistics:quizzes"), address(world), address(world, "question", world.question.pk)):
        shown = client.get(address_).content.decode()
        assert "Working with families" in shown
        assert ">northern<" not in shown


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_no_more_for_more_quizzes(world, client, queries, number):
    for place in range(1, number):
        build_test(f"more-{place}", 1, world.north)
    enter(client, world.trainer)
    client.get(reverse("statistics:quizzes"))
    with queries(11):
        client.get(reverse("statistics:quizzes"))


@pytest.mark.parametrize("number", [1, 3])
def test_a_cohort_to_choose_is_named_with_its_course(site, world, client, queries, number):
    for place in range(1, number):
        course = build_course(site, f"course-{place}", modules=1, units=1, organisation=world.north)
        person = seat(world.seats[0].user, build_cohort(course))
        submit(world.quiz, [person], ANSWERS[:1])
    enter(client, world.trainer)
    client.get(address(world))
    with queries(16):
        page = client.get(address(world))
    named = re.findall(r">([^<]*Autumn run)</option>", page.content.decode())
    assert sorted(named) == [f"{key} en, Autumn run" for key in ("course", "course-1", "course-2")[:number]]
