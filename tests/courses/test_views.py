from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from courses import sections
from courses.domain import timetable
from courses.domain.enrolment import request_seat
from courses.domain.progress import complete_unit
from courses.enums import EnrolmentStatus, JoinMode
from courses.models import Enrolment, SupportContact, UnitResult
from lms.accounts.models import Region
from lms.core.keys import key_uuid
from tests.factories.courses import build_cohort, build_course, build_user, page_of, seat
from tests.factories.people import build_staff

pytestmark = pytest.mark.django_db
FUTURE = {"starts_on": date(2099, 10, 12), "ends_on": date(2099, 10, 23)}
DASHBOARD = 16
SECRET = {"name": "Secret name", "room": "Room 412", "address": "1 Hidden Street"}


@pytest.fixture
def region():
    return Region.objects.create(code="KZ-71", name_kk="Астана", name_ru="Астана", name_en="Astana")


@pytest.fixture
def course(site):
    return build_course(site, modules=2, units=2)


def text(response):
    return response.content.decode()


def test_dashboard_names_one_next_step_and_what_is_missing(client, course):
    learner = seat(build_user(), build_cohort(course, **FUTURE))
    complete_unit(learner, key_uuid("course-m01-l1"), passed=True)
    client.force_login(learner.user)
    page = text(client.get("/en/my/"))

    step = page_of("course-m01-l2", "en")
    assert page.count(f'class="btn" href="{step.get_url()}"') == 1
    assert page.count('class="btn"') == 1
    assert "Next step. Day 1, step 2 of 2" in page
    assert "Continue where you left" in page
    assert "Next steps:" in page
    assert '<progress class="meter-bar" value="1" max="4"' in page


def test_dashboard_before_the_first_course_leads_to_the_catalogue(client, site):
    client.force_login(build_user())
    page = text(client.get("/en/my/"))
    assert "Choose your first course" in page
    assert f'class="btn" href="{site.catalogue["en"].get_url()}"' in page


def test_dashboard_asks_strangers_to_log_in_and_come_back(client, site):
    response = client.get("/en/my/")
    assert (response.status_code, response["Location"]) == (302, "/en/accounts/login/?next=/en/my/")


def test_dashboard_shows_nobody_elses_course(client, course, site):
    other = build_course(site, key="other", modules=1, units=1)
    seat(build_user(2), build_cohort(other, name="Elsewhere", **FUTURE))
    client.force_login(seat(build_user(1), build_cohort(course, **FUTURE)).user)
    page = text(client.get("/en/my/"))
    assert "Elsewhere" not in page
    assert "other-m01" not in page


def test_days_to_come_show_time_and_room_in_the_cohorts_zone(client, course):
    cohort = build_cohort(course, room="Room 412", **FUTURE)
    timetable.plan_sessions(cohort, 2)
    client.force_login(seat(build_user(), cohort).user)
    page = text(client.get("/en/my/"))
    assert page.count("09:00–16:45, Room 412") == 2


def plant_runs(client, site, count):
    user = build_user()
    for number in range(count):
        course = build_course(site, key=f"c{number}", modules=1, units=2, languages=["en"])
        cohort = build_cohort(course, name=f"Run {number}", **FUTURE)
        timetable.plan_sessions(cohort, 1)
        complete_unit(seat(user, cohort), key_uuid(f"c{number}-m01-l1"), passed=True)
    client.force_login(user)


@pytest.mark.parametrize("count", [1, 3])
def test_dashboard_costs_the_same_for_one_course_and_for_three(client, site, queries, count, monkeypatch):
    monkeypatch.setattr(sections, "SECTIONS", [])
    plant_runs(client, site, count)
    client.get("/en/my/")
    with queries(DASHBOARD):
        page = text(client.get("/en/my/"))
    assert page.count("Next steps:") == count


def test_cohort_page_tells_strangers_region_and_month_and_no_more(client, course, region):
    cohort = build_cohort(course, region=region, **SECRET, **FUTURE)
    cohort.trainers.add(build_user(5))
    timetable.plan_sessions(cohort, 1)
    client.force_login(build_user(1))
    page = text(client.get(f"/en/cohorts/{cohort.public_id}/"))

    assert "Astana" in page
    assert "October 2099" in page
    for planted in (*SECRET.values(), "Үлгі005", "12 October", "Oct. 12", "09:00"):
        assert planted not in page


def test_cohort_page_shows_everything_to_its_people(client, course, region):
    cohort = build_cohort(course, region=region, **SECRET, **FUTURE)
    cohort.trainers.add(build_user(5))
    timetable.plan_sessions(cohort, 1)
    client.force_login(seat(build_user(1), cohort).user)
    page = text(client.get(f"/en/cohorts/{cohort.public_id}/"))
    for shown in (*SECRET.values(), "Үлгі005", "09:00–16:45"):
        assert shown in page


@pytest.mark.parametrize("fields", [{"opened": False}, {"join_mode": JoinMode.INVITED}], ids=["draft", "invited"])
def test_a_cohort_that_nobody_may_join_is_not_found(client, course, fields):
    cohort = build_cohort(course, **SECRET, **FUTURE, **fields)
    client.force_login(build_user())
    for response in (
        client.get(f"/en/cohorts/{cohort.public_id}/"),
        client.post(f"/en/cohorts/{cohort.public_id}/join/"),
    ):
        assert response.status_code == 404
        assert "Secret name" not in text(response)
    assert Enrolment.objects.count() == 0


def test_joining_happens_by_post_alone_and_once(client, course):
    cohort = build_cohort(course, join_mode=JoinMode.OPEN, **FUTURE)
    client.force_login(build_user())
    assert client.get(f"/en/cohorts/{cohort.public_id}/join/").status_code == 405
    assert Enrolment.objects.count() == 0
    for _again in range(2):
        response = client.post(f"/en/cohorts/{cohort.public_id}/join/", follow=True)
        assert "You have a seat." in text(response)
    assert Enrolment.objects.values_list("status").get() == (EnrolmentStatus.ACTIVE,)


def test_a_full_cohort_says_so_in_words(client, course):
    cohort = build_cohort(course, join_mode=JoinMode.OPEN, seats=1, **FUTURE)
    request_seat(build_user(1), cohort)
    client.force_login(build_user(2))
    page = text(client.post(f"/en/cohorts/{cohort.public_id}/join/", follow=True))
    assert "All seats in this cohort are taken." in page
    assert "Take a seat" not in page
    assert Enrolment.objects.count() == 1


def test_done_leads_to_the_next_step_and_counts_once(client, course):
    learner = seat(build_user(), build_cohort(course, **FUTURE))
    client.force_login(learner.user)
    url = f"/ru/units/{key_uuid('course-m01-l2')}/done/"
    assert client.get(url).status_code == 405
    for _again in range(2):
        response = client.post(url)
        assert response["Location"] == page_of("course-m02-l1", "ru").get_url()
    assert UnitResult.objects.values_list("unit_key").get() == (key_uuid("course-m01-l2"),)

    last = client.post(f"/ru/units/{key_uuid('course-m02-l2')}/done/")
    assert last["Location"] == "/ru/my/"


def test_done_is_not_found_for_those_without_a_seat_and_for_steps_that_are_judged(client, course):
    cohort = build_cohort(course, **FUTURE)
    client.force_login(build_user())
    url = reverse("unit_done", args=[key_uuid("course-m01-l1")])
    assert client.post(url).status_code == 404

    cohort.units = [{**unit, "kind": "quiz"} for unit in cohort.units]
    cohort.save()
    client.force_login(seat(build_user(2), cohort).user)
    assert client.post(url).status_code == 404
    assert UnitResult.objects.count() == 0


def test_support_page_shows_contacts_with_their_date(client, site):
    SupportContact.objects.create(
        key="111", contact="111", label_kk="Сенім телефоны", label_en="National line", checked_on=date(2026, 9, 1)
    )
    SupportContact.objects.create(key="112", contact="112", label_en="Nobody has dialled it yet")
    page = text(client.get("/en/support/"))
    assert '<p class="h-s"><a href="tel:111">111</a></p>' in page
    assert "<p>National line</p>" in page
    assert "Nobody has dialled it yet" in page
    assert page.count("Checked on") == page.count("Checked on 1 September 2026") == 2  # the page and its support panel


def test_times_are_those_of_the_cohort(course):
    cohort = build_cohort(course, **FUTURE)
    timetable.plan_sessions(cohort, 1)
    assert cohort.sessions.first().starts_at == datetime(2099, 10, 12, 4, 0, tzinfo=UTC)


def test_other_apps_add_sections_to_the_dashboard(client, site, monkeypatch):
    monkeypatch.setattr(sections, "SECTIONS", [])
    sections.add(lambda user: ("courses/closed.html", {"course": f"for {user.email}"}))
    sections.add(lambda user: None)
    user = build_user()
    assert sections.sections_for(user) == [
        {"template": "courses/closed.html", "context": {"course": "for learner1@example.kz"}}
    ]


LANDINGS = [(None, False, "/en/my/"), ("trainer", False, "/admin/"), ("trainer", True, "/en/my/")]


@pytest.mark.parametrize(("role", "learns", "lands"), LANDINGS)
def test_staff_without_a_seat_land_at_their_work(client, course, role, learns, lands):
    user = build_staff(role, course.organisation) if role else build_user()
    if learns:
        seat(user, build_cohort(course, **FUTURE))
    client.force_login(user)
    assert client.get("/en/my/start/").url == lands
