"""An exam on a phone with a weak link, by keyboard, with extra time, and on a phone that two people share."""

from datetime import timedelta
from urllib.parse import parse_qsl

from django.utils import timezone

from assessments.enums import ClosedBy
from assessments.models import Accommodation, Attempt, Question
from tests.factories import courses as build

from .conftest import (
    DESKTOP,
    PHONE,
    answer,
    end_session,
    is_saved,
    kept,
    learner,
    let_in,
    open_attempt,
    sign_in_at_the_door,
    url,
)

WAITING = "Object.keys(localStorage).filter(function (key) { return key.indexOf('answer ') === 0; }).length"


def test_with_the_network_cut_in_the_middle_every_answer_arrives(someone, quiz, sitting):
    phone, _user = someone()
    page = phone.page
    phone.goto(build.page_of("exam", "kk").get_url())
    phone.accessible()
    page.fill("[name=code]", "472 936")
    page.check("[name=ready]")
    phone.press("form[action*=start] .btn")
    attempt = Attempt.objects.get()
    assert page.url.endswith(url("attempt", attempt.public_id))
    phone.accessible()
    answer(page, 1, "a")
    is_saved(page)
    page.context.set_offline(True)
    answer(page, 2, "a")
    answer(page, 2, "b")
    page.wait_for_selector(".save[data-state=waiting]")
    page.locator("[data-next]").click()
    answer(page, 7, "c")
    assert (page.evaluate(WAITING), kept(attempt)[2]) == (2, None)
    page.locator("[data-back]").click()
    answer(page, 3, "false")
    page.locator("[data-next]").click()
    page.get_by_role("button", name="Submit the answers").click()
    assert "still waiting" in page.locator("[data-hand-note]").text_content()
    page.context.set_offline(False)
    page.wait_for_selector("[data-missing]:visible")
    assert kept(attempt) == {
        **dict.fromkeys(range(1, 9)),
        **{1: {"": ["a"]}, 2: {"": ["a", "b"]}, 3: {"": ["false"]}, 7: {"": ["c"]}},
    }
    assert page.evaluate(WAITING) == 0
    phone.accessible()
    page.get_by_role("button", name="Submit with empty answers").click()
    page.wait_for_url("**/result/")
    phone.accessible()
    attempt.refresh_from_db()
    assert (attempt.closed_by, str(attempt.percent)) == (ClosedBy.LEARNER, "37.50")


def test_answers_that_wait_outlast_the_tab(someone, quiz, sitting):
    phone, user = someone()
    attempt = open_attempt(phone, user, quiz)
    phone.page.context.set_offline(True)
    answer(phone.page, 1, "b")
    phone.page.wait_for_selector(".save[data-state=waiting]")
    context = phone.page.context
    phone.page.close()
    context.set_offline(False)
    phone.page = context.new_page()
    phone.goto(url("attempt", attempt.public_id))
    is_saved(phone.page)
    assert phone.page.locator("[name=q-1][value=b]").is_checked()
    phone.accessible()
    assert (kept(attempt)[1], phone.page.evaluate(WAITING)) == ({"": ["b"]}, 0)


def tab_to(page, selector, most=80):
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def test_by_keyboard_alone(someone, quiz, sitting):
    desk, _user = someone(DESKTOP)
    page = desk.page
    desk.goto(build.page_of("exam", "kk").get_url())
    tab_to(page, "[name=code]")
    page.keyboard.type("472936")
    tab_to(page, "[name=ready]")
    page.keyboard.press("Space")
    tab_to(page, "form[action*=start] .btn")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-attempt]")
    tab_to(page, "[name=q-1]")
    page.keyboard.press("Space")
    tab_to(page, "[name=q-2]")
    page.keyboard.press("Space")
    tab_to(page, "[data-next]")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "page2"
    desk.accessible()
    tab_to(page, "#q6 [data-move=down]")
    first = page.locator("#q6 [data-text]").first.text_content()
    page.keyboard.press("ArrowDown")
    assert page.locator("#q6 [data-text]").nth(1).text_content() == first
    is_saved(page)
    tab_to(page, "[data-finish] [data-hand]")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-missing]:visible")
    tab_to(page, "[data-missing] [name=anyway]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/result/")
    desk.accessible()
    answered = [position for position, response in kept(Attempt.objects.get()).items() if response]
    assert answered == [1, 2, 6]


def test_extra_time_is_shown_and_no_clock_beside_a_content_note(someone, quiz, sitting):
    phone, user = someone()
    Accommodation.objects.create(
        user=user, extra_percent=50, large_print=True, granted_by=build.build_user(9), granted_at=timezone.now()
    )
    Question.objects.filter(key="exam-q7").update(content_note=2)
    phone.goto(build.page_of("exam", "kk").get_url())
    assert "60 min, extended from 40" in phone.main().text_content()
    attempt = open_attempt(phone, user, quiz)
    page = phone.page
    assert page.locator("[data-timer]").all_inner_texts() == ["60 min left", "60 min left"]
    assert page.locator("body.is-large").count() == 1
    phone.accessible()
    page.locator("[data-next]").click()
    assert page.get_by_text("min left").count() == 3
    assert page.get_by_text("min left").locator("visible=true").count() == 0
    phone.accessible()
    page.locator("[data-timer-quiet] summary").click()
    assert page.locator("[data-timer-quiet]").inner_text().endswith("60 min left")
    page.locator("[data-back]").click()
    assert page.locator("[data-timer]:visible").count() == 2
    attempt.refresh_from_db()
    assert attempt.deadline - attempt.started_at == timedelta(minutes=60)


def test_the_time_left_stays_in_sight_on_a_phone_but_not_beside_a_content_note(someone, quiz, sitting):
    phone, user = someone()
    Question.objects.filter(key="exam-q7").update(content_note=3)
    open_attempt(phone, user, quiz)
    page = phone.page
    clock = page.locator(".lesson-bar [data-timer]")
    page.locator("#q5").scroll_into_view_if_needed()
    box = clock.bounding_box()
    assert clock.inner_text() == "40 min left"
    assert (box["y"] >= 0, box["y"] + box["height"] < 64) == (True, True)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    phone.accessible()
    page.locator("[data-next]").click()
    assert (clock.is_visible(), page.locator(".lesson-bar b").is_visible()) == (False, True)
    phone.accessible()
    page.set_viewport_size(DESKTOP)
    page.locator("[data-back]").click()
    assert (clock.is_visible(), page.locator("aside [data-timer]").is_visible()) == (False, True)


def sent_bodies(context):
    bodies = []
    context.on("request", lambda request: bodies.append((request.url, request.post_data or "")))
    return bodies


def test_an_expired_log_in_is_renewed_without_leaving_the_page(someone, quiz, sitting):
    phone, user = someone()
    attempt = open_attempt(phone, user, quiz)
    page = phone.page
    page.evaluate("window.stayed = true")
    end_session()
    answer(page, 1, "c")
    page.wait_for_selector("[data-cover=door]:visible")
    assert not page.locator("#q1").is_visible()
    phone.accessible()
    page.fill("#door-login", user.email)
    page.fill("#door-password", "not this one")
    page.locator("[data-cover=door] .btn").click()
    page.get_by_text("could not sign you in").wait_for()
    sign_in_at_the_door(page, user.email)
    page.locator("#q1").wait_for()
    is_saved(page)
    answer(page, 4, "a")
    is_saved(page)
    assert (kept(attempt)[1], kept(attempt)[4], page.evaluate("window.stayed")) == ({"": ["c"]}, {"": ["a"]}, True)


def test_on_a_shared_phone_nobody_sees_or_sends_what_another_left(someone, cohort, quiz, sitting):
    """S-19: A goes offline in the exam, B logs in in the page."""
    phone, user = someone()
    other = learner(cohort, 2)
    attempt = open_attempt(phone, user, quiz)
    page = phone.page
    page.context.set_offline(True)
    answer(page, 1, "b")
    page.wait_for_selector(".save[data-state=waiting]")
    end_session()
    bodies = sent_bodies(page.context)
    page.context.set_offline(False)
    page.wait_for_selector("[data-cover=door]:visible")
    del bodies[:]
    sign_in_at_the_door(page, other.email)
    page.wait_for_url("**" + url("dashboard"))
    assert ("exam-q1" in page.content(), page.evaluate(WAITING)) == (False, 1)
    phone.accessible()
    phone.goto(url("attempt", attempt.public_id))
    page.go_back()
    assert "exam-q1" not in page.content()
    phone.goto(url("profile"))
    page.locator(".account summary").click()
    page.locator(".account-menu button").click()
    page.wait_for_url("**/accounts/login/**")
    assert page.evaluate("localStorage.length") == 0
    page.go_back()
    assert "exam-q1" not in page.content()
    carried = [(address, body) for address, body in bodies if "answer" in dict(parse_qsl(body))]
    assert (carried, kept(attempt)[1]) == ([], None)


def test_a_question_in_another_language_keeps_its_answer(someone, quiz, sitting):
    phone, user = someone()
    attempt = open_attempt(phone, user, quiz)
    page = phone.page
    answer(page, 1, "b")
    is_saved(page)
    page.locator("#q1 [data-language][lang=ru]").click()
    page.get_by_text("exam-q1 stem ru").wait_for()
    assert (page.locator("[name=q-1][value=b]").is_checked(), page.get_by_text("exam-q2 stem kk").count()) == (True, 1)
    assert page.evaluate("document.activeElement.lang") == "ru"
    phone.accessible()
    with page.expect_response("**/save/"):
        answer(page, 1, "a")
    assert kept(attempt)[1] == {"": ["a"]}


def test_when_the_time_is_over_the_page_hands_in_and_says_so(someone, quiz, sitting):
    phone, user = someone()
    attempt = open_attempt(phone, user, quiz)
    answer(phone.page, 1, "a")
    is_saved(phone.page)
    Attempt.objects.filter(pk=attempt.pk).update(deadline=timezone.now() - timedelta(hours=1))
    phone.page.evaluate("window.dispatchEvent(new Event('online'))")
    phone.page.wait_for_selector("[data-cover=over]:visible")
    phone.accessible()
    phone.page.locator("[data-cover=over] .btn").click()
    phone.page.wait_for_url("**/result/")
    attempt.refresh_from_db()
    assert (attempt.closed_by, str(attempt.percent)) == (ClosedBy.TIME, "12.50")


def test_without_scripts_an_exam_goes_page_by_page(browser, live_server, person, cohort, quiz, sitting):
    window = person(PHONE)
    window.page.context.close()
    page = window.page = browser.new_context(java_script_enabled=False, viewport=PHONE).new_page()
    page.set_default_timeout(10_000)
    let_in(page.context, live_server, learner(cohort))
    window.goto(build.page_of("exam", "kk").get_url())
    page.fill("[name=code]", "472936")
    page.check("[name=ready]")
    window.press("form[action*=start] .btn")
    assert page.url.endswith("?page=1")
    answer(page, 1, "a")
    page.locator("#q2 [lang=ru]").click()
    page.get_by_text("exam-q2 stem ru").wait_for()
    assert page.locator("[name=q-1][value=a]").is_checked()
    page.get_by_role("button", name="Next page").click()
    answer(page, 7, "a")
    page.get_by_role("button", name="Submit the answers").click()
    page.locator("#unanswered a").first.click()
    assert page.url.endswith("?page=1#q2")
    page.locator("[name=q-2][value=a]").check()
    page.get_by_role("button", name="Next page").click()
    page.get_by_role("button", name="Submit the answers").click()
    page.get_by_role("button", name="Submit with empty answers").click()
    page.wait_for_url("**/result/")
    answered = [position for position, response in kept(Attempt.objects.get()).items() if response]
    assert answered == [1, 2, 7]
