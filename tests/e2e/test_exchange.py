"""A bank of fifty questions comes from Moodle; the statistics of a test are read on a desktop and on a phone."""

import random
from pathlib import Path

from assessments.models import Objective, Question
from tests.factories.answers import build_test, seats, submit
from tests.factories.courses import build_cohort, build_course
from tests.factories.people import build_center, build_organisation

from .conftest import DESKTOP, PASSWORD, PHONE, staff
from .test_bank import picture

FILE = Path(__file__).parent.parent / "assessments/files/moodle-bank.xml"


def enter(person, user, path, size, language):
    user.language = language
    user.save()
    window = person(size)
    window.sign_in(user.email, PASSWORD)
    window.second_factor(user, path)
    window.goto(path)
    return window


def fits(window):
    """Whether the page is no wider than the window; wide tables scroll inside their frame."""
    return window.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1")


def test_fifty_questions_come_from_moodle(site, person):
    center, north = build_center(), build_organisation("north")
    Objective.objects.create(key="consent", titles={"kk": "Келісім", "ru": "Согласие", "en": "Consent"})
    trainer = enter(person, staff("trainer", north), "/admin/question-files/import/", DESKTOP, "kk")
    page = trainer.page
    page.set_default_timeout(60_000)
    page.select_option("[name=language]", "ru")
    page.set_input_files("[name=file]", str(FILE))
    picture(trainer, "import-1-kk")
    page.locator(".lms-screen form .button").first.click()
    page.wait_for_url("**/question-files/import/*-*/")
    assert page.locator(".lms-question").count() == 50
    assert page.locator(".lms-question [name=leave]").count() == 43
    for shown in page.locator(".lms-picture").all():
        shown.scroll_into_view_if_needed()
        page.wait_for_function("one => one.complete && one.naturalWidth > 0", arg=shown.element_handle())
    picture(trainer, "import-2-kk")
    assert fits(trainer)
    trainer.accessible()
    page.check("[name=leave][value='1']")
    page.locator(".lms-decide .button").first.click()
    page.wait_for_url("**/question-files/import/")
    assert Question.objects.filter(organisation=north, live=False).count() == 42
    assert not Question.objects.filter(idnumber="eth-001").exists()

    phone = enter(person, staff("editor", center), "/admin/question-files/import/", PHONE, "en")
    phone.page.set_default_timeout(60_000)
    phone.page.select_option("[name=organisation]", str(north.pk))
    phone.page.select_option("[name=language]", "ru")
    phone.page.set_input_files("[name=file]", str(FILE))
    phone.page.locator(".lms-screen form .button").first.click()
    phone.page.wait_for_url("**/question-files/import/*-*/")
    assert phone.page.locator(".lms-question [name=leave]").count() == 1
    picture(phone, "import-3-en-phone")
    assert fits(phone)


def test_statistics_are_read_on_a_desktop_and_on_a_phone(site, person):
    center, north = build_center(), build_organisation("north")
    quiz = build_test("numbers", 6, north)
    cohort = build_cohort(build_course(site, modules=1, units=1, organisation=north))
    rng = random.Random(3)
    people = seats(cohort, 40)
    skill = [place / 40 for place in range(40)]
    answers = [["a", *("a" if rng.random() < good else rng.choice("bc") for _q in range(4)), "b"] for good in skill]
    submit(quiz, people, answers)
    for size, language, role in ((DESKTOP, "kk", "trainer"), (PHONE, "en", "editor")):
        user = staff(role, north if role == "trainer" else center)
        window = enter(person, user, "/admin/test-statistics/", size, language)
        picture(window, f"statistics-1-{language}")
        window.page.locator(".lms-screen th a").first.click()
        window.page.wait_for_selector("meter")
        picture(window, f"statistics-2-{language}")
        assert window.page.locator("meter").count() == 6
        assert fits(window)
        window.accessible()
        window.page.locator(".lms-screen th a").first.click()
        window.page.wait_for_selector("caption")
        picture(window, f"statistics-3-{language}")
        assert fits(window)
        window.accessible()
