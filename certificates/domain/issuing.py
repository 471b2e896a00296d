"""Issuing and withdrawing: the only place that writes the register."""

from functools import partial

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from courses.models import Enrolment

from ..enums import EventKind, ItemState
from ..models import Certificate, CertificateEvent, CertificateHolder, IssueBatch, IssueItem, NumberSeries
from ..numbers import format_number, new_code
from ..signals import batch_asked, certificate_revoked
from .eligibility import evidence
from .errors import AlreadyRevoked, NobodyChosen, SeveralCohorts

ACTIONS = {EventKind.ISSUED: "certificates.issue", EventKind.REVOKED: "certificates.revoke"}


def issue(enrolment_ids, by):
    """Ask for certificates for people of one cohort; returns the `IssueBatch` that a task then carries out.

    Whoever turns out not to be eligible is refused by name in the batch and holds up nobody. Asking twice, or two
    people asking at once, gives nobody a second certificate. Raises NobodyChosen or SeveralCohorts.
    """
    enrolments = {row.pk: row for row in Enrolment.objects.filter(pk__in=enrolment_ids)}
    chosen = [enrolments[pk] for pk in dict.fromkeys(enrolment_ids) if pk in enrolments]
    if not chosen:
        raise NobodyChosen
    if len({row.cohort_id for row in chosen}) > 1:
        raise SeveralCohorts
    now = timezone.now()
    with transaction.atomic():
        batch = IssueBatch.objects.create(cohort_id=chosen[0].cohort_id, created_at=now, created_by=by, alive_at=now)
        IssueItem.objects.bulk_create(IssueItem(batch=batch, enrolment=row) for row in chosen)
        announce(batch)
    return batch


def try_again(batch):
    """Put what could not be made back to waiting and announce the batch once more."""
    with transaction.atomic():
        batch.items.filter(state=ItemState.FAILED).update(state=ItemState.WAITING, tries=0)
        IssueBatch.objects.filter(pk=batch.pk).update(finished_at=None, alive_at=timezone.now())
        announce(batch)


def announce(batch):
    transaction.on_commit(partial(batch_asked.send, sender=IssueBatch, batch_id=batch.pk))


def register(readiness, by):
    """Give an eligible person the next number: register row, holder and event in one transaction under one lock.

    Returns the person's certificate, which is the earlier one if somebody else was faster. A number is used only by
    a transaction that commits, so the series has no gaps.
    """
    with transaction.atomic():
        year = readiness.paper.issued_on.year
        NumberSeries.objects.get_or_create(year=year)
        series = NumberSeries.objects.select_for_update().get(year=year)
        holder = CertificateHolder.objects.filter(enrolment=readiness.enrolment).select_related("certificate").first()
        if holder:
            return holder.certificate
        series.last += 1
        series.save(update_fields=["last"])
        certificate = Certificate.objects.create(**row_of(readiness, year, series.last))
        CertificateHolder.objects.create(
            certificate=certificate,
            user=readiness.enrolment.user,
            enrolment=readiness.enrolment,
            evidence=evidence(readiness),
            **readiness.names,
        )
        record(certificate, EventKind.ISSUED, by, at=certificate.issued_at)
    return certificate


def row_of(readiness, year, serial):
    return {
        "year": year,
        "serial": serial,
        "number": format_number(year, serial),
        "code": new_code(),
        "issued_at": timezone.now(),
        **printed_row(readiness.enrolment.cohort, readiness.paper),
    }


def printed_row(cohort, shared):
    """The fields of a register row that are the same for everybody of a cohort on one day."""
    return {
        "course": cohort.course,
        "organisation": cohort.organisation,
        "hours": cohort.course.hours,
        "minutes_per_hour": cohort.course.minutes_per_hour,
        "starts_on": cohort.starts_on,
        "ends_on": cohort.ends_on,
        "format": cohort.format,
        "texts": shared.texts,
        "signatory_name": shared.signatory.name,
        "issued_on": shared.issued_on,
    }


def revoke(certificate, reason, by, decision=""):
    """Withdraw a certificate for good; returns the event. `reason` is a `Reason`. Raises AlreadyRevoked."""
    with transaction.atomic():
        NumberSeries.objects.select_for_update().get(year=certificate.year)
        if certificate.events.filter(kind=EventKind.REVOKED).exists():
            raise AlreadyRevoked
        transaction.on_commit(partial(certificate_revoked.send, sender=Certificate, certificate_id=certificate.pk))
        return record(certificate, EventKind.REVOKED, by, reason=reason, decision=decision)


def record(certificate, kind, by, at=None, **details):
    event = CertificateEvent.objects.create(
        certificate=certificate, kind=kind, by=by, at=at or timezone.now(), **details
    )
    data = {"number": certificate.number, **({"reason": details["reason"]} if "reason" in details else {})}
    log(instance=certificate, action=ACTIONS[kind], user=by, data=data)
    return event
