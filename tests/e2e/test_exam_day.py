"""An exam day: the invigilator on a phone, the learner in the exam, sheets from paper."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from assessments.domain import attempts, paper
from assessments.models import Attempt
from lms.accounts.domain import memberships
from tests.factories.courses import build_cohort, build_course, seat
from tests.factories.people import build_organisation, build_person, build_staff, enter
from tests.factories.questions import GRADED
from tests.factories.sittings import begin, build_exam, build_sitting

from .conftest import DESKTOP, PHONE, url

SHOTS = os.environ.get("LMS_SHOTS")


@pytest.fixture
def sitting(site):
    north = build_organisation("north")
    course = build_course(site, "north", modules=1, units=1, organisation=north)
    exam = build_exam(site, course=course, kinds=["single", "multiple", *GRADED])
    memberships.sync_grants()
    trainer, second = (build_staff("trainer", north, name) for name in ("trainer", "trainer-second"))
    cohort = build_cohort(exam.course, "Солтүстік топ, қазан")
    cohort.trainers.add(trainer, second)
    sitting = build_sitting(exam, trainer, cohort=cohort, room="204")
    sitting.trainer, sitting.second = trainer, second
    return sitting


def sign_in(context, live_server, user, staff=True):
    client = Client()
    enter(client, user) if staff else client.force_login(user)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])


def shot(page, name):
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def act(page, name, reason, button, minutes=None):
    page.get_by_role("link", name=name, exact=True).click()
    if minutes:
        page.get_by_label(str(minutes), exact=True).check()
    page.get_by_label("Reason").fill(reason)
    page.get_by_role("button", name=button).click()
    page.wait_for_load_state()


def test_an_invigilator_on_a_phone_gives_minutes_and_pauses_and_the_learner_is_told(
    context, browser, page, live_server, sitting, accessibility_faults, scrolls_sideways
):
    learner = build_person("learner")
    seat(learner, sitting.cohort)
    for number, state in enumerate(({"unsent": 3}, {}, {})):
        begin(sitting, user=build_person(f"other-{number}"), **state)
    seat(build_person("late"), sitting.cohort)
    attempt = attempts.start_attempt(learner, sitting.quiz, sitting.unit_key, code=sitting.start_code)
    deadline = attempt.deadline
    hers = browser.new_context(viewport=PHONE)
    sign_in(hers, live_server, learner, staff=False)
    taking, errors = hers.new_page(), []
    taking.on("pageerror", lambda error: errors.append(str(error)))
    taking.goto(live_server.url + url("attempt", attempt.public_id, language="en"))

    sign_in(context, live_server, sitting.trainer)
    page.set_viewport_size(PHONE)
    page.goto(live_server.url + url("exams", language="en"))
    assert accessibility_faults() == []
    shot(page, "list")
    page.locator(".rows a").first.click()
    assert accessibility_faults() == []
    assert not scrolls_sideways()
    shot(page, "room")
    act(page, "Add minutes", "The lift was stuck", "Add minutes for everybody", minutes=10)
    attempt.refresh_from_db()
    assert attempt.deadline == deadline + timedelta(minutes=10)
    act(page, "Pause", "Alarm", "Pause for everybody")
    assert page.get_by_text("Paused since").count() == 1
    shot(page, "paused")

    state = taking.request.get(live_server.url + url("attempt_state", attempt.public_id, language="en")).json()
    assert state["paused"] is True
    assert [one.split(".")[0] for one in state["messages"]] == ["10 minutes more", "The exam is paused"]
    taking.reload()
    taking.get_by_role("heading", name="The test is paused").wait_for()
    taking.get_by_text("Reason: The lift was stuck").first.wait_for()
    shot(taking, "learner-paused")
    assert errors == []

    act(page, "Go on", "Alarm over", "Go on for everybody")
    page.get_by_role("link", name="Learner Айгүл").click()
    assert accessibility_faults() == []
    shot(page, "person")
    page.get_by_role("link", name="End", exact=True).click()
    assert accessibility_faults() == []
    shot(page, "end")
    page.get_by_label("Reason").fill("Goes home")
    page.get_by_role("button", name="End").click()
    assert Attempt.objects.get(pk=attempt.pk).closed_by == ""
    page.get_by_label("Yes, end it now").check()
    page.get_by_role("button", name="End").click()
    page.wait_for_load_state()
    assert Attempt.objects.get(pk=attempt.pk).closed_by == "invigilator"


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")], ids=["phone", "desktop"])
def test_the_room_and_the_wall_keep_themselves_up_to_date(
    context, page, live_server, sitting, accessibility_faults, scrolls_sideways, size, scheme
):
    begin(sitting, user=build_person("learner"))
    sign_in(context, live_server, sitting.trainer)
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    page.clock.install()
    page.goto(live_server.url + url("exam_room", sitting.public_id))
    shot(page, f"room-kk-{scheme}")
    assert accessibility_faults() == []
    page.locator(".exam-person a").first.focus()
    begin(sitting, user=build_person("newcomer"))
    page.clock.run_for(16_000)
    page.get_by_text("Newcomer").wait_for()
    assert page.evaluate("document.activeElement.id").startswith("p-")
    page.route("**/exams/**", lambda route: route.abort())
    page.clock.run_for(16_000)
    page.locator("[data-stale]").wait_for()
    page.unroute("**/exams/**")
    page.clock.run_for(16_000)
    page.locator("[data-stale]").wait_for(state="hidden")
    page.goto(live_server.url + url("exam_wall", sitting.public_id))
    shot(page, f"wall-{scheme}")
    assert accessibility_faults() == []
    assert not scrolls_sideways()


def test_two_type_a_sheet_by_keyboard_and_one_settles(
    context, page, live_server, sitting, accessibility_faults, scrolls_sideways
):
    seated = seat(build_person("learner"), sitting.cohort)
    form = paper.draw_form(sitting, sitting.trainer)
    address = live_server.url + url("exam_sheet", sitting.public_id, seated.public_id, language="en")
    for user, first in ((sitting.trainer, "1"), (sitting.second, "2")):
        sign_in(context, live_server, user)
        page.set_viewport_size(DESKTOP)
        page.goto(address)
        assert page.locator("[data-sheet] .input").first.evaluate("field => field === document.activeElement")
        for text in (first, "12"):
            page.keyboard.type(text)
            page.keyboard.press("Enter")
        if user == sitting.trainer:
            assert accessibility_faults() == []
            shot(page, "sheet")
        page.get_by_role("button", name="Keep the sheet").click()
        page.wait_for_load_state()
    page.set_viewport_size(PHONE)
    assert accessibility_faults() == []
    assert not scrolls_sideways()
    shot(page, "paper")
    page.get_by_role("link", name="Settle: 1 difference").click()
    assert accessibility_faults() == []
    shot(page, "compare")
    page.locator("input[value='2']").check()
    page.get_by_label("I have looked at the sheet again").check()
    page.get_by_role("button", name="Hand in the sheet").click()
    page.wait_for_load_state()
    answers = Attempt.objects.get(closed_by="paper").items.order_by("position").values_list("response", flat=True)
    option = paper.items_of(form)[0].cells("en")[0].options[1]
    assert answers[0] == {"": [option]}
    assert sum(answer is not None for answer in answers) == 2
