from datetime import date

import pytest
from wagtail.models import ModelLogEntry

from courses.domain import cohorts
from courses.domain.enrolment import decide, enrol, request_seat, withdraw
from courses.domain.errors import (
    CannotJoin,
    ChangeNotAllowed,
    NoSeatsLeft,
    NothingToTeach,
    PolicyInvalid,
)
from courses.enums import CohortStatus, EnrolmentStatus, JoinMode
from courses.models import Enrolment
from tests.factories.courses import build_cohort, build_course, build_user

PAST = {"starts_on": date(2020, 1, 6), "ends_on": date(2020, 1, 10)}
FUTURE = {"starts_on": date(2099, 10, 12), "ends_on": date(2099, 10, 23)}
pytestmark = pytest.mark.django_db


@pytest.fixture
def course(site):
    return build_course(site, modules=1, units=1, languages=["kk"])


def statuses():
    return list(Enrolment.objects.order_by("pk").values_list("user__email", "status"))


def test_an_open_cohort_gives_the_seat_at_once_and_only_once(course):
    cohort, user = build_cohort(course, join_mode=JoinMode.OPEN, **FUTURE), build_user()
    first = request_seat(user, cohort)
    assert request_seat(user, cohort).pk == first.pk
    assert statuses() == [("learner1@example.kz", "active")]


def test_a_cohort_by_approval_waits_for_staff(course):
    cohort, staff = build_cohort(course, join_mode=JoinMode.APPROVAL, **FUTURE), build_user(9)
    asked = [request_seat(build_user(number), cohort) for number in (1, 2)]
    assert statuses() == [("learner1@example.kz", "requested"), ("learner2@example.kz", "requested")]

    decide(asked[0], accept=True, by=staff)
    decide(asked[1], accept=False, by=staff)
    assert statuses() == [("learner1@example.kz", "active"), ("learner2@example.kz", "declined")]
    assert Enrolment.objects.get(pk=asked[0].pk).decided_by == staff


@pytest.mark.parametrize(
    ("opened", "join_mode"), [(False, JoinMode.OPEN), (True, JoinMode.INVITED)], ids=["draft", "by invitation"]
)
def test_nobody_joins_what_is_not_open_to_them(course, opened, join_mode):
    cohort = build_cohort(course, opened=opened, join_mode=join_mode, **FUTURE)
    with pytest.raises(CannotJoin):
        request_seat(build_user(), cohort)
    assert statuses() == []


def test_nobody_joins_a_run_that_is_over_but_staff_may_enrol_late(course):
    cohort, user = build_cohort(course, join_mode=JoinMode.OPEN, **PAST), build_user()
    with pytest.raises(CannotJoin):
        request_seat(user, cohort)
    assert enrol(user, cohort, by=None).status == EnrolmentStatus.ACTIVE


def test_a_closed_cohort_takes_nobody_and_keeps_who_is_there(course):
    cohort = build_cohort(course, join_mode=JoinMode.OPEN, **FUTURE)
    enrol(build_user(1), cohort, by=None)
    cohorts.close_cohort(cohort, by=None)
    with pytest.raises(CannotJoin):
        request_seat(build_user(2), cohort)
    with pytest.raises(CannotJoin):
        enrol(build_user(3), cohort, by=None)
    assert statuses() == [("learner1@example.kz", "active")]


def test_the_last_seat_is_the_last(course):
    cohort = build_cohort(course, seats=1, join_mode=JoinMode.OPEN, **FUTURE)
    seated = request_seat(build_user(1), cohort)
    second, third = build_user(2), build_user(3)
    with pytest.raises(NoSeatsLeft):
        request_seat(second, cohort)
    with pytest.raises(NoSeatsLeft):
        enrol(third, cohort, by=None)

    withdraw(seated, by=seated.user)
    request_seat(second, cohort)
    assert statuses() == [("learner1@example.kz", "withdrawn"), ("learner2@example.kz", "active")]


def test_a_request_is_not_accepted_beyond_the_seats(course):
    cohort = build_cohort(course, seats=1, join_mode=JoinMode.APPROVAL, **FUTURE)
    first, second = (request_seat(build_user(number), cohort) for number in (1, 2))
    decide(first, accept=True, by=None)
    with pytest.raises(NoSeatsLeft):
        decide(second, accept=True, by=None)
    assert statuses()[1] == ("learner2@example.kz", "requested")


def test_only_the_listed_changes_of_state_are_possible(course):
    cohort = build_cohort(course, **FUTURE)
    seated = enrol(build_user(), cohort, by=None)
    with pytest.raises(ChangeNotAllowed):
        decide(seated, accept=False, by=None)
    withdraw(seated, by=None)
    with pytest.raises(ChangeNotAllowed):
        withdraw(seated, by=None)
    assert request_seat(seated.user, cohort).status == EnrolmentStatus.REQUESTED


def test_somebody_declined_does_not_come_in_by_asking_again(course):
    cohort = build_cohort(course, join_mode=JoinMode.APPROVAL, **FUTURE)
    asked = request_seat(build_user(), cohort)
    decide(asked, accept=False, by=None)
    with pytest.raises(CannotJoin):
        request_seat(asked.user, cohort)
    assert enrol(asked.user, cohort, by=None).status == EnrolmentStatus.ACTIVE


def test_opening_freezes_policy_and_steps_and_reopening_keeps_them(course):
    cohort = build_cohort(course)
    frozen = (cohort.policy, cohort.units, cohort.opened_at)
    course.policy = [{"rule": "attendance", "percent": 80}]
    course.save()
    cohorts.close_cohort(cohort, by=None)
    cohorts.open_cohort(cohort, by=None)
    cohort.refresh_from_db()

    assert cohort.status == CohortStatus.OPEN
    assert (cohort.policy, cohort.units, cohort.opened_at) == frozen
    with pytest.raises(ChangeNotAllowed):
        cohorts.open_cohort(cohort, by=None)


def test_a_cohort_without_steps_or_with_a_faulty_policy_stays_closed(course, site):
    empty = build_cohort(build_course(site, key="empty", modules=0, languages=["kk"]), opened=False)
    with pytest.raises(NothingToTeach):
        cohorts.open_cohort(empty, by=None)
    course.policy = [{"rule": "luck"}]
    course.save()
    faulty = build_cohort(course, opened=False)
    with pytest.raises(PolicyInvalid):
        cohorts.open_cohort(faulty, by=None)
    for cohort in (empty, faulty):
        cohort.refresh_from_db()
        assert (cohort.status, cohort.opened_at, cohort.units) == (CohortStatus.DRAFT, None, [])


def test_the_history_tells_who_enrolled_by_number_and_never_by_name(course):
    cohort, staff = build_cohort(course), build_user(9)
    seated = enrol(build_user(1), cohort, by=staff)
    entry = ModelLogEntry.objects.filter(action="courses.enrol").get()
    assert (entry.user, entry.data, entry.label) == (staff, {"enrolment": seated.pk}, "Autumn run")
