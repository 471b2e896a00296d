"""The pages of the seeded site that are worth looking at."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Page

from assessments.models import Attempt, Question, Sitting
from certificates.models import Certificate
from courses.models import CataloguePage, Cohort, Enrolment, ModulePage
from lms.accounts.models import Membership, User
from lms.accounts.roles import Role
from lms.core.models import HomePage
from lms.translation import leads
from tests.factories.courses import page_of
from tests.factories.translations import build_waiting_translation

LESSON = "u01-l1"
ADDED = {"kk": "Қоңырау шалмас бұрын үш рет баяу дем алыңыз.", "ru": "Перед звонком сделайте три медленных вдоха."}


def stops(language):
    """(name, address, person who looks or None for a visitor) of each page, as far as the seed made one."""
    with override(language):
        for model in (HomePage, CataloguePage):
            yield model.__name__.removesuffix("Page").lower(), shown(model.objects, language), None
        for name in ("account_login", "account_signup", "verify", "support"):
            yield name.removeprefix("account_"), reverse(name), None
        yield "not-found", f"/{language}/not-here/", None
        enrolment = Enrolment.objects.filter(status="active", completed_at=None).select_related("user").first()
        if enrolment:
            yield from learner_stops(enrolment, language)


def learner_stops(enrolment, language):
    person, units = enrolment.user, enrolment.cohort.units
    course = shown(Page.objects.filter(coursepage__course=enrolment.cohort.course), language)
    yield "course", course, person
    yield "dashboard", reverse("dashboard"), person
    yield "profile", reverse("profile"), person
    yield "module", shown(Page.objects.filter(translation_key=units[0]["module"]), language), person
    lessons, quizzes = ([unit["key"] for unit in units if unit["kind"] == kind] for kind in ("lesson", "quiz"))
    steps = zip(("lesson", "lesson-2", "lesson-3", "quiz"), (*lessons[:3], quizzes[0]), strict=True)
    for name, key in steps:
        yield name, shown(Page.objects.filter(translation_key=key), language), person
    if sitting := Sitting.objects.filter(closes_at__gt=timezone.now()).first():
        sitter = Enrolment.objects.filter(cohort=sitting.cohort, user__email__isnull=False).first().user
        yield "exam", shown(Page.objects.filter(translation_key=sitting.unit_key), language), sitter
    if attempt := Attempt.objects.filter(submitted_at__isnull=False).select_related("enrolment__user").first():
        yield "result", reverse("attempt_result", args=[attempt.public_id]), attempt.enrolment.user
    if holder := Certificate.objects.filter(holder__user__isnull=False).first():
        yield "certificates", reverse("dashboard"), holder.holder.user


def desk_stops(language):
    """Writing and translating: the translation desk, the editor of a lesson that Kazakh leads, and its translation
    into Russian beside it, as an editor, a trainer and a second reader see them in `language`."""
    editor = holder(Role.EDITOR)
    trainer, reader = (holder(role, "university") for role in (Role.TRAINER, Role.SECOND_READER))
    User.objects.filter(pk__in=[editor.pk, trainer.pk, reader.pk]).update(language=language)
    lesson, waiting = page_of(LESSON, "kk"), page_of(LESSON, "ru")
    if waiting.current_workflow_state is None:
        leads.change_lead(ModulePage.objects.get(pk=lesson.get_parent().pk), "kk", by=editor)
        build_waiting_translation(LESSON, ADDED, trainer)
    yield "admin-translations", reverse("translations:desk"), editor
    yield "admin-editor", reverse("wagtailadmin_pages:edit", args=[lesson.pk]), trainer
    yield "admin-review", reverse("translations:compare", args=[waiting.pk]) + "#changed", reader


def staff_stops():
    """Screens of the Wagtail admin, as the Center's administrator and an editor see them."""
    cohort = Cohort.objects.filter(status="open").order_by("pk").first()
    administrator, editor, issuer = (holder(role) for role in (Role.ADMINISTRATOR, Role.EDITOR, Role.ISSUER))
    lesson = Page.objects.filter(lessonpage__isnull=False, locale__language_code="kk").order_by("path").first()
    question = Question.objects.filter(kind="matching").first()
    yield "admin-home", reverse("wagtailadmin_home"), editor
    yield "admin-lesson", reverse("wagtailadmin_pages:edit", args=[lesson.pk]), editor
    yield "admin-bank", reverse("questions:list"), editor
    yield "admin-question", reverse("questions:edit", args=[question.pk]), editor
    yield "admin-statistics", reverse("statistics:quizzes"), editor
    yield "admin-people", reverse("people:index"), administrator
    yield "admin-cohorts", reverse("cohorts:index"), administrator
    yield "admin-roster", reverse("cohorts:roster", args=[cohort.pk]), administrator
    yield "admin-attendance", reverse("cohorts:attendance", args=[cohort.pk]), administrator
    yield "admin-certificates", reverse("certificates:cohort", args=[cohort.pk]), issuer


def holder(role, kind="center"):
    return Membership.objects.active().filter(role=role, organisation__kind=kind).first().user


def shown(pages, language):
    return pages.live().filter(locale__language_code=language).order_by("path").first().specific.url
