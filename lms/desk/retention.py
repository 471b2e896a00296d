"""What has served its time: the traces of learning in runs that ended long ago (S-25; docs/privacy.md)."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from assessments.models import Attempt, SittingNotice
from certificates.models import IssueBatch
from courses.models import Attendance, Cohort, Enrolment, UnitResult

logger = logging.getLogger("lms.personal_data")
DAYS_IN_A_MONTH = 30.44


def outlived(today=None):
    """Cohorts whose last day lies further back than settings.KEPT_MONTHS."""
    today = today or timezone.localdate()
    return Cohort.objects.filter(ends_on__lt=today - timedelta(days=settings.KEPT_MONTHS * DAYS_IN_A_MONTH))


def due(today=None):
    """{what: rows} that `purge` would delete: answers, results, attendance, letters about exam days, batches, seats
    without a certificate.

    A seat that led to a certificate stays, bare, with the register; the certificate's evidence stands there already.
    """
    seats = Enrolment.objects.filter(cohort__in=outlived(today).values("pk"))
    return {
        "attempts": Attempt.objects.filter(enrolment__in=seats.values("pk")),
        "results": UnitResult.objects.filter(enrolment__in=seats.values("pk")),
        "attendance": Attendance.objects.filter(enrolment__in=seats.values("pk")),
        "letters about exam days": SittingNotice.objects.filter(cohort__in=outlived(today).values("pk")),
        "issue batches": IssueBatch.objects.filter(cohort__in=outlived(today).values("pk")),
        "seats": seats.filter(certificate_held=None),
    }


def purge(today=None):
    """Deletes what is due and returns {what: number of rows}. Cannot be undone; safe to run twice."""
    with transaction.atomic():
        counts = {}
        for name, rows in due(today).items():
            counts[name] = rows.count()
            rows.delete()
    logger.info("Purged %s", counts)
    return counts
