"""The pages of the seeded site that are worth looking at."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Page

from assessments.models import Attempt, Question, Sitting
from certificates.models import Certificate
from courses.models import CataloguePage, Cohort, Enrolment
from lms.accounts.models import Membership
from lms.accounts.roles import Role
from lms.core.models import HomePage


def stops(language):
    """(name, address, person who looks or None for a visitor) of each page, as far as the seed made one."""
    with override(language):
        for model in (HomePage, CataloguePage):
            yield model.__name__.removesuffix("Page").lower(), page_of(model.objects, language), None
        for name in ("account_login", "account_signup", "verify", "support"):
            yield name.removeprefix("account_"), reverse(name), None
        yield "not-found", f"/{language}/not-here/", None
        enrolment = Enrolment.objects.filter(status="active", completed_at=None).select_related("user").first()
        if enrolment:
            yield from learner_stops(enrolment, language)


def learner_stops(enrolment, language):
    person, units = enrolment.user, enrolment.cohort.units
    course = page_of(Page.objects.filter(coursepage__course=enrolment.cohort.course), language)
    yield "course", course, person
    yield "dashboard", reverse("dashboard"), person
    yield "profile", reverse("profile"), person
    yield "module", page_of(Page.objects.filter(translation_key=units[0]["module"]), language), person
    lessons, quizzes = ([unit["key"] for unit in units if unit["kind"] == kind] for kind in ("lesson", "quiz"))
    steps = zip(("lesson", "lesson-2", "lesson-3", "quiz"), (*lessons[:3], quizzes[0]), strict=True)
    for name, key in steps:
        yield name, page_of(Page.objects.filter(translation_key=key), language), person
    if sitting := Sitting.objects.filter(closes_at__gt=timezone.now()).first():
        sitter = Enrolment.objects.filter(cohort=sitting.cohort, user__email__isnull=False).first().user
        yield "exam", page_of(Page.objects.filter(translation_key=sitting.unit_key), language), sitter
    if attempt := Attempt.objects.filter(submitted_at__isnull=False).select_related("enrolment__user").first():
        yield "result", reverse("attempt_result", args=[attempt.public_id]), attempt.enrolment.user
    if holder := Certificate.objects.filter(holder__user__isnull=False).first():
        yield "certificates", reverse("dashboard"), holder.holder.user


def staff_stops():
    """Screens of the Wagtail admin, as the Center's administrator and an editor see them."""
    cohort = Cohort.objects.filter(status="open").order_by("pk").first()
    administrator, editor, issuer = (holder(role) for role in (Role.ADMINISTRATOR, Role.EDITOR, Role.ISSUER))
    lesson = Page.objects.filter(lessonpage__isnull=False, locale__language_code="kk").order_by("path").first()
    question = Question.objects.filter(kind="matching").first()
    yield "admin-home", reverse("wagtailadmin_home"), editor
    yield "admin-lesson", reverse("wagtailadmin_pages:edit", args=[lesson.pk]), editor
    yield "admin-translations", reverse("translations:desk"), editor
    yield "admin-bank", reverse("questions:list"), editor
    yield "admin-question", reverse("questions:edit", args=[question.pk]), editor
    yield "admin-statistics", reverse("statistics:quizzes"), editor
    yield "admin-people", reverse("people:index"), administrator
    yield "admin-cohorts", reverse("cohorts:index"), administrator
    yield "admin-roster", reverse("cohorts:roster", args=[cohort.pk]), administrator
    yield "admin-attendance", reverse("cohorts:attendance", args=[cohort.pk]), administrator
    yield "admin-certificates", reverse("certificates:cohort", args=[cohort.pk]), issuer


def holder(role):
    return Membership.objects.active().filter(role=role, organisation__kind="center").first().user


def page_of(pages, language):
    return pages.live().filter(locale__language_code=language).order_by("path").first().specific.url
