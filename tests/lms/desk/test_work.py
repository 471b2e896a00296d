"""The first panel of the admin's home: what waits for this person."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import RequestFactory
from django.utils import timezone
from django.utils.translation import override

from courses.domain.enrolment import request_seat
from lms.accounts.domain import memberships
from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.desk.work import WorkPanel
from tests.factories.certificates import graduate
from tests.factories.courses import build_cohort, build_course, build_user, page_of, seat
from tests.factories.people import build_center, build_organisation, build_staff, enter

ROLES = (Role.SECOND_READER, Role.ADMINISTRATOR, Role.ISSUER)
PANEL = 11


@pytest.fixture
def north(site):
    build_center()
    return build_organisation("north")


@pytest.fixture
def everything(north):
    """Somebody who reads, runs cohorts and issues in north."""
    user = build_staff(Role.SECOND_READER, north, "everything")
    for role in ROLES[1:]:
        memberships.bootstrap(user, role, north)
    return user


def fresh(user):
    return User.objects.get(pk=user.pk)


def panel(user, language="en"):
    request = RequestFactory().get("/admin/")
    request.user = user
    with override(language):
        return BeautifulSoup(WorkPanel().render_html({"request": request}), "html.parser")


def lines(user, language="en"):
    return [
        (section.h3.get_text(" ", strip=True), [" ".join(li.get_text(" ").split()) for li in section.select("li")])
        for section in panel(user, language).select(".lms-work > section")
    ]


def build_work(site, organisation, count):
    """`count` of everything: a text in review, a request for a seat, a completed person, a run to come."""
    trainer = build_staff("trainer", organisation)
    today = timezone.localdate()
    for number in range(1, count + 1):
        course = build_course(site, f"north{number}", modules=1, units=1, organisation=organisation)
        memberships.sync_grants()
        lesson = page_of(f"north{number}-m01-l1", "kk")
        lesson.save_revision(user=trainer)
        lesson.get_workflow().start(lesson, trainer)
        run = build_cohort(course, f"Run {number}", starts_on=today, ends_on=today + timedelta(days=number))
        request_seat(build_user(10 + number), run)
        graduate(build_user(20 + number), run)
        seat(build_user(30 + number), run)


def test_each_role_meets_its_own_work(site, north, everything):
    build_work(site, north, 1)
    today = timezone.localdate()
    since = f"{today.day} {today:%B} {today.year}"
    tasks = lines(fresh(everything))
    assert tasks[0] == ("1 text waits for your review", [f"north1-m01-l1 kk Қазақша since {since} What changes"])
    assert tasks[1:3] == [
        ("Requests for a seat", ["north1 en Run 1 1 request"]),
        ("Certificates to issue", ["north1 en Run 1 1 person has met all conditions"]),
    ]
    assert tasks[3][0] == "Cohorts of today and to come"
    assert tasks[3][1][0].startswith("north1 en Run 1 ")
    assert tasks[3][1][0].endswith(" Attendance")
    assert [name for name, _rows in lines(build_staff("issuer", north))] == ["Certificates to issue"]


def test_work_of_another_university_is_not_there(site, north):
    build_work(site, north, 1)
    south = build_organisation("south")
    for role in ("second_reader", "administrator", "issuer", "trainer"):
        text = panel(build_staff(role, south)).get_text()
        assert ("north1" in text, "Nothing waits for you at present." in text) == (False, True)


def test_the_panel_speaks_the_persons_language(site, north, everything):
    build_work(site, north, 1)
    assert lines(fresh(everything), "kk")[1][1] == ["north1 kk Run 1 1 request"]


def test_runs_that_are_over_do_not_stand_there(site, north, everything):
    course = build_course(site, "past", modules=1, units=1, organisation=north)
    today = timezone.localdate()
    build_cohort(course, starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1))
    assert lines(fresh(everything)) == []


def test_it_stands_first_on_the_home_page(client, site, north, everything):
    build_work(site, north, 1)
    html = BeautifulSoup(enter(client, everything).get("/admin/").content, "html.parser")
    assert next(section["id"] for section in html.select("section.w-panel--dashboard")) == "work-section"


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_for_one_and_for_three(site, north, everything, queries, count):
    build_work(site, north, count)
    user = fresh(everything)
    panel(user)
    with queries(PANEL):
        panel(fresh_without_query(user))


def fresh_without_query(user):
    user.__dict__.pop("_roles_held", None)
    return user
