"""Planning and moving the exam days of a cohort in the staff area."""

from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.models import ModelLogEntry

from assessments.domain import sittings
from assessments.domain.errors import SittingTaken
from assessments.domain.paper import draw_form, type_sheet
from assessments.domain.sittings import CANCELLED, cancel
from assessments.models import Sitting, SittingEvent, SittingNotice
from lms.accounts.domain import memberships
from tests.factories.courses import build_cohort, build_course, build_user, seat
from tests.factories.people import build_organisation, build_person, build_staff, enter
from tests.factories.race import race
from tests.factories.sittings import begin, build_exam, build_sitting

WESTERN = ZoneInfo("Asia/Aqtau")


@pytest.fixture
def cohort(site):
    north = build_organisation("north")
    exam = build_exam(site, course=build_course(site, "north", modules=1, units=1, organisation=north))
    memberships.sync_grants()
    cohort = build_cohort(exam.course, "Northern run", time_zone="Asia/Aqtau")
    cohort.exam, cohort.north = exam, north
    return cohort


def plan(cohort, **given):
    return {
        "unit": str(cohort.exam.unit_key),
        "day": "2026-10-23",
        "opens": "10:00",
        "closes": "12:30",
        "room": "204",
        "with_code": "on",
        **given,
    }


def test_an_administrator_plans_and_moves_by_the_cohorts_clock(client, cohort):
    enter(client, build_staff("administrator", cohort.north))
    address = f"/admin/exam-days/{cohort.pk}/"
    client.post(address, plan(cohort))
    sitting = Sitting.objects.get()
    assert sitting.opens_at == datetime(2026, 10, 23, 10, tzinfo=WESTERN)
    assert (sitting.room, len(sitting.start_code)) == ("204", 6)
    assertContains(client.get(address), "10:00–12:30")
    move = f"{address}{sitting.public_id}/"
    assertContains(client.get(move), "everybody with a seat gets a letter with the old and the new time")
    client.post(move, plan(cohort, opens="11:00", reason=""))
    client.post(move, plan(cohort, opens="13:00", reason="Typing"))
    assert SittingEvent.objects.filter(step="moved").count() == 0
    client.post(move, plan(cohort, opens="11:00", reason="The hall is taken"))
    sitting.refresh_from_db()
    assert sitting.opens.hour == 11 and sitting.opens.date() == date(2026, 10, 23)
    assert SittingEvent.objects.get(step="moved").reason == "The hall is taken"


def test_what_cannot_be_is_told_and_not_done(client, cohort):
    enter(client, build_staff("administrator", cohort.north))
    address = f"/admin/exam-days/{cohort.pk}/"
    client.post(address, plan(cohort))
    assertContains(client.post(address, plan(cohort)), "another sitting of this exam at that time")
    client.post(address, plan(cohort, unit="d41d8cd9-8f00-b204-e980-0998ecf8427e", day="2026-10-24"))
    sitting = Sitting.objects.get()
    begin(sitting)
    page = client.post(f"{address}{sitting.public_id}/", plan(cohort, opens="10:05", reason="Later"))
    assertContains(page, "add minutes instead")


def test_a_sitting_is_cancelled_while_nobody_has_begun(client, cohort):
    admin = build_staff("administrator", cohort.north)
    enter(client, admin)
    address = f"/admin/exam-days/{cohort.pk}/"
    for day in ("2026-10-23", "2026-10-24"):
        client.post(address, plan(cohort, day=day))
    begun, free = Sitting.objects.all()
    begin(begun)
    draw_form(free, admin)
    page = client.get(f"{address}{free.public_id}/cancel/")
    assertContains(page, "10:00–12:30")
    assertContains(page, "Everybody with a seat gets a letter")
    client.post(f"{address}{free.public_id}/cancel/", {"reason": " "})
    assert Sitting.objects.count() == 2
    page = client.post(f"{address}{begun.public_id}/cancel/", {"reason": "Too late"}, follow=True)
    assertContains(page, "Somebody has begun, so the exam day can no longer be cancelled.")
    page = client.post(f"{address}{free.public_id}/cancel/", {"reason": "The hall is taken"}, follow=True)
    assertContains(page, "The exam day is cancelled.")
    assert list(Sitting.objects.all()) == [begun]
    entry = ModelLogEntry.objects.get(action="assessments.cancel_sitting")
    assert (entry.user, entry.object_id) == (admin, str(cohort.pk))
    assert entry.data == {
        "sitting": str(free.public_id),
        "quiz": "exam",
        "opens": free.opens.isoformat(),
        "closes": free.closes.isoformat(),
        "reason": "The hall is taken",
    }


@pytest.mark.parametrize(("screen", "verb"), [("cancel/", "cancel"), ("", "change")])
@pytest.mark.parametrize("moment", ["before", "during"])
def test_who_comes_to_a_day_that_somebody_else_cancelled_is_told_on_the_list(
    client, cohort, monkeypatch, screen, verb, moment
):
    first, second = (build_staff("administrator", cohort.north, f"administrator-{n}") for n in "ab")
    seat(build_person("learner"), cohort)
    sitting = build_sitting(cohort.exam, first, cohort=cohort, begins=60)
    usual = getattr(sittings, verb)

    def meanwhile(found, *args, **kwargs):
        cancel(found, first, "The hall is taken")
        return usual(found, *args, **kwargs)

    enter(client, second)
    index = f"/admin/exam-days/{cohort.pk}/"
    address = f"{index}{sitting.public_id}/{screen}"
    if moment == "before":
        cancel(sitting, first, "The hall is taken")
        page = client.get(address, follow=True)
        assert page.redirect_chain == [(index, 302)]
        assertContains(page, "The exam day was cancelled already.", count=1)
    else:
        monkeypatch.setattr(sittings, verb, meanwhile)
    page = client.post(address, plan(cohort, reason="Wrong week"), follow=True)
    assert page.redirect_chain == [(index, 302)]
    assertContains(page, "The exam day was cancelled already.", count=1)
    assert [each.data["reason"] for each in ModelLogEntry.objects.filter(action=CANCELLED)] == ["The hall is taken"]
    assert (Sitting.objects.count(), SittingNotice.objects.count()) == (0, 1)


def test_a_day_of_another_cohort_and_one_that_never_was_are_not_found(client, cohort):
    admin = build_staff("administrator", cohort.north)
    enter(client, admin)
    elsewhere = build_cohort(cohort.exam.course, "Second run")
    other = build_sitting(cohort.exam, admin, cohort=elsewhere)
    cancel(other, admin, "The hall is taken")
    for public_id in (other.public_id, uuid4()):
        page = client.get(f"/admin/exam-days/{cohort.pk}/{public_id}/cancel/")
        assert (page.status_code, b"cancelled already" in page.content) == (404, False)


RACE = """
from assessments.domain import sittings
from assessments.domain.errors import SittingGone
from assessments.models import Sitting
from lms.accounts.models import User
sitting, by = Sitting(pk=%d), User.objects.get(email="learner900@example.kz")
try:
    sittings.cancel(sitting, by, f"Administrator {number}")
    print("cancelled")
except SittingGone:
    print("gone")
"""


@pytest.mark.django_db(transaction=True)
def test_three_administrators_at_once_cancel_once(site):
    admin = build_user(900)
    sitting = build_sitting(build_exam(site), admin)
    seat(build_user(1), sitting.cohort)
    assert sorted(race(RACE % sitting.pk, 3)) == ["cancelled", "gone", "gone"]
    assert (ModelLogEntry.objects.filter(action=CANCELLED).count(), SittingNotice.objects.count()) == (1, 1)


def test_a_sheet_that_was_typed_in_keeps_its_sitting(cohort):
    admin = build_staff("administrator", cohort.north)
    sitting = build_sitting(cohort.exam, admin, cohort=cohort)
    type_sheet(draw_form(sitting, admin), seat(build_person("learner"), cohort), {}, admin)
    with pytest.raises(SittingTaken):
        cancel(sitting, admin, "The hall is taken")
    assert Sitting.objects.count() == 1


def test_trainers_and_neighbours_do_not_plan(client, cohort):
    trainer = build_staff("trainer", cohort.north)
    cohort.trainers.add(trainer)
    neighbour = build_staff("administrator", build_organisation("south"))
    for user, status in ((trainer, 302), (neighbour, 404)):
        enter(client, user)
        assert client.post(f"/admin/exam-days/{cohort.pk}/", plan(cohort)).status_code == status
        assertNotContains(client.get("/admin/cohorts/"), "Exam days")
    assert not Sitting.objects.exists()
