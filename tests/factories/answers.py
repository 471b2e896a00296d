"""Submitted attempts with planted answers, written straight to the tables."""

from datetime import timedelta

from django.utils import timezone

from assessments.domain.bank import save_quiz
from assessments.models import Attempt, AttemptItem, Question
from lms.core.keys import key_uuid

from .assessments import build_question
from .courses import build_organisation, build_user, seat


def build_test(key="test", questions=5, organisation=None):
    """A quiz of single choices "a" (right) to "c" without a page."""
    keys = [f"{key}-q{number:02}" for number in range(1, questions + 1)]
    for one in keys:
        build_question(one)
    Question.objects.filter(key__in=keys).update(organisation=organisation or build_organisation())
    return save_quiz(key, organisation=organisation or build_organisation(), question_keys=keys)


def submit(quiz, seats, answers, number=1, **fields):
    """An attempt for each seat; `answers` holds the options chosen, one row a seat ("" for no answer)."""
    versions = [item.question.versions.first() for item in quiz.items.select_related("question").order_by("position")]
    begun = timezone.now() + timedelta(hours=number)
    attempts = Attempt.objects.bulk_create(
        Attempt(
            enrolment=enrolment,
            quiz=quiz,
            unit_key=key_uuid(quiz.key),
            number=number,
            pass_percent=60,
            started_at=begun,
            submitted_at=begun,
            percent=100 * sum(one == "a" for one in row) / len(row),
            passed=False,
            **fields,
        )
        for enrolment, row in zip(seats, answers, strict=True)
    )
    AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=attempt,
            position=position,
            version=version,
            response={"": [one]} if one else None,
            fraction=float(one == "a"),
        )
        for attempt, row in zip(attempts, answers, strict=True)
        for position, (version, one) in enumerate(zip(versions, row, strict=True), 1)
    )
    return attempts


def seats(cohort, count, begin=1, **fields):
    return [seat(build_user(number, **fields), cohort) for number in range(begin, begin + count)]
