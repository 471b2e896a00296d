"""Carrying out a batch: one person after the other, safe to run twice and to be killed at any moment."""

import logging
from datetime import timedelta

from django.utils import timezone

from lms.core.pdf import PdfError
from lms.core.tasks import describe

from ..enums import ItemState
from ..models import IssueBatch
from . import eligibility, issuing, notes, notices, rendering

logger = logging.getLogger("certificates")

MOST_TRIES = 3
# A batch without a sign of life for so long is taken up again.
SILENCE = timedelta(minutes=10)
# Mail that could not be sent in this time is given up; the certificate waits in the person's own pages.
TELLING = timedelta(days=1)


def carry_out(batch_id):
    """Make everything that the batch still lacks: numbers, files, mails."""
    batch = IssueBatch.objects.select_related("created_by").get(pk=batch_id)
    waiting = list(batch.items.filter(state=ItemState.WAITING).order_by("pk"))
    if waiting:
        enrolments = eligibility.enrolments_for_check(pk__in=[item.enrolment_id for item in waiting])
        found = {row.enrolment.pk: row for row in eligibility.check(enrolments)}
        for item in waiting:
            show_life(batch)
            settle(item, found[item.enrolment_id], batch.created_by)
    for item in batch.items.filter(state=ItemState.READY, told_at=None).select_related("enrolment__user"):
        show_life(batch)
        tell(item)
    finish(batch)


def settle(item, readiness, by):
    """Bring one person's item to its end: ready, refused with the reasons, or failed after some tries."""
    if readiness.findings and readiness.certificate is None:
        item.obstacles = [[finding.obstacle, finding.detail] for finding in readiness.findings]
        return change(item, ItemState.REFUSED)
    item.certificate = readiness.certificate or issuing.register(readiness, by)
    item.save(update_fields=["certificate"])
    while item.tries < MOST_TRIES:
        item.tries += 1
        item.save(update_fields=["tries"])
        try:
            rendering.make_file(item.certificate)
        except (PdfError, OSError) as error:
            logger.error("Certificate %s was not made: %s", item.certificate.number, describe(error))
        else:
            notes.catch_up(item.certificate)
            return change(item, ItemState.READY)
    return change(item, ItemState.FAILED)


def change(item, state):
    item.state = state
    item.save(update_fields=["state", "obstacles"])


def tell(item):
    try:
        notices.tell_holder(item.certificate)
    except OSError as error:  # the mail server is away; smtplib's errors are OSErrors
        logger.error("Mail about certificate %s was not sent: %s", item.certificate.number, describe(error))
        return
    item.told_at = timezone.now()
    item.save(update_fields=["told_at"])


def show_life(batch):
    IssueBatch.objects.filter(pk=batch.pk).update(alive_at=timezone.now())


def finish(batch):
    """The batch is finished when nobody waits and everybody was told, or was to be told for long enough."""
    waits = batch.items.filter(state=ItemState.WAITING).exists()
    untold = batch.items.filter(state=ItemState.READY, told_at=None).exists()
    if not waits and (not untold or timezone.now() - batch.created_at > TELLING):
        IssueBatch.objects.filter(pk=batch.pk).update(finished_at=timezone.now())


def silent():
    """Ids of unfinished batches that nobody works on; each is marked as taken, so that one caller gets it."""
    now = timezone.now()
    taken = []
    for batch in IssueBatch.objects.filter(finished_at=None, alive_at__lt=now - SILENCE):
        if IssueBatch.objects.filter(pk=batch.pk, alive_at=batch.alive_at).update(alive_at=now):
            taken.append(batch.pk)
    return taken
