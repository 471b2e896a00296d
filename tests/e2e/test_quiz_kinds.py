"""Every kind of question in a real browser: by keyboard, with scripts and without, on a phone."""

import pytest

from assessments.domain import attempts
from assessments.questions import KINDS
from tests.factories import courses as build
from tests.factories.assessments import build_quiz
from tests.factories.questions import GRADED, ORDERING

from .conftest import DESKTOP, PHONE, url

PLACE = {item["kind"]: place for place, item in enumerate(GRADED, 1)}


@pytest.fixture
def attempt(site):
    course = build.build_course(site, modules=1, units=1)
    quiz = build_quiz("course-m01", key="kinds", kinds=GRADED)
    learner = build.build_user()
    build.seat(learner, build.build_cohort(course))
    return attempts.start_attempt(learner, quiz, quiz.unit_key)


@pytest.fixture
def signed_in(context, client, live_server, attempt):
    client.force_login(attempt.enrolment.user)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    return context


@pytest.fixture
def address(live_server, attempt):
    return live_server.url + url("attempt", attempt.public_id, language="en")


def kept(attempt, kind):
    return attempt.items.get(position=PLACE[kind]).response


def saved(page):
    page.wait_for_selector(".save[data-state=saved]")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_kind_is_accessible_asked_and_answered(
    signed_in, page, address, attempt, accessibility_faults, scrolls_sideways, size
):
    page.set_viewport_size(size)
    page.goto(address)
    assert accessibility_faults() == []
    assert not scrolls_sideways()
    page.get_by_role("button", name="Next page").click()
    assert accessibility_faults() == []
    assert not scrolls_sideways()
    page.get_by_role("button", name="Submit the answers").click()
    page.get_by_role("button", name="Submit with empty answers").click()
    page.wait_for_url("**/result/")
    assert accessibility_faults() == []
    assert not scrolls_sideways()


def test_lines_are_moved_by_buttons_by_arrow_keys_and_by_their_place(signed_in, page, address, attempt):
    page.goto(address)
    question = page.locator(f"#q{PLACE['ordering']}")
    lines = question.locator("[data-text]")
    first, second, third, *_rest = lines.all_text_contents()
    assert kept(attempt, "ordering") is None
    question.get_by_role("button", name=f"Down: {first}").click()
    saved(page)
    assert lines.all_text_contents()[:2] == [second, first]
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == f"Down: {first}"
    assert question.locator("[data-said]").text_content() == f"{first}: place 2 of 5"
    page.keyboard.press("ArrowUp")
    assert lines.all_text_contents()[:2] == [first, second]
    question.get_by_label(f"Place of: {third}").select_option("1")
    assert lines.all_text_contents()[:3] == [third, first, second]
    page.wait_for_timeout(300)
    saved(page)
    page.reload()
    assert lines.all_text_contents()[:3] == [third, first, second]


def test_what_is_typed_is_saved_before_the_field_is_left(signed_in, page, address, attempt):
    page.goto(f"{address}#q{PLACE['numeric']}")
    page.locator(f"[name=q-{PLACE['numeric']}]").press_sequentially("1 250,5")
    saved(page)
    assert kept(attempt, "numeric") == {"": ["1 250,5"]}


def test_without_scripts_every_question_is_answered(browser, live_server, client, attempt, address):
    client.force_login(attempt.enrolment.user)
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(address)
    body = KINDS["ordering"].read_body(ORDERING)
    for step, [place] in KINDS["ordering"].solution(body).items():
        page.select_option(f"[name=q-{PLACE['ordering']}-{step}]", place)
    assert page.locator("[data-move]:visible").count() == 0
    page.get_by_role("button", name="Save and go on later").click()
    page.wait_for_load_state()
    assert kept(attempt, "ordering") == KINDS["ordering"].solution(body)
    context.close()
