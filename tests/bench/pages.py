"""What is measured, and the targets."""

from dataclasses import dataclass

from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from assessments.domain.attempts import start_attempt
from lms.accounts.models import User
from tests.factories.courses import page_of
from tests.factories.people import enter


@dataclass(frozen=True)
class Target:
    """At most `ratio` times the CPU of a bare Wagtail page and `queries` more than it has (None: no limit)."""

    ratio: float | None = None
    extra: int | None = None
    queries: int | None = None


LEARNER_PAGE = Target(ratio=3, extra=12)
TARGETS = {
    "course, 60 units": LEARNER_PAGE,
    "lesson": LEARNER_PAGE,
    "quiz, 10 items": LEARNER_PAGE,
    "dashboard": LEARNER_PAGE,
    "search": LEARNER_PAGE,
    "roster": Target(queries=30),
    "translation desk": Target(queries=30),
    "verification": Target(ratio=1.5),
}


def calls(data):
    """(name, function without arguments that returns a response) for each page."""
    learner = Client()
    learner.force_login(data.learner)
    attempt = start_attempt(data.learner, data.quizzes[5], data.quizzes[5].unit_key)
    staff = enter(Client(), User.objects.create_superuser("staff@example.kz", "not-used"))
    course = page_of("programme", "kk").get_url()
    lesson = data.lesson.get_url()
    with override("kk"):
        quiz, dashboard = reverse("attempt", args=[attempt.public_id]), reverse("dashboard")
        find = reverse("search")
        verify, roster = reverse("verify"), reverse("cohorts:roster", args=[data.cohort.pk])
    paper = {"code": data.certificate.code, "surname": data.certificate.holder.family_name}
    yield "course, 60 units", lambda: learner.get(course)
    yield "lesson", lambda: learner.get(lesson)
    yield "quiz, 10 items", lambda: learner.get(quiz)
    yield "dashboard", lambda: learner.get(dashboard)
    yield "search", lambda: learner.get(find, {"q": "бала"})
    yield "roster", lambda: staff.get(roster)
    yield "translation desk", lambda: staff.get(reverse("translations:desk"))
    yield "verification", lambda: Client().post(verify, paper)
