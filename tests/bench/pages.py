"""What is measured, and the targets."""

import itertools
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


JSON = {"Accept": "application/json"}
LEARNER_PAGE = Target(ratio=3, extra=12)
TARGETS = {
    "course, 60 units": LEARNER_PAGE,
    "lesson": LEARNER_PAGE,
    "quiz, 10 items": Target(ratio=4, extra=12),
    "one answer saved": Target(ratio=1.5, queries=6),
    "quiz submitted": Target(ratio=4),
    "dashboard": LEARNER_PAGE,
    "search": LEARNER_PAGE,
    "roster": Target(queries=30),
    "translation desk": Target(queries=30),
    "verification": Target(ratio=1.5),
}


def answer(attempt, sequence):
    """What the page sends for one answer: address and form."""
    with override("kk"):
        address = reverse("attempt_save", args=[attempt.public_id])
    return address, {"position": sequence % 10 + 1, "sequence": sequence, "answer": "abc"[sequence % 3]}


def begun(user, quiz):
    """Somebody's client with an open attempt, ready to be submitted."""
    client = Client(headers=JSON)
    client.force_login(user)
    attempt = start_attempt(user, quiz, quiz.unit_key)
    with override("kk"):
        return client, reverse("attempt_submit", args=[attempt.public_id])


def submit(client, address):
    return client.post(address, {"anyway": "1"})


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
    numbers = itertools.count(1)
    yield (
        "one answer saved",
        lambda: learner.post(*answer(attempt, next(numbers)), headers={"Accept": "application/json"}),
    )
    open_ones = iter([begun(user, data.quizzes[6]) for user in data.users])
    yield "quiz submitted", lambda: submit(*next(open_ones))
    yield "dashboard", lambda: learner.get(dashboard)
    yield "search", lambda: learner.get(find, {"q": "бала"})
    yield "roster", lambda: staff.get(roster)
    yield "translation desk", lambda: staff.get(reverse("translations:desk"))
    yield "verification", lambda: Client().post(verify, paper)
