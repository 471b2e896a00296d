"""An exam with its people, made for the proof. Everybody is invented."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from assessments.enums import Purpose
from assessments.models import Quiz, Sitting
from tests.factories.assessments import build_quiz
from tests.factories.courses import build_cohort, build_course, build_user, seat
from tests.factories.site import build_site

CODE = "246810"


def furnish(people, positions, hours=3):
    """Returns (users, address of the start); the exam is open from now on and asks for CODE."""
    course = build_course(build_site(), modules=1, units=1)
    quiz = build_quiz("course-m01", key="exam", kinds=("single",) * positions)
    rules = {"purpose": Purpose.EXAM, "time_limit": hours * 60, "max_attempts": 1}
    Quiz.objects.filter(pk=quiz.pk).update(**rules)
    cohort = build_cohort(course, seats=people)
    users = [build_user(number) for number in range(1, people + 1)]
    for user in users:
        seat(user, cohort)
    now = timezone.now()
    Sitting.objects.create(
        cohort=cohort,
        quiz=quiz,
        unit_key=quiz.unit_key,
        opens_at=now - timedelta(minutes=1),
        closes_at=now + timedelta(hours=hours),
        start_code=CODE,
    )
    with override("kk"):
        return users, reverse("attempt_start", args=[quiz.unit_key])


def session_of(user):
    """The cookie of somebody who has logged in."""
    request = HttpRequest()
    request.session = SessionStore()
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.save()
    return f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}"
