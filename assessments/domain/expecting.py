"""Who expects an exam day, and is to be told by letter that it will not be as planned.

A letter about a move tells how things stand when it is sent, so moves that follow each other before it went are one
letter. Once somebody has begun to tell it, the next move is a notice of its own.
"""

from functools import partial

from django.db import transaction
from django.utils import timezone

from courses.enums import CohortStatus, EnrolmentStatus

from ..models.sitting import Sitting, SittingNotice
from ..signals import exam_day_changed


def note_moved(sitting, opens_at, closes_at):
    """A SittingNotice for each seat of a sitting that stood at another time until now, but where one waits already.

    None while the cohort is in preparation, nor once the sitting is over.
    """
    now, cohort = timezone.now(), sitting.cohort
    if cohort.status == CohortStatus.DRAFT or sitting.closes_at <= now:
        return
    waiting = untried(sitting)
    waiting.update(created_at=now)  # holds them: nobody begins to tell one before the move is committed
    people = seats(cohort).exclude(user__in=waiting.values("user"))
    was = {"cohort": cohort, "sitting": sitting, "opens_at": opens_at, "closes_at": closes_at}
    SittingNotice.objects.bulk_create(SittingNotice(user_id=person, created_at=now, **was) for person in people)
    tell(cohort)


def note_cancelled(sitting):
    """A SittingNotice for each seat, with the opening that the person was last told of; it stands for what was not
    told of a move. None while the cohort is in preparation, nor for a time that is over.
    """
    now, cohort = timezone.now(), sitting.cohort
    if cohort.status == CohortStatus.DRAFT:
        return
    waiting = untried(sitting).select_for_update().order_by("pk")
    known = {person: window for person, *window in waiting.values_list("user", "opens_at", "closes_at")}
    expected = {person: known.get(person, [sitting.opens_at, sitting.closes_at]) for person in seats(cohort)}
    SittingNotice.objects.bulk_create(
        SittingNotice(user_id=person, cohort=cohort, opens_at=opens_at, closes_at=closes_at, created_at=now)
        for person, (opens_at, closes_at) in expected.items()
        if closes_at > now
    )
    tell(cohort)


def untried(sitting):
    return SittingNotice.objects.filter(sitting=sitting, tried_at=None, told_at=None)


def seats(cohort):
    """The ids of the people with a seat."""
    people = cohort.enrolments.filter(status=EnrolmentStatus.ACTIVE)
    return people.order_by("user").values_list("user", flat=True)


def tell(cohort):
    transaction.on_commit(partial(exam_day_changed.send, sender=Sitting, cohort_id=cohort.pk))
