"""The invigilator's pages: who gets in, what they show, what the buttons do."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from assessments.domain import paper, prints, sittings
from assessments.models import AttemptItem, PaperEntry, PaperPrint, Sitting, SittingEvent
from lms.accounts.domain import memberships
from tests.factories.courses import build_cohort, build_course, seat
from tests.factories.people import build_center, build_organisation, build_person, build_staff, enter
from tests.factories.sittings import begin, build_exam, build_sitting


@pytest.fixture
def north(site):
    """An exam of the university "north" with a sitting, its trainer, and one of "south" with planted words."""
    north, south = build_organisation("north"), build_organisation("south")
    trainer = build_staff("trainer", north)
    exam = build_exam(site, course=build_course(site, "north", modules=1, units=1, organisation=north))
    foreign = build_exam(site, "foreign", build_course(site, "south", modules=1, units=1, organisation=south))
    memberships.sync_grants()
    cohort = build_cohort(exam.course, "Northern run")
    cohort.trainers.add(trainer)
    sitting = build_sitting(exam, trainer, cohort=cohort, room="204")
    planted = build_sitting(foreign, None, cohort=build_cohort(foreign.course, "Plovercohort"), room="ploverroom")
    one = build_person("ploverperson")
    planted.stranger = begin(planted, user=one)
    sitting.planted, sitting.trainer, sitting.north = planted, trainer, north
    return sitting


@pytest.fixture
def as_trainer(client, north):
    enter(client, north.trainer)
    return client


def room(sitting, rest=""):
    return f"/en/exams/{sitting.public_id}/{rest}"


def answered(attempt, waiting=2, done=1):
    version = attempt.quiz.items.first().question.versions.first()
    rows = [{"": ["a"]}] * done + [None] * waiting
    AttemptItem.objects.bulk_create(
        AttemptItem(attempt=attempt, position=n, version=version, response=one) for n, one in enumerate(rows, 1)
    )


def actors(sitting):
    learner = build_person("learner-of-run")
    seat(learner, sitting.cohort)
    both = build_staff("administrator", sitting.north, "administrator-learning")
    seat(both, sitting.cohort)
    return {
        "trainer of the run": sitting.trainer,
        "administrator": build_staff("administrator", sitting.north),
        "Center": build_staff("administrator", build_center()),
        "another trainer": build_staff("trainer", sitting.north, "trainer-other"),
        "editor": build_staff("editor", build_center()),
        "issuer": build_staff("issuer", sitting.north),
        "second reader": build_staff("second_reader", sitting.north),
        "neighbour": build_staff("administrator", sitting.planted.cohort.organisation),
        "administrator who learns here": both,
        "learner": learner,
    }


INVIGILATORS = {"trainer of the run", "administrator", "Center"}
MAY_HAVE_EXAMS = INVIGILATORS | {"another trainer", "neighbour", "administrator who learns here"}


def test_the_menu_of_the_site_leads_those_who_may_run_exams_to_them(client, north):
    led = set()
    for name, user in actors(north).items():
        enter(client, user)
        if '<a href="/en/exams/"' in client.get("/en/account/profile/").content.decode():
            led.add(name)
    assert led == MAY_HAVE_EXAMS
    client.logout()
    assertNotContains(client.get("/en/"), "/en/exams/")


def test_only_invigilators_come_in_and_act(client, north):
    attempt = begin(north)
    doors = ["", "wall/", f"people/{attempt.public_id}/", "do/minutes/", f"people/{attempt.public_id}/end/"]
    seen, acted = {}, set()
    for name, user in actors(north).items():
        enter(client, user)
        seen[name] = {client.get(room(north, door)).status_code == 200 for door in doors}
        form = {"token": uuid4(), "minutes": 5, "reason": f"Given by {name}"}
        client.post(room(north, "do/minutes/"), form)
        if SittingEvent.objects.filter(reason=form["reason"]).exists():
            acted.add(name)
    assert {name for name, doors in seen.items() if doors == {True}} == INVIGILATORS
    assert {name for name, doors in seen.items() if True in doors} == INVIGILATORS
    assert acted == INVIGILATORS


def test_a_session_without_second_factor_is_led_to_it(client, north):
    client.force_login(north.trainer)
    assert "/accounts/" in client.get(room(north))["Location"]
    assert client.get(room(north), headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403
    client.post(room(north, "do/pause/"), {"token": uuid4(), "reason": "No factor"})
    assert not SittingEvent.objects.filter(reason="No factor").exists()


def test_the_list_holds_own_sittings_alone(as_trainer, north):
    page = as_trainer.get("/en/exams/")
    assertContains(page, "Northern run", count=1)
    for word in ("Plovercohort", "ploverroom", str(north.planted.public_id)):
        assertNotContains(page, word)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_and_the_room_name_the_course_of_a_cohort(site, as_trainer, north, queries, number):
    for place in range(1, number):
        course = build_course(site, f"other-{place}", modules=1, units=1, organisation=north.north)
        exam = build_exam(site, f"exam-{place}", course)
        cohort = build_cohort(course, "Northern run")
        cohort.trainers.add(north.trainer)
        build_sitting(exam, north.trainer, cohort=cohort)
    as_trainer.get("/en/exams/")
    with queries(12):
        page = as_trainer.get("/en/exams/")
    for name in ("north", "other-1", "other-2")[:number]:
        assertContains(page, f"<span>{name} en, Northern run</span>", count=1)
    assertContains(as_trainer.get(room(north)), "<span>north en, Northern run</span>", count=1)


def test_another_sittings_person_is_not_found(as_trainer, north):
    stranger = north.planted.stranger
    for door in ("", "pause/"):
        assert as_trainer.get(room(north, f"people/{stranger.public_id}/{door}")).status_code == 404
    as_trainer.post(room(north, f"people/{stranger.public_id}/pause/"), {"token": uuid4(), "reason": "By number"})
    stranger.refresh_from_db()
    assert stranger.paused_at is None


def test_the_room_says_who_needs_a_look(as_trainer, north):
    now = timezone.now()
    waiting = build_person("waiting")
    seat(waiting, north.cohort)
    well = begin(north, user=build_person("well"), seen_at=now)
    answered(well)
    begin(
        north,
        user=build_person("unsent"),
        seen_at=now,
        unsent=3,
        unsent_since=now - timedelta(minutes=2, seconds=10),
        limit_seconds=4500,
    )
    begin(north, user=build_person("silent"), seen_at=now - timedelta(minutes=4, seconds=1))
    begin(north, user=build_person("done"), submitted_at=now, closed_by="learner", percent=80, passed=True)
    text = " ".join(as_trainer.get(room(north)).content.decode().split())
    assert f"{north.start_code[:3]}&#8239;{north.start_code[3:]}" in text
    assert "Worth a look (2)" in text and "Not begun (1)" in text and "Submitted (1)" in text
    assert "1 of 3 answered" in text
    assert "3 answers wait unsent, for 2 min" in text
    assert "no contact for 4 min" in text
    assert "extra time 15 min" in text
    assert "Ploverperson" not in text


def test_pause_minutes_and_end_by_hand(as_trainer, north):
    attempt = begin(north)
    deadline, reason = attempt.deadline, "The lift was stuck"
    form = as_trainer.get(room(north, "do/minutes/")).context["form"]
    press = {"token": str(form["token"].value()), "minutes": "10", "reason": reason}
    for _press in range(2):
        as_trainer.post(room(north, "do/minutes/"), press)
    attempt.refresh_from_db()
    assert attempt.deadline == deadline + timedelta(minutes=10)
    as_trainer.post(room(north, "do/pause/"), {"token": uuid4(), "reason": "Alarm"})
    assertContains(as_trainer.get(room(north)), "Paused since")
    as_trainer.post(room(north, "do/resume/"), {"token": uuid4(), "reason": "Alarm over"})
    as_trainer.post(room(north, "do/end/"), {"token": uuid4(), "reason": "Not sure"})
    assert not SittingEvent.objects.filter(step="closed").exists()
    as_trainer.post(room(north, "do/end/"), {"token": uuid4(), "reason": "All done", "sure": "on"})
    steps = SittingEvent.objects.filter(sitting=north).order_by("pk").values_list("step", "reason")
    assert list(steps) == [
        ("planned", ""),
        ("minutes-added", reason),
        ("paused", "Alarm"),
        ("resumed", "Alarm over"),
        ("closed", "All done"),
    ]


@pytest.mark.parametrize("given", [{"reason": ""}, {"reason": "999999000012"}, {"token": "no"}, {"minutes": "7"}])
def test_an_incomplete_form_does_nothing(as_trainer, north, given):
    page = as_trainer.post(
        room(north, "do/minutes/"), {"token": str(uuid4()), "minutes": "5", "reason": "Late start", **given}
    )
    assert page.context["form"].errors
    assert not SittingEvent.objects.filter(step="minutes-added").exists()
    assertNotContains(page, "learner900")


BUTTONS = {"open": "start", "minutes": "add_minutes", "pause": "pause", "resume": "resume", "end": "close"}


@pytest.mark.parametrize(("step", "verb"), BUTTONS.items())
def test_a_button_of_an_exam_that_is_cancelled_meanwhile_leads_to_the_list(as_trainer, north, monkeypatch, step, verb):
    usual, cancel = getattr(sittings, verb), sittings.cancel

    def meanwhile(found, *args, **kwargs):
        cancel(found, north.trainer, "The hall is taken")
        return usual(found, *args, **kwargs)

    monkeypatch.setattr(sittings, verb, meanwhile)
    given = {"reason": "Alarm", "minutes": 5, "sure": "on", "token": str(uuid4())}
    page = as_trainer.post(room(north, f"do/{step}/"), given, follow=True)
    assert page.redirect_chain == [("/en/exams/", 302)]
    assertContains(page, "The exam day was cancelled already.", count=1)


def test_pages_of_an_exam_that_was_cancelled_lead_its_invigilators_to_the_list(client, north):
    invited, seen = actors(north), set()
    sittings.cancel(north, north.trainer, "The hall is taken")
    for name, user in invited.items():
        enter(client, user)
        for door in ("", "wall/", "do/pause/", "paper/"):
            page = client.get(room(north, door), follow=True)
            if "The exam day was cancelled already." in page.content.decode():
                assert page.redirect_chain == [("/en/exams/", 302)]
                seen.add(name)
    assert seen == INVIGILATORS
    enter(client, north.trainer)
    assert client.get(f"/en/exams/{uuid4()}/").status_code == 404


@pytest.mark.parametrize("verb", ["draw", "ask", "type"])
def test_paper_of_an_exam_that_is_cancelled_meanwhile_leads_to_the_list(as_trainer, north, monkeypatch, verb):
    form = paper.draw_form(north, north.trainer)
    enrolment = seat(build_person("learner"), north.cohort)
    module, name, door, given = {
        "draw": (paper, "draw_form", "paper/", {}),
        "ask": (prints, "ask", f"paper/{form.code}/print/", {"language": "en"}),
        "type": (paper, "type_sheet", f"sheets/{enrolment.public_id}/", {}),
    }[verb]
    usual = getattr(module, name)

    def meanwhile(*args, **kwargs):
        sittings.cancel(north, north.trainer, "The hall is taken")
        return usual(*args, **kwargs)

    monkeypatch.setattr(module, name, meanwhile)
    page = as_trainer.post(room(north, door), given, follow=True)
    assert page.redirect_chain == [("/en/exams/", 302)]
    assertContains(page, "The exam day was cancelled already.", count=1)
    assert (PaperPrint.objects.count(), PaperEntry.objects.count()) == (0, 0)


def test_an_unknown_button_is_not_found(as_trainer, north):
    attempt = begin(north)
    for door in ("do/erase/", f"people/{attempt.public_id}/open/"):
        assert as_trainer.get(room(north, door)).status_code == 404


def test_times_are_those_of_the_cohorts_clock(as_trainer, north):
    noon = timezone.now().replace(hour=7, minute=0, second=0, microsecond=0) + timedelta(days=2)
    Sitting.objects.filter(pk=north.pk).update(opens_at=noon, closes_at=noon + timedelta(hours=1))
    north.cohort.time_zone = "Asia/Almaty"
    north.cohort.save()
    assertContains(as_trainer.get(room(north)), "Opens at 12:00")
    north.cohort.time_zone = "Europe/London"
    north.cohort.save()
    assertContains(as_trainer.get(room(north)), "Opens at 07:00")


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (120, "120 minutes left"),
        (121, "2 hours 1 minute left"),
        (180, "3 hours left"),
        (1440, "1 day left"),
        (20128, "13 days 23 hours left"),
    ],
)
def test_the_time_of_a_paused_exam_is_said_in_days_and_hours(as_trainer, north, minutes, told):
    now = timezone.now()
    Sitting.objects.filter(pk=north.pk).update(paused_at=now, closes_at=now + timedelta(minutes=minutes))
    assertContains(as_trainer.get(room(north)), f"<span>{told}</span>", count=1)


@pytest.mark.parametrize("people", [1, 3])
def test_the_room_asks_the_database_a_fixed_number_of_times(as_trainer, north, queries, people):
    for number in range(people):
        answered(begin(north, user=build_person(f"learner-{number}"), seen_at=timezone.now()))
        seat(build_person(f"waiting-{number}"), north.cohort)
    as_trainer.get(room(north))
    with queries(15):
        as_trainer.get(room(north))
