"""The projector view in a real browser: keys, a clicker, links without scripts."""

import pytest

from tests.factories import courses as build
from tests.factories.lesson import build_full_lesson
from tests.factories.people import build_staff, enter

WALL = {"width": 1366, "height": 768}
LAST = 15


@pytest.fixture
def address(context, client, live_server, site):
    course = build.build_course(site, modules=1, units=1)
    lesson = build_full_lesson(build.page_of("course-m01", "en"))
    enter(client, build_staff("trainer", course.organisation))
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    return live_server.url + lesson.url


def shown(page):
    return page.evaluate("[...document.querySelectorAll('.screen')].filter(s => !s.hidden).map(s => s.id)")


def test_keys_and_clicker_turn_one_screen_at_a_time(page, address):
    page.set_viewport_size(WALL)
    page.goto(address)
    page.goto(address + "projector/")
    walked = [shown(page)]
    for key in ("ArrowRight", "PageDown", "Space", "ArrowLeft", "PageUp", "End", "ArrowRight", "Home", "ArrowUp"):
        page.keyboard.press(key)
        walked.append(shown(page))
    assert walked == [[f"screen-{n}"] for n in (1, 2, 3, 4, 3, 2, LAST, LAST, 1, 1)]
    assert page.evaluate("document.activeElement.id") == "screen-1"
    page.keyboard.press("b")
    assert not page.locator(".screen-title").is_visible()
    page.keyboard.press("b")
    page.keyboard.press("Escape")
    page.wait_for_url("**/full-lesson/trainer/")
    page.go_back()
    page.go_back()
    assert page.url == address


def test_a_choice_keeps_the_arrows_and_gives_the_clicker_its_keys(page, address):
    page.set_viewport_size(WALL)
    page.goto(address + "projector/#screen-9")
    page.locator(".option input").first.focus()
    page.keyboard.press("ArrowDown")
    assert (shown(page), page.get_by_text("The story belongs to the child.").is_visible()) == (["screen-9"], True)
    page.keyboard.press("PageDown")
    assert shown(page) == ["screen-10"]


def test_a_text_longer_than_the_wall_is_read_to_its_end_first(page, address):
    page.set_viewport_size({"width": 700, "height": 260})
    page.goto(address + "projector/#screen-9")
    page.keyboard.press("PageDown")
    assert shown(page) == ["screen-9"]
    for _press in range(6):
        page.keyboard.press("PageDown")
    assert shown(page) != ["screen-9"]


def test_without_scripts_links_lead_from_screen_to_screen(browser, context, address):
    plain = browser.new_context(java_script_enabled=False, viewport=WALL)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto(address + "projector/")
    assert page.locator(".screen").count() == LAST
    for number in (2, 3):
        page.locator(f"#screen-{number - 1} .screen-links a[rel=next]").click()
        assert page.url.endswith(f"#screen-{number}")
        box = page.locator(f"#screen-{number}").bounding_box()
        assert (abs(box["y"]) < 2, box["height"] >= WALL["height"]) == (True, True)
    plain.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_screen_and_the_edition_are_accessible(page, address, accessibility_faults, scrolls_sideways, scheme):
    page.set_viewport_size(WALL)
    page.emulate_media(color_scheme=scheme)
    page.goto(address + "trainer/")
    assert (accessibility_faults(), scrolls_sideways()) == ([], False)
    page.goto(address + "projector/")
    for number in range(1, LAST + 1):
        assert (number, accessibility_faults(), scrolls_sideways()) == (number, [], False)
        page.keyboard.press("ArrowRight")
