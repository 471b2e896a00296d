"""What may come between a person and the questions: a break, a pause, a second factor, feedback, another language."""

import time
from contextlib import suppress
from datetime import timedelta

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.utils import timezone
from playwright.sync_api import TimeoutError

from assessments.domain import accommodations, sittings
from assessments.enums import Feedback
from assessments.models import Accommodation, Attempt, Quiz
from tests.factories import courses as build
from tests.factories.assessments import build_quiz
from tests.factories.people import build_center, build_factor, build_staff
from tests.factories.questions import GAP, MATCHING

from .conftest import PHONE, answer, end_session, is_saved, kept, open_attempt, sign_in_at_the_door, url

POLL = 31_000


def time_brings(page, locator):
    """Lets time jump from one poll to the next until the page shows it: a jump does nothing while an answer is on its
    way."""
    for _poll in range(10):
        page.clock.fast_forward(POLL)
        with suppress(TimeoutError):
            return locator.wait_for(timeout=3_000)
    locator.wait_for()


def stays(page):
    page.evaluate("window.stayed = true")
    return lambda: page.evaluate("window.stayed === true")


def test_a_break_covers_the_questions_and_stops_the_clock(someone, quiz, sitting):
    phone, user = someone()
    Accommodation.objects.create(user=user, break_minutes=10, granted_by=build.build_user(9), granted_at=timezone.now())
    phone.goto(build.page_of("exam", "kk").get_url())
    assert "10 minutes of breaks" in phone.main().text_content()
    attempt = open_attempt(phone, user, quiz)
    page = phone.page
    phone.accessible()
    answer(page, 1, "a")
    is_saved(page)
    page.get_by_role("button", name="Take a break").click()
    page.get_by_role("heading", name="Your break").wait_for()
    assert ("exam-q1 stem" in page.content(), page.locator(".lesson-bar [data-timer]").inner_text()) == (
        False,
        "40 min left",
    )
    phone.accessible()
    began = timezone.now() - timedelta(minutes=4)
    Attempt.objects.filter(pk=attempt.pk).update(break_began_at=began)
    page.get_by_role("button", name="Go on with the questions").click()
    page.locator("#q1").wait_for()
    assert page.locator("[name=q-1][value=a]").is_checked()
    assert page.get_by_text("6 min of breaks left").count() == 1
    promised = attempt.deadline
    attempt.refresh_from_db()
    assert timedelta(minutes=4) <= attempt.deadline - promised < timedelta(minutes=5)


def test_a_break_that_nobody_ends_is_over_when_its_time_is(someone, quiz, sitting):
    phone, user = someone()
    Accommodation.objects.create(user=user, break_minutes=10, granted_by=build.build_user(9), granted_at=timezone.now())
    phone.page.clock.install()
    attempt = open_attempt(phone, user, quiz)
    page = phone.page
    page.get_by_role("button", name="Take a break").click()
    page.get_by_role("heading", name="Your break").wait_for()
    earlier = timedelta(minutes=11)
    Attempt.objects.filter(pk=attempt.pk).update(
        deadline=attempt.deadline - earlier, break_began_at=timezone.now() - earlier
    )
    time_brings(page, page.locator("#q1"))
    assert not page.get_by_role("heading", name="Your break").is_visible()
    assert page.locator(".lesson-bar [data-timer]").inner_text() == "39 min left"


def test_a_pause_reaches_the_learner_by_itself_and_so_does_its_end(someone, quiz, sitting):
    phone, user = someone()
    page, invigilator = phone.page, build.build_user(9)
    page.clock.install()
    open_attempt(phone, user, quiz)
    answer(page, 1, "a")
    is_saved(page)
    stayed = stays(page)
    sittings.pause(sitting, invigilator, "Fire alarm")
    time_brings(page, page.locator("[data-cover=pause]"))
    assert (page.locator("#q1").is_visible(), page.evaluate("document.activeElement.id")) == (False, "pause-title")
    assert "Reason: Fire alarm" in page.locator("[data-messages]").inner_text()
    phone.accessible()
    left = page.locator(".lesson-bar [data-timer]").inner_text()
    page.clock.fast_forward(5 * 60_000)
    assert page.locator(".lesson-bar [data-timer]").inner_text() == left
    sittings.resume(sitting, invigilator, "Over")
    time_brings(page, page.locator("#q1"))
    assert page.locator("[name=q-1][value=a]").is_checked()
    answer(page, 2, "b")
    is_saved(page)
    phone.accessible()
    assert stayed()


def test_extra_time_that_is_granted_during_the_exam_reaches_the_clock(someone, quiz, sitting):
    phone, user = someone()
    page = phone.page
    page.clock.install()
    open_attempt(phone, user, quiz)
    assert page.locator(".lesson-bar [data-timer]").inner_text() == "40 min left"
    accommodations.grant(user, by=build_staff("administrator", build_center()), extra_percent=50)
    time_brings(page, page.get_by_text("60 min left").first)
    page.reload()
    assert "60 min, extended from 40" in phone.main().text_content()
    phone.accessible()


def code_of(factor):
    return format_hotp_value(hotp_value(decrypt(factor.data["secret"]), int(time.time()) // 30))


def test_a_log_in_with_a_second_factor_is_renewed_in_a_new_tab(someone, quiz, sitting):
    phone, user = someone()
    factor = build_factor(user)
    attempt = open_attempt(phone, user, quiz)
    page = phone.page
    stayed = stays(page)
    end_session()
    answer(page, 1, "c")
    sign_in_at_the_door(page, user.email)
    link = page.locator("[data-second-step] a")
    link.wait_for()
    assert not page.locator("#q1").is_visible()
    phone.accessible()
    with page.context.expect_page() as opened:
        link.click()
    tab = opened.value
    tab.fill("[name=code]", code_of(factor))
    assert phone.axe(tab) == []
    tab.locator("main .btn").first.click()
    tab.wait_for_url("**" + url("dashboard"))
    tab.close()
    page.locator("#q1").wait_for()
    is_saved(page)
    phone.accessible()
    assert (kept(attempt)[1], stayed()) == ({"": ["c"]}, True)


def test_feedback_during_an_attempt_follows_each_answer(someone, quiz, sitting):
    Quiz.objects.filter(pk=quiz.pk).update(
        feedback={"during": [Feedback.CORRECTNESS.value, Feedback.EXPLANATION.value]}
    )
    phone, user = someone()
    open_attempt(phone, user, quiz)
    page = phone.page
    told = page.locator("#q1 [data-told]")
    assert (told.get_attribute("role"), told.inner_text()) == ("status", "")
    phone.accessible()
    answer(page, 1, "b")
    page.get_by_text("exam-q1 b told kk").wait_for()
    assert "not yet right" in told.inner_text()
    answer(page, 1, "a")
    page.get_by_text("exam-q1 a told kk").wait_for()
    assert ("exam-q1 b told kk" in told.inner_text(), told.locator(".tag").inner_text()) == (False, "right")
    assert ("exam-q1 explained kk" in told.inner_text(), "exam-q2 explained" in page.content()) == (True, False)
    phone.accessible()
    page.locator("#q1 [data-language][lang=ru]").click()
    page.get_by_text("exam-q1 explained ru").wait_for()
    assert page.locator("[name=q-1][value=a]").is_checked()
    page.reload()
    assert "exam-q1 explained kk" in told.inner_text()


def test_lists_without_an_answer_follow_the_question_into_another_language(someone, site, course):
    quiz = build_quiz("course-m01", key="lists", kinds=[MATCHING, GAP])
    phone, user = someone()
    build.seat(user, build.build_cohort(course, name="Later run"))
    attempt = open_attempt(phone, user, quiz)
    page = phone.page
    for place in ("#q1", "#q2"):
        page.locator(f"{place} [data-language][lang=ru]").click()
        page.locator(f"{place} [lang=ru] legend").wait_for()
        texts = page.locator(f"{place} option").all_inner_texts()
        assert {text.rsplit(" ", 1)[-1] for text in texts} == {"Выбрать", "ru"}
    first = page.locator("#q1 select").first
    first.select_option(index=2)
    is_saved(page)
    chosen = first.input_value()
    page.locator("#q1 [data-language][lang=en]").click()
    page.locator("#q1 [lang=en] legend").wait_for()
    assert [box.input_value() for box in page.locator("#q1 select").all()] == [chosen, "", "", ""]
    phone.accessible()
    assert len(kept(attempt)[1]) == 1
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
