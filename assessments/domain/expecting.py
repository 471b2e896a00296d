"""Who expects an exam day, and is to be told by letter that it will not be as planned."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from courses.enums import CohortStatus, EnrolmentStatus

from ..models.sitting import Sitting, SittingNotice
from ..signals import sitting_cancelled


def note_cancelled(sitting):
    """A SittingNotice for each seat of the cohort; for none while it is in preparation or once the sitting is over."""
    now, cohort = timezone.now(), sitting.cohort
    if cohort.status == CohortStatus.DRAFT or sitting.closes_at <= now:
        return
    people = cohort.enrolments.filter(status=EnrolmentStatus.ACTIVE).order_by("user").values_list("user", flat=True)
    day = {"cohort": cohort, "opens_at": sitting.opens_at, "created_at": now}
    if SittingNotice.objects.bulk_create(SittingNotice(user_id=person, **day) for person in people):
        transaction.on_commit(partial(sitting_cancelled.send, sender=Sitting, cohort_id=cohort.pk))
