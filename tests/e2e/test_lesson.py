"""A lesson in a real browser: reading, skipping, choosing, leaving, printing, with scripts and without."""

import pytest

from courses.models import Attendance, UnitResult
from tests.factories import courses as build
from tests.factories.lesson import BLOCKS, HOSTILE, body_of, build_full_lesson, poisoned

from .conftest import DESKTOP, PHONE


@pytest.fixture
def lesson(site):
    course = build.build_course(site, modules=1, units=1)
    lesson = build_full_lesson(build.page_of("course-m01", "en"), content_note=2)
    build.seat(build.build_user(), build.build_cohort(course))
    return lesson


@pytest.fixture
def signed_in(context, client, live_server, lesson):
    """The browser's context with the session of the learner."""
    client.force_login(build.User.objects.get(email="learner1@example.kz"))
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    return context


@pytest.fixture
def address(live_server, lesson):
    return live_server.url + lesson.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_lesson_is_accessible(signed_in, page, address, accessibility_faults, scrolls_sideways, size, scheme):
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    page.goto(address)
    page.locator(".care summary").first.click()
    page.locator(".option input").first.check()
    assert accessibility_faults() == []
    assert not scrolls_sideways()


def test_what_may_be_hard_to_read_is_closed_skipped_and_opened_by_the_reader_alone(signed_in, page, address):
    requests = []
    page.goto(address)
    page.on("request", lambda request: requests.append(request.url))
    hidden = page.get_by_text("The account that stays closed.")
    assert not hidden.is_visible()
    page.get_by_text("Show the text").click()
    assert hidden.is_visible()
    page.get_by_text("Hide the text").click()
    assert not hidden.is_visible()
    page.get_by_role("link", name="Go on without reading it").click()
    assert page.evaluate("document.activeElement.id") == "after-b6"
    page.locator("#support summary").click()
    assert [url for url in requests if "/static/" not in url] == []
    assert (UnitResult.objects.count(), Attendance.objects.count()) == (0, 0)


def test_branch_answers_without_scripts(browser, signed_in, live_server, address):
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(signed_in.cookies())
    page = context.new_page()
    page.goto(address)
    good, other = page.get_by_text("There is a place to talk."), page.get_by_text("The story belongs to the child.")
    assert not good.is_visible() and not other.is_visible()
    page.get_by_label("Thank you, see me tomorrow.").check()
    assert good.is_visible() and not other.is_visible()
    page.keyboard.press("ArrowDown")
    assert other.is_visible() and not good.is_visible()
    context.close()


def test_video_loads_after_the_click_and_not_before(signed_in, live_server, address):
    page, asked = signed_in.new_page(), []  # not the watched page: here another host is asked, after the click
    page.route("https://**", lambda route: route.fulfill(body="<title>player</title>", content_type="text/html"))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.locator(".video").scroll_into_view_if_needed()
    assert [url for url in asked if not url.startswith(live_server.url)] == []
    page.get_by_role("link", name="Play from Vimeo").click()
    page.frame_locator(".video iframe").locator("title").wait_for(state="attached")
    player = "https://player.vimeo.com/video/123456789?dnt=1"
    assert [url for url in asked if not url.startswith(live_server.url)] == [player]


@pytest.mark.parametrize("way", ["link", "keys"])
def test_leaving_quickly_replaces_the_page_in_history(signed_in, page, live_server, address, settings, way):
    settings.LMS_QUICK_EXIT_URL = live_server.url + "/en/courses/"
    page.goto(live_server.url + "/en/")
    page.goto(address)
    with signed_in.expect_page() as opened:
        if way == "link":
            page.locator(".quick-exit").click()
        else:
            for _press in range(3):
                page.keyboard.press("Shift")
    page.wait_for_url("**/en/courses/")
    assert opened.value.url == settings.LMS_QUICK_EXIT_URL
    page.go_back()
    assert page.url == live_server.url + "/en/"


def test_paper_keeps_content_notes_closed_and_drops_the_frame(signed_in, page, address):
    page.goto(address)
    page.get_by_text("Show the text").click()
    page.emulate_media(media="print")
    assert not page.get_by_text("The account that stays closed.").is_visible()
    assert page.get_by_text("The story belongs to the child.").is_visible()
    assert page.get_by_role("heading", name="What changes in a class").is_visible()
    for gone in (".site-header", ".site-footer", ".lesson-bar", ".lesson-foot", ".quick-exit"):
        assert not page.locator(gone).first.is_visible(), gone


def test_nothing_that_an_author_wrote_runs(signed_in, page, address, lesson):
    lesson.title = lesson.summary = HOSTILE
    lesson.body = body_of([(kind, poisoned(value)) for kind, value in BLOCKS])
    lesson.save()
    said = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    page.evaluate("document.querySelectorAll('article a:not([href])').forEach(link => link.click())")
    page.wait_for_load_state("networkidle")
    assert said == []
    assert page.locator("article script, article iframe, [onerror], [onclick], a[href^='javascript']").count() == 0
    assert "<script>alert(1)</script>" in page.locator("h1").inner_text()
