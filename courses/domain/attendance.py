"""Who was in the room, half-day by half-day."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..enums import EnrolmentStatus, Presence
from ..models.attendance import Attendance
from ..models.enrolment import Enrolment
from . import progress
from .errors import AttendanceRefused
from .timetable import half_days, today

__all__ = ["half_days", "record"]


def record(cohort, date, half, marks, by):
    """Records one half-day: `marks` is a dict of `Presence` by enrolment id. A second call corrects the first.

    Every row says who recorded it last and when; what changed stands in the cohort's history, by number.
    Raises AttendanceRefused for a day outside the cohort or in the future, or for somebody without a seat in it.
    """
    check(cohort, date, marks)
    now = timezone.now()
    with transaction.atomic():
        before = {
            row.enrolment_id: row
            for row in Attendance.objects.select_for_update().filter(enrolment__in=marks, date=date, half=half)
        }
        changed = {pk: mark for pk, mark in marks.items() if pk not in before or before[pk].presence != mark}
        Attendance.objects.bulk_create(
            [
                Attendance(enrolment_id=pk, date=date, half=half, presence=mark, recorded_by=by, recorded_at=now)
                for pk, mark in changed.items()
            ],
            update_conflicts=True,
            unique_fields=["enrolment", "date", "half"],
            update_fields=["presence", "recorded_by", "recorded_at"],
        )
        corrected = {str(pk): [before[pk].presence, mark] for pk, mark in changed.items() if pk in before}
        if changed:
            data = {"date": date.isoformat(), "half": half, "recorded": len(changed), "corrected": corrected}
            log(cohort, "courses.correct_attendance" if corrected else "courses.record_attendance", user=by, data=data)
        progress.settle_all(Enrolment.objects.filter(pk__in=changed).select_related("cohort__course"))


def check(cohort, date, marks):
    if not cohort.starts_on <= date <= cohort.ends_on:
        raise AttendanceRefused(_("This day is not a day of the cohort."))
    if date > today(cohort):
        raise AttendanceRefused(_("Attendance is recorded on the day or later."))
    if any(mark not in Presence.values for mark in marks.values()):
        raise AttendanceRefused
    seated = Enrolment.objects.filter(cohort=cohort, status=EnrolmentStatus.ACTIVE, pk__in=marks).count()
    if seated != len(marks):
        raise AttendanceRefused(_("Somebody on the list has no seat in this cohort."))
