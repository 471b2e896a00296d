"""Reading: the certificates of one person, the people of one cohort, how far a batch is."""

from dataclasses import dataclass
from enum import Enum

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from courses.enums import EnrolmentStatus
from courses.models import Enrolment
from lms.core.folding import sort_key

from ..enums import EventKind, ItemState
from ..models import Certificate, CertificateEvent, CertificateFile, IssueItem
from . import eligibility, notes, rendering


class Stage(Enum):
    """Where somebody stands on the way to a certificate."""

    NOT_YET = "not_yet"
    ELIGIBLE = "eligible"
    MAKING = "making"
    FAILED = "failed"
    READY = "ready"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Row:
    """One person of the cohort as the issuer sees them."""

    name: str
    readiness: eligibility.Readiness
    stage: Stage

    @property
    def certificate(self):
        return self.readiness.certificate

    @property
    def enrolment(self):
        return self.readiness.enrolment


def mine(user):
    """The person's certificates whose file is there and unchanged, newest first, each with `revoked`."""
    own = Certificate.objects.ready().with_state().filter(holder__user=user).select_related("file")
    return [certificate for certificate in own if rendering.read(certificate.file) is not None]


def dashboard_section(user):
    """For `courses.sections`: the person's certificates with notes of what has changed since, or nothing when there
    are none."""
    certificates = mine(user)
    if not certificates:
        return None
    in_force = any(not certificate.revoked for certificate in certificates)
    return "certificates/_mine.html", {"certificates": certificates, "notes": notes.mine(user), "in_force": in_force}


def dashboard_ending(enrolments):
    """For `courses.sections`: whether the certificates of completed courses are in force, withdrawn or to come."""
    certificates = list(Certificate.objects.ready().with_state().filter(holder__enrolment__in=enrolments))
    withdrawn = [certificate for certificate in certificates if certificate.revoked]
    waits = len(certificates) < len(enrolments)
    in_force = len(certificates) > len(withdrawn)
    return "certificates/_ending.html", {"waits": waits, "in_force": in_force, "withdrawn": withdrawn}


def with_counts(cohorts):
    """Cohorts with `completed` (people who have met every rule) and `issued` (certificates), the latest first."""
    seats = Enrolment.objects.filter(cohort=OuterRef("pk"))
    completed = seats.filter(status=EnrolmentStatus.ACTIVE, completed_at__isnull=False)
    issued = seats.filter(certificate_held__isnull=False)
    return cohorts.annotate(completed=counted(completed), issued=counted(issued)).order_by("-starts_on", "name")


def with_unissued(cohorts):
    """Cohorts with `unissued`: how many have met every rule and hold no certificate."""
    seats = Enrolment.objects.filter(cohort=OuterRef("pk"), status=EnrolmentStatus.ACTIVE, completed_at__isnull=False)
    return cohorts.annotate(unissued=counted(seats.filter(certificate_held=None)))


def counted(rows):
    return Coalesce(Subquery(rows.order_by().values("cohort").annotate(n=Count("pk")).values("n")), 0)


def roster(cohort):
    """Everybody with a seat or a certificate, by the Kazakh alphabet; the number of queries is fixed."""
    wanted = eligibility.enrolments_for_check(cohort=cohort)
    found = eligibility.check(
        row
        for row in wanted.select_related("user__profile", "cohort__course", "cohort__organisation", "certificate_held")
        if row.status == EnrolmentStatus.ACTIVE or hasattr(row, "certificate_held")
    )
    held = [row.certificate.pk for row in found if row.certificate]
    files = set(CertificateFile.objects.filter(pk__in=held).values_list("pk", flat=True))
    revoked = CertificateEvent.objects.filter(certificate__in=held, kind=EventKind.REVOKED)
    revoked = set(revoked.values_list("certificate", flat=True))
    latest = dict(IssueItem.objects.filter(batch__cohort=cohort).order_by("pk").values_list("enrolment", "state"))
    rows = [Row(name_of(row), row, stage_of(row, files, revoked, latest.get(row.enrolment.pk))) for row in found]
    return sorted(rows, key=lambda row: sort_key(row.name, "kk"))


def name_of(readiness):
    return readiness.names["full_name"] or str(readiness.enrolment.user)


def stage_of(readiness, files, revoked, last_state):
    certificate = readiness.certificate
    if certificate and certificate.pk in revoked:
        return Stage.REVOKED
    if certificate and certificate.pk in files:
        return Stage.READY
    if last_state == ItemState.FAILED:
        return Stage.FAILED
    if certificate or last_state == ItemState.WAITING:
        return Stage.MAKING
    return Stage.ELIGIBLE if readiness.is_eligible else Stage.NOT_YET
