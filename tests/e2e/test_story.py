"""The main job, end to end, in a real browser on the shipped content.

A specialist signs up on a phone in Kazakh, joins, learns and passes; staff record attendance and issue; an employer
checks."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from pypdf import PdfReader

from assessments.models import Attempt
from assessments.questions import KINDS
from certificates.domain.texts import save_signatory
from certificates.models import Certificate
from courses.domain import cohorts, timetable
from courses.enums import JoinMode
from courses.models import Cohort, Course, LessonPage, UnitResult
from lms.accounts.models import Organisation
from lms.core.keys import key_uuid

from .conftest import DESKTOP, PASSWORD, PHONE, staff, url

POSITION = {"kk": "Орталық директоры", "ru": "Директор Центра", "en": "Director of the Center"}


@pytest.fixture
def course(transactional_db):
    call_command("seed")
    return Course.objects.get(key="three-core-days")


@pytest.fixture
def cohort(course):
    """A run whose three days are over, open to join."""
    cohort = Cohort.objects.create(
        course=course,
        organisation=course.organisation,
        name="Негізгі үш күн",
        region_id="KZ-71",
        starts_on=timezone.localdate() - timedelta(days=10),
        ends_on=timezone.localdate(),
        join_mode=JoinMode.OPEN,
        seats=30,
    )
    timetable.plan_sessions(cohort, 3)
    return cohorts.open_cohort(cohort, by=None)


def sign_up(learner):
    learner.goto(url("account_signup"))
    learner.accessible()
    learner.page.fill("[name=email]", "aigul@example.kz")
    for field in ("password1", "password2"):
        learner.page.fill(f"[name={field}]", PASSWORD)
    learner.press("main form .btn")
    (message,) = [m for m in mail.outbox if m.to == ["aigul@example.kz"]]
    learner.page.fill("[name=code]", re.search(r"^([A-Z0-9-]{6,9})$", message.body, re.MULTILINE)[1])
    learner.press("main form .btn")


def fill_profile(learner):
    learner.goto(url("profile"))
    learner.page.fill("[name=family_name]", "Сәрсенова")
    learner.page.fill("[name=given_name]", "Айгүл")
    learner.page.fill("[name=patronymic]", "Нұрланқызы")
    learner.page.fill("[name=latin_family_name]", "Sarsenova")
    learner.page.fill("[name=latin_given_name]", "Aigul")
    learner.accessible()
    learner.press("main form .btn")


def read_and_declare(learner, lesson_key):
    page = LessonPage.objects.get(translation_key=key_uuid(lesson_key), locale__language_code="kk")
    learner.goto(page.get_url())
    learner.press("form[action*='/done/'] .btn")


def give(page, name, value):
    """Touches the option, chooses from the list or types."""
    control = page.locator(f"[name='{name}']").first
    if control.get_attribute("type") in {"radio", "checkbox"}:
        page.check(f"[name='{name}'][value='{value}']")
    elif control.evaluate("field => field.localName") == "select":
        control.select_option(value)
    else:
        control.fill(value)
        control.blur()


def take_quiz(learner, quiz_key):
    """Answers every question right, by touching, and submits."""
    learner.page.goto(learner.base + page_url(quiz_key))
    learner.press("form[action*='/start/'] .btn")
    attempt = Attempt.objects.latest("pk")
    for item in attempt.items.select_related("version__question"):
        solution = KINDS[item.version.question.kind].solution(item.version.body)
        learner.page.locator(f".q-map a[href='#q{item.position}']").click()
        for part, values in solution.items():
            for value in values:
                give(learner.page, f"q-{item.position}" + (f"-{part}" if part else ""), value)
    learner.page.wait_for_selector(".save[data-state=saved]")
    if quiz_key == "d02-quiz":
        learner.accessible()
    learner.press("[data-finish] .btn[data-hand]")
    learner.page.wait_for_url("**/result/")
    attempt.refresh_from_db()
    assert (str(attempt.percent), attempt.passed) == ("100.00", True)


def page_url(key):
    from wagtail.models import Page

    return Page.objects.get(translation_key=key_uuid(key), locale__language_code="kk").specific.get_url()


def test_from_sign_up_to_a_certificate_that_an_employer_checks(cohort, person):
    learner = person(PHONE)
    learner.goto("/kk/")
    learner.accessible()
    sign_up(learner)
    fill_profile(learner)

    learner.goto(page_url("three-core-days"))
    learner.accessible()
    learner.press(".rows a[href*='/cohorts/']")
    learner.press("form[action*='/join/'] .btn")
    for day in ("d02", "d04", "d06"):
        for number in range(1, 5):
            read_and_declare(learner, f"{day}-l{number}")
        take_quiz(learner, f"{day}-quiz")
    assert UnitResult.objects.filter(completed_at__isnull=False).count() == 15
    learner.goto(url("dashboard"))
    learner.accessible()

    center = Organisation.objects.get(key="center")
    administrator = staff("administrator", center)
    office = person(DESKTOP)
    office.sign_in(administrator.email, PASSWORD)
    office.second_factor(administrator, "/admin/")
    for day, half in timetable.half_days(cohort):
        office.goto(f"/admin/cohorts/{cohort.pk}/attendance/?date={day}&half={half}")
        office.press("form:has([name=date][type=hidden]) .button")
    enrolment = cohort.enrolments.get()
    assert enrolment.completed_at is not None
    assert enrolment.attendance.filter(presence="present").count() == 6

    issuer = staff("issuer", center)
    save_signatory(center, "Г. Т. Асқарова", POSITION, timezone.localdate() - timedelta(days=30))
    desk = person(DESKTOP)
    desk.sign_in(issuer.email, PASSWORD)
    desk.second_factor(issuer, f"/admin/certificates/cohort/{cohort.pk}/")
    desk.goto(f"/admin/certificates/cohort/{cohort.pk}/")
    desk.press("form[action$='/check/'] button[name=all]")
    desk.press("form[action$='/issue/'] .button")
    certificate = Certificate.objects.get()
    desk.goto(f"/admin/certificates/cohort/{cohort.pk}/")
    assert desk.page.get_by_role("link", name=certificate.number).count() == 1

    with learner.page.expect_download() as download:
        learner.goto(url("dashboard"))
        learner.page.locator("a[href$='.pdf']").first.click()
    paper = PdfReader(download.value.path()).pages[0].extract_text()
    code = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", paper)[0]
    assert "Сәрсенова Айгүл Нұрланқызы" in paper and certificate.number in paper

    employer = person(PHONE)
    employer.goto(url("verify", language="ru"))
    employer.accessible()
    employer.page.fill("[name=code]", code)
    employer.press("form[data-code-form] .btn")
    assert "Айгүл" not in employer.main().inner_text()
    employer.page.fill("[name=surname]", "сарсенова")
    employer.press("form:has([name=surname]) .btn")
    employer.accessible()
    assert employer.page.locator("section[data-tone=good]").count() == 1
