"""Starting, answering and submitting: an acknowledged answer is stored, and nothing counts twice."""

import secrets

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone

from courses.domain.access import enrolments_with_unit
from courses.domain.progress import complete_unit
from courses.models import Enrolment

from ..models.attempt import Attempt, AttemptItem
from ..models.bank import QuestionVersion
from ..questions import KINDS, marked_by_software
from ..questions.base import InvalidResponse
from . import grading
from .errors import AttemptClosed, NoAttemptsLeft, NotAnAnswer, NotEnrolled, QuizIsEmpty


@transaction.atomic
def start_attempt(user, quiz, unit_key):
    """The open attempt of `user`, or a new one with the questions as they stand now.

    Raises NotEnrolled, NoAttemptsLeft, QuizIsEmpty.
    """
    seats = enrolments_with_unit(user, unit_key)
    if not seats:
        raise NotEnrolled
    enrolment = Enrolment.objects.select_for_update().get(pk=seats[0].pk)
    mine = Attempt.objects.filter(enrolment__user=user, unit_key=unit_key)
    if running := mine.filter(submitted_at__isnull=True).first():
        return running
    used = mine.aggregate(last=Max("number"))["last"] or 0
    if quiz.max_attempts is not None and used >= quiz.max_attempts:
        raise NoAttemptsLeft
    versions = _current_versions(quiz)
    if not versions:
        raise QuizIsEmpty
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        quiz=quiz,
        unit_key=unit_key,
        number=used + 1,
        pass_percent=quiz.pass_percent,
        started_at=timezone.now(),
    )
    AttemptItem.objects.bulk_create(
        AttemptItem(attempt=attempt, position=place, version=version, option_order=_option_order(version))
        for place, version in enumerate(versions, 1)
    )
    return attempt


def _current_versions(quiz):
    latest = QuestionVersion.objects.filter(question=OuterRef("question")).order_by("-number").values("pk")[:1]
    asked = quiz.items.filter(question__kind__in=marked_by_software())
    ids = asked.order_by("position").annotate(current=Subquery(latest)).values_list("current", flat=True)
    found = QuestionVersion.objects.select_related("question").in_bulk([pk for pk in ids if pk])
    return [found[pk] for pk in ids if pk in found]


def _option_order(version):
    return KINDS[version.question.kind].arrange(version.body, secrets.SystemRandom().shuffle)


@transaction.atomic
def save_answer(attempt_id, position, values, sequence):
    """Keeps one answer and returns the sequence number that now stands; `values` holds the strings of each field.

    `sequence` counts the learner's changes; an answer that arrives late, behind a newer one, is not kept.
    Raises AttemptClosed, NotAnAnswer.
    """
    attempt = Attempt.objects.select_for_update().get(pk=attempt_id)
    if attempt.submitted_at:
        raise AttemptClosed
    item = attempt.items.select_related("version__question").filter(position=position).first()
    if item is None:
        raise NotAnAnswer
    if sequence <= item.sequence:
        return item.sequence
    try:
        response = KINDS[item.version.question.kind].clean(item.version.body, values)
    except InvalidResponse as error:
        raise NotAnAnswer from error
    AttemptItem.objects.filter(pk=item.pk).update(response=response or None, sequence=sequence, saved_at=timezone.now())
    return sequence


@transaction.atomic
def submit_attempt(attempt_id):
    """Grades the attempt and tells every enrolment that holds the unit. Submitting again changes nothing."""
    attempt = Attempt.objects.select_for_update().get(pk=attempt_id)
    if attempt.submitted_at:
        return attempt
    items = list(attempt.items.select_related("version__question"))
    for item in items:
        item.fraction = float(grading.grade_item(item).fraction)
    AttemptItem.objects.bulk_update(items, ["fraction"])
    attempt.percent = grading.percent(grading.grade_item(item).fraction for item in items)
    attempt.passed = attempt.percent >= attempt.pass_percent
    attempt.submitted_at = timezone.now()
    attempt.save(update_fields=["percent", "passed", "submitted_at"])
    user = Enrolment.objects.select_related("user").get(pk=attempt.enrolment_id).user
    for enrolment in enrolments_with_unit(user, attempt.unit_key):
        complete_unit(enrolment, attempt.unit_key, passed=attempt.passed, percent=attempt.percent)
    return attempt
