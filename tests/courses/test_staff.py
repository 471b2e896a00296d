"""The screens around a cohort in the Wagtail admin."""

from datetime import date

import pytest
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from courses.domain import attendance, timetable
from courses.domain.enrolment import request_seat
from courses.domain.progress import complete_unit
from courses.enums import CohortStatus, EnrolmentStatus, JoinMode
from courses.models import Attendance, Cohort, Enrolment, Session
from lms.accounts.models import Profile, User
from lms.core.keys import key_uuid
from tests.factories.courses import build_cohort, build_course, build_user, seat
from tests.factories.people import build_center, build_organisation, build_staff, enter

pytestmark = pytest.mark.django_db
FUTURE = {"starts_on": date(2099, 9, 7), "ends_on": date(2099, 9, 18)}
PAST = {"starts_on": date(2026, 9, 7), "ends_on": date(2026, 9, 18)}
ROSTER, ATTENDANCE, INDEX, SAVE_130 = 21, 19, 14, 24
SCREENS = ["roster", "attendance", "timetable", "people", "open", "close", "adopt"]


@pytest.fixture
def center(site):
    return build_center()


@pytest.fixture
def course(site, center):
    return build_course(site, modules=1, units=2, organisation=center, languages=["en"])


@pytest.fixture
def admin(client, center):
    person = build_staff("administrator", center)
    sign_in(client, person)
    return person


def sign_in(client, person):
    """With the interface in English, as the assertions are."""
    profile = UserProfile.get_for_user(person)
    profile.preferred_language = "en"
    profile.save()
    enter(client, person)


def text(response):
    return response.content.decode()


def url(cohort, screen):
    return f"/admin/cohorts/{cohort.pk}/{screen}/"


def test_roster_shows_progress_attendance_and_who_meets_the_conditions(client, course, admin):
    cohort = build_cohort(course, **PAST)
    done, begun = seat(build_user(1), cohort), seat(build_user(2), cohort)
    for key in ("course-m01-l1", "course-m01-l2"):
        complete_unit(done, key_uuid(key), passed=True)
    attendance.record(cohort, date(2026, 9, 7), "am", {done.pk: "present", begun.pk: "absent"}, by=admin)
    response = client.get(url(cohort, "roster"))

    rows = {row.enrolment: row for row in response.context["rows"]}
    assert (rows[done].standing.done, rows[done].standing.attendance_percent, rows[done].met) == (2, 100, True)
    assert (rows[begun].standing.done, rows[begun].standing.attendance_percent, rows[begun].met) == (0, 0, False)
    page = text(response)
    assert "2 of 2" in page
    assert "1 of 1 (100%)" in page
    assert "0 of 2 steps done" in page
    assert "1 person meets all conditions." in page


def test_the_days_of_a_russian_roster_end_with_one_full_stop(client, course, admin):
    UserProfile.objects.filter(user=admin).update(preferred_language="ru")
    page = text(client.get(url(build_cohort(course, **PAST), "roster")))
    assert ("2026\N{NO-BREAK SPACE}г. ·" in page or "2026 г. ·" in page, "г.." in page) == (True, False)


def test_roster_finds_people_by_name_and_state(client, course, admin):
    cohort = build_cohort(course, **PAST)
    for number in (1, 2):
        seat(build_user(number), cohort)

    def found(query):
        return [row.enrolment.user.email for row in client.get(url(cohort, "roster") + query).context["rows"]]

    assert found("?q=үлгі002") == ["learner2@example.kz"]
    assert found("?q=learner1@") == ["learner1@example.kz"]
    assert found("?state=met") == []
    assert len(found("?state=open")) == 2


def test_people_stand_in_the_order_of_the_kazakh_alphabet(client, course, admin):
    cohort = build_cohort(course, **PAST)
    for number, family in enumerate(["Қасым", "Ким", "Әлиев", "Яковлев", "Абай", "Іле"], start=1):
        person = seat(build_user(number), cohort).user.profile
        person.family_name = family
        person.save()
    names = [row.name.split()[0] for row in client.get(url(cohort, "roster")).context["rows"]]
    assert names == ["Абай", "Әлиев", "Ким", "Қасым", "Іле", "Яковлев"]


def test_requests_are_answered_from_the_roster(client, course, admin):
    cohort = build_cohort(course, join_mode=JoinMode.APPROVAL, **FUTURE)
    first, second = (request_seat(build_user(number), cohort) for number in (1, 2))
    assert "Үлгі001" in text(client.get(url(cohort, "roster")))
    client.post(url(cohort, "roster"), {"accept": first.pk})
    client.post(url(cohort, "roster"), {"decline": second.pk})
    assert list(Enrolment.objects.order_by("pk").values_list("status", "decided_by")) == [
        (EnrolmentStatus.ACTIVE, admin.pk),
        (EnrolmentStatus.DECLINED, admin.pk),
    ]


def test_a_request_of_another_cohort_is_not_answered_here(client, course, admin):
    here, there = build_cohort(course, **FUTURE), build_cohort(course, name="There", **FUTURE)
    asked = request_seat(build_user(), there)
    assert client.post(url(here, "roster"), {"accept": asked.pk}).status_code == 404
    asked.refresh_from_db()
    assert asked.status == EnrolmentStatus.REQUESTED


def test_a_half_day_is_recorded_by_one_post_and_corrected_by_another(client, course, admin):
    cohort = build_cohort(course, **PAST)
    timetable.plan_sessions(cohort, 2)
    here, away = seat(build_user(1), cohort), seat(build_user(2), cohort)
    screen = client.get(url(cohort, "attendance"))
    assert (screen.context["date"], screen.context["half"]) == (date(2026, 9, 7), "am")
    assert text(screen).count('value="present"') == text(screen).count("checked") == 2

    def marks(second):
        chosen = {"date": "2026-09-07", "half": "am"}
        return {**chosen, f"presence-{here.pk}": "present", f"presence-{away.pk}": second}

    def recorded():
        return list(Attendance.objects.order_by("enrolment").values_list("enrolment", "presence", "recorded_by"))

    client.post(url(cohort, "attendance"), marks("absent"))
    assert recorded() == [(here.pk, "present", admin.pk), (away.pk, "absent", admin.pk)]
    client.post(url(cohort, "attendance"), marks("present"))
    assert recorded() == [(here.pk, "present", admin.pk), (away.pk, "present", admin.pk)]
    entries = ModelLogEntry.objects.filter(action__endswith="attendance").order_by("timestamp")
    assert [(entry.action, entry.data["recorded"], entry.data["corrected"]) for entry in entries] == [
        ("courses.record_attendance", 2, {}),
        ("courses.correct_attendance", 1, {str(away.pk): ["absent", "present"]}),
    ]
    assert "Corrected 1 mark of 7 September 2026, morning" in text(client.get(f"/admin/cohorts/history/{cohort.pk}/"))
    screen = client.get(url(cohort, "attendance"))
    assert (screen.context["date"], screen.context["half"]) == (date(2026, 9, 7), "pm")


def test_saving_the_same_marks_again_changes_nothing(course, admin):
    cohort = build_cohort(course, **PAST)
    seated = seat(build_user(), cohort)
    for _again in range(2):
        attendance.record(cohort, date(2026, 9, 7), "am", {seated.pk: "present"}, by=admin)
    assert ModelLogEntry.objects.filter(action__endswith="attendance").count() == 1


def test_attendance_of_a_future_or_foreign_day_and_of_strangers_is_refused(client, course, admin):
    cohort, other = build_cohort(course, **PAST), build_cohort(course, name="Other", **PAST)
    seated, stranger = seat(build_user(1), cohort), seat(build_user(2), other)
    later = build_cohort(course, name="Later", starts_on=date(2099, 1, 5), ends_on=date(2099, 1, 9))
    future = seat(build_user(3), later)
    for where, who, day in [
        (cohort, seated, date(2026, 9, 6)),
        (later, future, date(2099, 1, 5)),
        (cohort, stranger, date(2026, 9, 7)),
    ]:
        with pytest.raises(attendance.AttendanceRefused):
            attendance.record(where, day, "am", {who.pk: "present"}, by=admin)
    assert Attendance.objects.count() == 0


def test_people_are_added_by_a_list_of_addresses(client, course, admin):
    cohort = build_cohort(course, seats=2, **PAST)
    for number in (1, 2, 3):
        build_user(number)
    addresses = "Learner1@example.kz, nobody@example.kz\nlearner2@example.kz; learner3@example.kz"
    page = text(client.post(url(cohort, "people"), {"addresses": addresses}, follow=True))
    assert "2 people have a seat now." in page
    assert "No account: nobody@example.kz" in page
    assert "learner3@example.kz: All seats in this cohort are taken." in page
    seated = Enrolment.objects.filter(status=EnrolmentStatus.ACTIVE).values_list("user__email", flat=True)
    assert sorted(seated) == ["learner1@example.kz", "learner2@example.kz"]


@pytest.mark.parametrize(
    ("screen", "before", "after"),
    [("open", CohortStatus.DRAFT, CohortStatus.OPEN), ("close", CohortStatus.OPEN, CohortStatus.CLOSED)],
)
def test_opening_and_closing_ask_first(client, course, admin, screen, before, after):
    cohort = build_cohort(course, opened=before == CohortStatus.OPEN, **PAST)
    assert client.get(url(cohort, screen)).status_code == 200
    cohort.refresh_from_db()
    assert cohort.status == before
    client.post(url(cohort, screen))
    cohort.refresh_from_db()
    assert cohort.status == after


def test_withdrawing_asks_first_and_keeps_what_was_done(client, course, admin):
    seated = seat(build_user(), build_cohort(course, **PAST))
    complete_unit(seated, key_uuid("course-m01-l1"), passed=True)
    address = f"/admin/cohorts/{seated.cohort_id}/people/{seated.pk}/withdraw/"
    assert "Үлгі001" in text(client.get(address))
    seated.refresh_from_db()
    assert seated.status == EnrolmentStatus.ACTIVE
    client.post(address)
    seated.refresh_from_db()
    assert (seated.status, seated.unit_results.count()) == (EnrolmentStatus.WITHDRAWN, 1)


def test_timetable_is_made_over_the_weekend_and_changed_in_place(client, course, admin):
    cohort = build_cohort(course, starts_on=date(2026, 9, 10), ends_on=date(2026, 9, 11))
    client.post(url(cohort, "timetable"), {"plan": "1", "days": "3"})
    cohort.refresh_from_db()
    rows = [(row.number, row.begins.strftime("%a %d %H:%M")) for row in cohort.sessions.all()]
    assert len(rows) == 12
    assert rows[:4] == [
        ("1.1", "Thu 10 09:00"),
        ("1.2", "Thu 10 10:45"),
        ("1.3", "Thu 10 13:30"),
        ("1.4", "Thu 10 15:15"),
    ]
    assert (rows[8], cohort.ends_on) == (("3.1", "Mon 14 09:00"), date(2026, 9, 14))

    first, second = cohort.sessions.all()[:2]
    data = {"form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "2"}
    for index, (row, clock, gone) in enumerate([(first, "12:00", ""), (second, "10:45", "on")]):
        data |= {
            f"form-{index}-id": row.pk,
            f"form-{index}-day": "2026-09-10",
            f"form-{index}-time": clock,
            f"form-{index}-minutes": "60",
            f"form-{index}-title": "Welcome" if row == first else "",
            f"form-{index}-DELETE": gone,
        }
    data |= {"form-2-day": "2026-09-10", "form-2-time": "08:00", "form-2-minutes": "30", "form-2-title": "Coffee"}
    client.post(url(cohort, "timetable"), data)
    day = [row for row in Session.objects.filter(cohort=cohort) if row.begins.day == 10]
    assert [(row.number, row.title, row.begins.strftime("%H:%M"), row.minutes) for row in day][:2] == [
        ("1.1", "Coffee", "08:00", 30),
        ("1.2", "Welcome", "12:00", 60),
    ]
    assert len(day) == 4


@pytest.mark.parametrize("words", ["ақтөбе", "АҚТӨБЕ", "актобе тобы"])
def test_cohorts_are_found_whatever_the_case_and_the_keyboard(client, course, admin, words):
    build_cohort(course, name="Ақтөбе тобы")
    build_cohort(course, name="Semey group")
    page = text(client.get("/admin/cohorts/", {"q": words}))
    assert ("Ақтөбе тобы" in page, "Semey group" in page) == (True, False)


def test_a_cohort_is_made_and_changed_by_whoever_runs_it(client, course, center, admin):
    fields = {
        "name": "New run",
        "course": course.pk,
        "organisation": center.pk,
        "format": "blended",
        "starts_on": "2027-01-11",
        "ends_on": "2027-01-22",
        "time_zone": "Asia/Almaty",
        "join_mode": "approval",
        "seats": "20",
    }
    client.post("/admin/cohorts/new/", fields)
    cohort = Cohort.objects.get(name="New run")
    assert (cohort.status, cohort.seats, cohort.organisation) == (CohortStatus.DRAFT, 20, center)
    response = client.post(f"/admin/cohorts/edit/{cohort.pk}/", {**fields, "ends_on": "2027-01-01"})
    assert "The last day lies before the first." in text(response)
    seat(build_user(), cohort)
    response = client.post(f"/admin/cohorts/edit/{cohort.pk}/", {**fields, "seats": "0"})
    assert "1 person has a seat already." in text(response)
    cohort.refresh_from_db()
    assert (cohort.ends_on, cohort.seats) == (date(2027, 1, 22), 20)


def test_the_course_of_an_opened_cohort_is_fixed(client, course, center, admin, site):
    other = build_course(site, key="other", modules=1, units=1, organisation=center, languages=["en"])
    cohort = build_cohort(course, **PAST)
    fields = {
        "name": "Renamed",
        "course": other.pk,
        "organisation": center.pk,
        "format": "blended",
        "starts_on": "2026-09-07",
        "ends_on": "2026-09-18",
        "time_zone": "Asia/Almaty",
        "join_mode": "approval",
    }
    client.post(f"/admin/cohorts/edit/{cohort.pk}/", fields)
    cohort.refresh_from_db()
    assert (cohort.name, cohort.course) == ("Renamed", course)


def test_only_an_empty_draft_can_be_deleted(client, course, admin):
    draft, opened = build_cohort(course, opened=False, **PAST), build_cohort(course, name="Opened", **PAST)
    for cohort in (draft, opened):
        client.post(f"/admin/cohorts/delete/{cohort.pk}/")
    assert list(Cohort.objects.all()) == [opened]


def test_other_apps_add_buttons_to_the_roster(client, course, admin):
    cohort = build_cohort(course, **PAST)
    with hooks.register_temporarily(
        "cohort_header_buttons",
        lambda cohort, request: [HeaderButton("Papers", url=f"/x/{cohort.pk}/", icon_name="doc-full")],
    ):
        assert f'href="/x/{cohort.pk}/"' in text(client.get(url(cohort, "roster")))


# --- who sees what ---------------------------------------------------------------------------


def test_another_organisations_cohort_is_not_found_and_not_listed(client, site, course):
    foreign = build_cohort(course, name="Foreign run", address="1 Hidden Street", **PAST)
    seated = seat(build_user(1), foreign)
    sign_in(client, build_staff("administrator", build_organisation("oral")))
    addresses = [url(foreign, screen) for screen in SCREENS]
    addresses += [f"/admin/cohorts/{word}/{foreign.pk}/" for word in ("edit", "delete", "history", "history-results")]
    addresses.append(f"/admin/cohorts/{foreign.pk}/people/{seated.pk}/withdraw/")
    for address in addresses:
        for response in (client.get(address), client.post(address)):
            assert response.status_code == 404, address
            assert "Foreign run" not in text(response)
    listing = text(client.get("/admin/cohorts/"))
    assert "Foreign run" not in listing
    assert "course en" not in listing
    foreign.refresh_from_db()
    seated.refresh_from_db()
    assert (foreign.status, seated.status) == (CohortStatus.OPEN, EnrolmentStatus.ACTIVE)


def test_a_trainer_sees_own_cohorts_and_records_attendance_but_runs_nothing(client, course, site):
    trainer = build_staff("trainer", build_organisation("oral"))
    own, other = build_cohort(course, name="Own run", **PAST), build_cohort(course, name="Other run", **PAST)
    own.trainers.add(trainer)
    seated = seat(build_user(1), own)
    sign_in(client, trainer)
    listing = text(client.get("/admin/cohorts/"))
    assert "Own run" in listing
    assert "Other run" not in listing
    assert client.get(url(other, "roster")).status_code == 404

    page = text(client.get(url(own, "roster")))
    assert "Үлгі001" in page
    for action in ("Withdraw", "Close the cohort", "Add people"):
        assert action not in page
    marks = {"date": "2026-09-07", "half": "am", f"presence-{seated.pk}": "absent"}
    client.post(url(own, "attendance"), marks)
    assert Attendance.objects.values_list("presence", "recorded_by").get() == ("absent", trainer.pk)
    for screen in ("timetable", "people", "open", "close"):
        assert client.post(url(own, screen)).status_code == 302
    asked = seat(build_user(2), own)
    Enrolment.objects.filter(pk=asked.pk).update(status=EnrolmentStatus.REQUESTED)
    client.post(url(own, "roster"), {"accept": asked.pk})
    asked.refresh_from_db()
    own.refresh_from_db()
    assert (asked.status, own.status, own.sessions.count()) == (EnrolmentStatus.REQUESTED, CohortStatus.OPEN, 0)


def test_whoever_is_listed_as_trainer_without_the_role_sees_nothing(client, course, center):
    editor = build_staff("editor", center)
    cohort = build_cohort(course, **PAST)
    cohort.trainers.add(editor)
    sign_in(client, editor)
    assert client.get(url(cohort, "roster")).status_code == 404


def test_a_cohort_is_not_given_to_an_organisation_of_others(client, course, center):
    oral = build_organisation("oral")
    sign_in(client, build_staff("administrator", oral))
    fields = {
        "name": "Borrowed",
        "course": course.pk,
        "organisation": center.pk,
        "format": "blended",
        "starts_on": "2027-01-11",
        "ends_on": "2027-01-22",
        "time_zone": "Asia/Almaty",
        "join_mode": "approval",
    }
    client.post("/admin/cohorts/new/", fields)
    assert not Cohort.objects.exists()
    client.post("/admin/cohorts/new/", {**fields, "organisation": oral.pk})
    assert Cohort.objects.get().organisation == oral


def test_a_university_runs_the_centers_courses_and_its_own_but_not_a_neighbours(client, site, course):
    """A run opens the closed texts of its course to the people it enrols."""
    oral, aqtau = build_organisation("oral"), build_organisation("aqtau")
    of_oral, of_aqtau = (
        build_course(site, key=place.key, modules=1, units=1, organisation=place, languages=["en"])
        for place in (oral, aqtau)
    )
    sign_in(client, build_staff("administrator", oral))
    fields = {
        "organisation": oral.pk,
        "format": "blended",
        "starts_on": "2027-01-11",
        "ends_on": "2027-01-22",
        "time_zone": "Asia/Almaty",
        "join_mode": "approval",
    }
    for taught in (course, of_oral, of_aqtau):
        client.post("/admin/cohorts/new/", {**fields, "name": taught.key, "course": taught.pk})
    assert sorted(Cohort.objects.values_list("name", flat=True)) == sorted([course.key, of_oral.key])


# --- how much it costs -----------------------------------------------------------------------


def plant(course, count):
    cohort = build_cohort(course, **PAST)
    timetable.plan_sessions(cohort, 2)
    seats = [seat(build_user(number), cohort) for number in range(1, count + 1)]
    for each in seats:
        complete_unit(each, key_uuid("course-m01-l1"), passed=True)
    attendance.record(cohort, date(2026, 9, 7), "am", {each.pk: "present" for each in seats}, by=None)
    return cohort


@pytest.mark.parametrize("count", [1, 3])
def test_roster_and_attendance_cost_the_same_for_one_and_for_three(client, course, admin, queries, count):
    cohort = plant(course, count)
    client.get(url(cohort, "roster"))
    with queries(ROSTER):
        assert len(client.get(url(cohort, "roster")).context["rows"]) == count
    with queries(ATTENDANCE):
        assert len(client.get(url(cohort, "attendance")).context["form"].rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_cohorts_costs_the_same_for_one_and_for_three(client, course, admin, queries, count):
    for number in range(count):
        seat(build_user(number), build_cohort(course, name=f"Run {number}", **PAST))
    client.get("/admin/cohorts/")
    with queries(INDEX):
        page = text(client.get("/admin/cohorts/"))
    assert page.count("/roster/") == count


def test_a_cohort_of_130_people_needs_no_more_queries_than_one_of_three(client, course, admin, queries):
    cohort = build_cohort(course, **PAST)
    timetable.plan_sessions(cohort, 10)
    people = User.objects.bulk_create(User(email=f"person{number}@example.kz") for number in range(130))
    Profile.objects.bulk_create(
        Profile(user=person, family_name=f"Үлгі{number:03}", given_name="Айгүл") for number, person in enumerate(people)
    )
    now = timezone.now()
    Enrolment.objects.bulk_create(
        Enrolment(user=person, cohort=cohort, status=EnrolmentStatus.ACTIVE, requested_at=now) for person in people
    )
    marks = {"date": "2026-09-07", "half": "am"}
    marks |= {f"presence-{pk}": "present" for pk in cohort.enrolments.values_list("pk", flat=True)}
    with queries(SAVE_130):
        client.post(url(cohort, "attendance"), marks)
    assert Attendance.objects.filter(presence="present").count() == 130
    with queries(ROSTER):
        rows = client.get(url(cohort, "roster")).context["rows"]
    assert [row.name for row in rows] == [f"Үлгі{number:03} Айгүл" for number in range(130)]
    assert {row.standing.attendance_percent for row in rows} == {100}


def test_the_change_of_a_course_is_shown_and_then_adopted(client, site, admin, course):
    cohort = build_cohort(course, **FUTURE)
    seat(build_user(1), cohort)
    assert "asks for nothing else today" in text(client.get(url(cohort, "adopt")))
    assert url(cohort, "adopt") not in text(client.get(url(cohort, "roster")))
    course.policy = [{"rule": "units_done"}, {"rule": "attendance", "percent": 80}]
    course.save()
    assert url(cohort, "adopt") in text(client.get(url(cohort, "roster")))
    shown = text(client.get(url(cohort, "adopt")))
    assert shown.count("has more to do") == 1
    client.post(url(cohort, "adopt"), {"mark": "of another proposal"})
    cohort.refresh_from_db()
    assert cohort.policy == [{"rule": "units_done"}]
    mark = shown.split('name="mark" value="')[1].split('"')[0]
    client.post(url(cohort, "adopt"), {"mark": mark})
    cohort.refresh_from_db()
    assert cohort.policy == course.policy
