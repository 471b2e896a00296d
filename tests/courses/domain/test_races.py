"""What several workers do at the same moment: seats, results, completion, marks. Real processes, a real database."""

from datetime import date

import pytest

from courses.domain import enrolment
from courses.enums import EnrolmentStatus, JoinMode
from courses.models import Attendance, Enrolment, UnitResult
from lms.core.keys import key_uuid
from tests.factories.courses import build_cohort, build_course, build_user, seat
from tests.factories.race import race

FUTURE = {"starts_on": date(2099, 10, 12), "ends_on": date(2099, 10, 23)}
pytestmark = pytest.mark.django_db(transaction=True)

JOIN = """
from courses.domain.enrolment import request_seat
from courses.domain.errors import NoSeatsLeft
from courses.models import Cohort
from lms.accounts.models import User
try:
    print(request_seat(User.objects.order_by("pk")[number], Cohort.objects.get()).status)
except NoSeatsLeft:
    print("full")
"""

ACCEPT = """
from courses.domain.enrolment import decide
from courses.domain.errors import NoSeatsLeft
from courses.models import Enrolment
try:
    print(decide(Enrolment.objects.order_by("pk")[number], True, None).status)
except NoSeatsLeft:
    print("full")
"""

COMPLETE = """
from decimal import Decimal
from uuid import UUID
from courses.domain.progress import complete_unit
from courses.models import Enrolment
from courses.signals import enrolment_completed
told = []
def hear(**news):
    told.append(news["enrolment_id"])
enrolment_completed.connect(hear)
for percent in range(number, 60, 6):
    complete_unit(Enrolment.objects.get(), UUID("KEY"), passed=percent >= 20, percent=Decimal(percent))
print(len(told))
"""

MARK = """
from datetime import date
from courses.domain import attendance
from courses.models import Enrolment
seat = Enrolment.objects.select_related("cohort__course").get()
attendance.record(seat.cohort, date(2026, 9, 7), "am", {seat.pk: "present" if number % 2 else "absent"}, by=None)
print("saved")
"""


@pytest.fixture
def course(site):
    return build_course(site, modules=1, units=1, languages=["kk"])


def test_two_seats_and_six_people_who_join_at_once(course):
    build_cohort(course, seats=2, join_mode=JoinMode.OPEN, **FUTURE)
    for number in range(6):
        build_user(number)
    assert sorted(race(JOIN, 6)) == ["active"] * 2 + ["full"] * 4
    assert Enrolment.objects.filter(status=EnrolmentStatus.ACTIVE).count() == 2
    assert Enrolment.objects.count() == 2


def test_two_seats_and_six_requests_accepted_at_once(course):
    cohort = build_cohort(course, seats=2, join_mode=JoinMode.APPROVAL, **FUTURE)
    for number in range(6):
        enrolment.request_seat(build_user(number), cohort)
    assert sorted(race(ACCEPT, 6)) == ["active"] * 2 + ["full"] * 4
    assert Enrolment.objects.filter(status=EnrolmentStatus.ACTIVE).count() == 2
    assert Enrolment.objects.filter(status=EnrolmentStatus.REQUESTED).count() == 4


def test_one_person_who_joins_six_times_at_once_has_one_seat(course):
    build_cohort(course, seats=1, join_mode=JoinMode.OPEN, **FUTURE)
    build_user()
    assert race(JOIN.replace("[number]", "[0]"), 6) == ["active"] * 6
    assert Enrolment.objects.count() == 1


def test_results_that_arrive_at_once_keep_the_best_and_announce_completion_once(course):
    learner = seat(build_user(), build_cohort(course))
    told = race(COMPLETE.replace("KEY", str(key_uuid("course-m01-l1"))), 6)
    result = UnitResult.objects.get()
    learner.refresh_from_db()
    assert (result.percent, result.completed_at is not None, learner.completed_at is not None) == (59, True, True)
    assert sorted(told) == ["0"] * 5 + ["1"]


def test_marks_of_one_half_day_saved_at_once_leave_one_row(course):
    cohort = build_cohort(course, starts_on=date(2026, 9, 7), ends_on=date(2026, 9, 8))
    seat(build_user(), cohort)
    assert race(MARK, 6) == ["saved"] * 6
    assert Attendance.objects.count() == 1
