"""Traces of learning are deleted when they have served their time; the register and the paper stay (S-25)."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from assessments.models import Attempt, SittingNotice
from certificates.domain import batches, issuing, rendering
from certificates.models import Certificate, IssueBatch
from courses.domain import attendance
from courses.models import Attendance, Cohort, Enrolment, UnitResult
from lms.desk.retention import due, purge
from tests.factories.certificates import build_ready_cohort
from tests.factories.courses import build_user, seat
from tests.factories.people import build_center, build_staff

LAST_DAY, KEPT, OUTLIVED = date(2026, 10, 23), date(2028, 10, 22), date(2028, 10, 23)
TABLES = (Attempt, UnitResult, Attendance, SittingNotice, IssueBatch, Enrolment)


@pytest.fixture
def cohort(site, settings, tmp_path):
    """A run that ended on LAST_DAY: one person holds a certificate, one has a seat and nothing more."""
    settings.KEPT_MONTHS = 24
    own = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": own}
    cohort, (graduate,) = build_ready_cohort(site, people=1)
    Cohort.objects.filter(pk=cohort.pk).update(ends_on=LAST_DAY)
    seat(build_user(77), cohort)
    trainer = build_staff("trainer", build_center(), "trainer-marzhan")
    attendance.record(cohort, cohort.starts_on, "am", {graduate.pk: "present"}, trainer)
    batches.carry_out(issuing.issue([graduate.pk], None).pk)
    now = timezone.now()
    SittingNotice.objects.create(cohort=cohort, user=graduate.user, opens_at=now, created_at=now)
    return cohort


def counts():
    return [model.objects.count() for model in TABLES]


def test_nothing_goes_before_its_time(cohort):
    before = counts()
    assert set(purge(KEPT).values()) == {0}
    assert counts() == before


def test_what_served_its_time_goes_and_the_certificate_stays(cohort):
    certificate = Certificate.objects.get()
    paper = rendering.read(certificate.file)
    register = Certificate.objects.values().get()
    attempts, results, marks, letters, batch, _seats = counts()
    assert purge(OUTLIVED) == {
        "attempts": attempts, "results": results, "attendance": marks,
        "letters about exam days": letters, "issue batches": batch, "seats": 1,
    }  # fmt: skip
    assert counts() == [0, 0, 0, 0, 0, 1]
    assert Enrolment.objects.get().certificate_held.certificate == certificate
    assert Certificate.objects.values().get() == register
    assert rendering.read(Certificate.objects.get().file) == paper
    assert set(purge(OUTLIVED).values()) == {0}


def test_a_dry_run_counts_and_deletes_nothing(cohort):
    Cohort.objects.update(starts_on=date(2000, 1, 3), ends_on=date(2000, 1, 14))
    before, said = counts(), StringIO()
    call_command("purge", "--dry-run", stdout=said)
    assert counts() == before
    wanted = ", ".join(f"{rows.count()} {name}" for name, rows in due().items())
    assert said.getvalue() == f"Would delete, of runs that ended more than 24 months ago: {wanted}.\n"
