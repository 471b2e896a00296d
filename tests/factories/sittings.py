"""An exam with a cohort, its sitting and attempts in it."""

from datetime import timedelta

from django.utils import timezone

from assessments.domain import sittings
from assessments.enums import Purpose
from assessments.models import Attempt, Quiz

from .assessments import build_quiz
from .courses import build_cohort, build_course, build_user, seat

LIMIT = timedelta(minutes=60)


def build_exam(site, key="exam", course=None, kinds=("single", "multiple"), **settings):
    """An exam with a page in a course (its `course` attribute); the course's cohorts that open later have it."""
    course = course or build_course(site, key=f"{key}-course", modules=1, units=1)
    quiz = build_quiz(f"{course.key}-m01", key, kinds)
    Quiz.objects.filter(pk=quiz.pk).update(purpose=Purpose.EXAM, time_limit=60, **settings)
    unit_key = quiz.unit_key
    quiz.refresh_from_db()
    quiz.unit_key, quiz.course = unit_key, course
    return quiz


def build_sitting(exam, by, cohort=None, begins=-10, minutes=180, **fields):
    """A sitting that opened ten minutes ago; `begins` counts minutes from now."""
    cohort = cohort or build_cohort(exam.course)
    opens = timezone.now() + timedelta(minutes=begins)
    return sittings.plan(cohort, exam, exam.unit_key, opens, opens + timedelta(minutes=minutes), by, **fields)


def begin(sitting, number=1, left=LIMIT, user=None, **fields):
    """An open attempt of a person with a seat in the sitting's cohort, `left` before its deadline."""
    person = user or build_user(number)
    now = timezone.now()
    values = {
        "enrolment": seat(person, sitting.cohort),
        "quiz": sitting.quiz,
        "unit_key": sitting.unit_key,
        "sitting": sitting,
        "number": 1,
        "pass_percent": sitting.quiz.pass_percent,
        "plain_seconds": 3600,
        "limit_seconds": 3600,
        "grace_seconds": 60,
        "started_at": now,
        "deadline": None if left is None else now + left,
    }
    return Attempt.objects.create(**{**values, **fields})
