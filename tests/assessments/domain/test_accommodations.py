"""Extra time stands on the person, reaches open attempts, and is granted by those who may."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from assessments.domain import accommodations, attempts, queries, sittings
from assessments.domain.errors import NothingGranted, NotYours, NotYourself
from assessments.models import Accommodation, Quiz
from tests.factories.assessments import build_quiz
from tests.factories.courses import build_cohort, build_course, build_user, seat
from tests.factories.people import build_center, build_organisation, build_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(site):
    class World:
        north, south, center = build_organisation("north"), build_organisation("south"), build_center()
        admin = build_staff("administrator", north)
        center_admin = build_staff("administrator", center)
        neighbour = build_staff("administrator", south)
        trainer = build_staff("trainer", north)
        course = build_course(site, modules=1, units=1, organisation=north)
        quiz = build_quiz("course-m01")
        learner = build_user()

    Quiz.objects.filter(pk=World.quiz.pk).update(time_limit=40)
    World.quiz.time_limit = 40
    World.cohort = build_cohort(World.course)
    seat(World.learner, World.cohort)
    return World


def start(world):
    return attempts.start_attempt(world.learner, world.quiz, world.quiz.unit_key)


def offer(world):
    return queries.offer(world.learner, world.quiz, world.quiz.unit_key)


def test_later_attempts_have_the_time_and_the_page_says_so(world):
    assert offer(world).time_words == ["40 min"]
    granted = {"extra_percent": 50, "break_minutes": 15, "large_print": True}
    row = accommodations.grant(world.learner, by=world.admin, **granted)
    assert {name: getattr(row, name) for name in granted} == granted
    shown = offer(world)
    assert shown.time_words == ["60 min, extended from 40", "15 minutes of breaks", "large print"]
    assert shown.large_print is True
    attempt = start(world)
    assert (attempt.plain_seconds, attempt.limit_seconds, attempt.break_seconds) == (2400, 3600, 900)
    assert attempt.deadline == attempt.started_at + timedelta(minutes=60)


def test_grants_and_withdrawals_are_logged_without_what_was_granted(world):
    accommodations.grant(world.learner, by=world.admin, extra_percent=50)
    for _time in range(2):
        accommodations.withdraw(world.learner, by=world.center_admin)
    entries = ModelLogEntry.objects.filter(object_id=str(world.learner.pk), action__contains="_aids").order_by("pk")
    assert [(entry.action, entry.user, entry.data) for entry in entries] == [
        ("assessments.grant_aids", world.admin, {}),
        ("assessments.withdraw_aids", world.center_admin, {}),
    ]


def test_no_limit_has_no_end(world):
    accommodations.grant(world.learner, by=world.admin, no_limit=True)
    assert offer(world).time_words == ["no time limit, instead of 40 min"]
    attempt = start(world)
    assert (attempt.limit_seconds, attempt.deadline) == (None, None)
    assert attempts.close_overdue(timezone.now() + timedelta(days=9)) == 0


def test_an_open_attempt_gains_the_time_and_the_closing_time_moves_with_it(world):
    now = timezone.now()
    opens, closes = now - timedelta(minutes=10), now + timedelta(minutes=30)
    sittings.plan(world.cohort, world.quiz, world.quiz.unit_key, opens, closes, world.admin, with_code=False)
    attempt = start(world)
    assert attempt.deadline == closes
    accommodations.grant(world.learner, by=world.admin, extra_percent=50)
    attempt.refresh_from_db()
    assert (attempt.deadline, attempt.limit_seconds) == (closes + timedelta(minutes=20), 3600)
    accommodations.grant(world.learner, by=world.admin, extra_percent=25)
    accommodations.withdraw(world.learner, by=world.admin)
    attempt.refresh_from_db()
    assert (attempt.deadline, attempt.limit_seconds) == (closes + timedelta(minutes=20), 3600)
    assert Accommodation.objects.count() == 0
    attempts.submit_attempt(attempt.pk)
    assert start(world).limit_seconds == 2400


def test_a_submitted_attempt_is_left_as_it_is(world):
    attempt = attempts.submit_attempt(start(world).pk)
    accommodations.grant(world.learner, by=world.admin, extra_percent=100)
    again = type(attempt).objects.get(pk=attempt.pk)
    assert (again.deadline, again.limit_seconds) == (attempt.deadline, 2400)


def test_only_administrators_grant_and_only_to_people_they_look_after(world):
    for by in (world.neighbour, world.trainer, world.learner):
        expected = NotYourself if by == world.learner else NotYours
        with pytest.raises(expected):
            accommodations.grant(world.learner, by=by, extra_percent=50)
        with pytest.raises(expected):
            accommodations.withdraw(world.learner, by=by)
    with pytest.raises(NotYourself):
        accommodations.grant(world.admin, by=world.admin, extra_percent=50)
    assert Accommodation.objects.count() == 0
    accommodations.grant(world.learner, by=world.center_admin, extra_percent=50)
    assert Accommodation.objects.get().granted_by == world.center_admin
    assert list(accommodations.search(world.neighbour, "")) == []
    assert list(accommodations.search(world.admin, "")) == [world.learner]


def test_nothing_and_a_share_that_is_not_offered_are_refused(world):
    with pytest.raises(NothingGranted):
        accommodations.grant(world.learner, by=world.admin)
    with pytest.raises(ValueError, match="33"):
        accommodations.grant(world.learner, by=world.admin, extra_percent=33)
    accommodations.grant(world.learner, by=world.admin, extra_percent=25)
    with pytest.raises(IntegrityError), transaction.atomic():
        Accommodation.objects.update(extra_percent=33)
