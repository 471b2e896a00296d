"""Staff screens: extra time, and attempts that wait for a second person."""

import pytest
from django.urls import reverse

from assessments.domain import accommodations, attempts, marked
from assessments.domain.keys import saw_key
from assessments.models import Accommodation, Question
from courses.models import UnitResult
from lms.accounts.models import Membership
from lms.accounts.roles import Role
from tests.factories.assessments import build_quiz
from tests.factories.courses import build_cohort, build_course, build_user, seat
from tests.factories.people import build_organisation, build_staff, enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(site):
    class World:
        north, south = build_organisation("north"), build_organisation("south")
        admin, neighbour = build_staff("administrator", north), build_staff("administrator", south)
        trainer = build_staff("trainer", north)
        quiz = None

        def taker(self, number):
            person = build_user(number)
            seat(person, self.cohort)
            saw_key(person, Question.objects.all())
            return attempts.submit_attempt(attempts.start_attempt(person, self.quiz, self.quiz.unit_key).pk)

    world = World()
    course = build_course(site, modules=1, units=1, organisation=World.north)
    world.quiz, world.cohort = build_quiz("course-m01"), build_cohort(course)
    return world


def page(client, name, *args, **query):
    return client.get(reverse(f"fairness:{name}", args=args), query).content.decode()


def test_an_administrator_finds_a_person_and_grants_extra_time(world, client):
    person = build_user(1)
    seat(person, world.cohort)
    enter(client, world.admin)
    assert "Nobody yet" in page(client, "accommodations")
    for words in ("үлгі001", "ҮЛГІ001", "улги001", "марат үлгі001"):
        assert "Үлгі001" in page(client, "accommodations", q=words), words
    assert "Үлгі001" in page(client, "accommodations", q="learner1@")
    url = reverse("fairness:accommodation", args=[person.pk])
    given = {"extra_percent": "50", "break_minutes": "10", "large_print": "on"}
    assert client.post(url, given).url == reverse("fairness:accommodations")
    row = Accommodation.objects.get()
    assert (row.user, row.extra_percent, row.no_limit, row.break_minutes, row.large_print, row.granted_by) == (
        person, 50, False, 10, True, world.admin,
    )  # fmt: skip
    assert "50 % more time, 10 minutes of breaks, large print" in page(client, "accommodations")
    assert client.post(reverse("fairness:withdraw", args=[person.pk])).url == reverse("fairness:accommodations")
    assert Accommodation.objects.count() == 0


def test_nothing_chosen_is_said_and_changes_nothing(world, client):
    person = build_user(1)
    seat(person, world.cohort)
    enter(client, world.admin)
    url = reverse("fairness:accommodation", args=[person.pk])
    response = client.post(url, {"extra_percent": "0", "break_minutes": "0"})
    assert "Choose at least one, or withdraw what stands there." in response.content.decode()
    assert Accommodation.objects.count() == 0


def test_neighbours_trainers_and_coordinators_see_nobodys_extra_time(world, client):
    person = build_user(1)
    seat(person, world.cohort)
    accommodations.grant(person, by=world.admin, extra_percent=75)
    coordinator = build_user(8)
    observer = build_user(9)
    for somebody, role in ((coordinator, Role.COORDINATOR), (observer, Role.OBSERVER)):
        Membership.objects.create(user=somebody, role=role, organisation=world.north)
    enter(client, world.neighbour)
    assert "Үлгі001" not in page(client, "accommodations") + page(client, "accommodations", q="001")
    for name in ("accommodation", "withdraw"):
        assert client.post(reverse(f"fairness:{name}", args=[person.pk])).status_code == 404
    for somebody in (world.trainer, coordinator, observer):
        client.logout()
        enter(client, somebody)
        for text in (page(client, "accommodations"), page(client, "accommodation", person.pk), page(client, "marked")):
            assert "Үлгі001" not in text and "75 %" not in text and 'value="75"' not in text
        client.post(reverse("fairness:withdraw", args=[person.pk]))
    assert Accommodation.objects.count() == 1


def test_a_second_person_lets_an_attempt_count_and_says_why(world, client):
    attempt = world.taker(1)
    enter(client, world.admin)
    listed = page(client, "marked")
    assert "Үлгі001" in listed and "quiz en, attempt 1" in listed
    url = reverse("fairness:allow", args=[attempt.public_id])
    client.post(url, {"reason": " "})
    assert UnitResult.objects.count() == 0
    client.post(url, {"reason": "Wrote one of twenty"})
    attempt.refresh_from_db()
    assert (attempt.allowed_by, attempt.allowed_reason) == (world.admin, "Wrote one of twenty")
    assert UnitResult.objects.count() == 1
    text = page(client, "marked")
    assert "Nothing waits." in text and "Wrote one of twenty" in text


def test_attempts_of_another_university_are_not_found(world, client):
    attempt = world.taker(1)
    enter(client, world.neighbour)
    assert "Үлгі001" not in page(client, "marked")
    url = reverse("fairness:allow", args=[attempt.public_id])
    assert client.post(url, {"reason": "Friends"}).status_code == 404
    attempt.refresh_from_db()
    assert (attempt.allowed_at, UnitResult.objects.count()) == (None, 0)


@pytest.mark.parametrize("people", [1, 3])
def test_the_lists_ask_the_same_number_of_questions(world, queries, people):
    for number in range(people):
        attempt = world.taker(number)
        accommodations.grant(attempt.enrolment.user, by=world.admin, extra_percent=25)
    world.admin = type(world.admin).objects.get(pk=world.admin.pk)
    with queries(3):
        rows = [(str(one), one.accommodation) for one in accommodations.search(world.admin, "")]
        waiting = [
            (str(one.enrolment.user), str(one.enrolment.cohort))
            for one in marked.waiting(marked.visible_to(world.admin))
        ]
    assert (len(rows), len(waiting)) == (people, people)
