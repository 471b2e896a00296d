"""The half-days of a run: planned by its sessions, held when attendance was recorded."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from ..enums import Half
from ..models.attendance import Attendance
from ..models.cohort import Cohort, Session
from .errors import ChangeNotAllowed

NOON = 12
STARTS = (time(9, 0), time(10, 45), time(13, 30), time(15, 15))
FIRST_WEEKEND_DAY = 5


@dataclass(frozen=True)
class CourseDay:
    """A day of a run with its meetings; `begins` and `ends` are clock times of the cohort's time zone."""

    cohort: Cohort
    date: date
    begins: time
    ends: time
    titles: tuple[str, ...]


def days_of(cohorts, titles=None):
    """The course days of these cohorts in order of time, in one query. `titles` gives module titles by key."""
    runs = {cohort.pk: cohort for cohort in cohorts}
    rows = list(Session.objects.filter(cohort__in=runs).order_by("starts_at"))
    for row in rows:
        row.cohort = runs[row.cohort_id]
    keyed = groupby(sorted(rows, key=day_key), key=day_key)
    return [course_day(runs[pk], day, list(group), titles or {}) for (day, pk), group in keyed]


def day_key(session):
    return session.begins.date(), session.cohort_id


def course_day(cohort, day, sessions, titles):
    named = (titles.get(session.module_key) or session.title for session in sessions)
    last = max(session.ends for session in sessions)
    return CourseDay(cohort, day, sessions[0].begins.time(), last.time(), tuple(dict.fromkeys(filter(None, named))))


def half_days(cohort):
    """All half-days of the run, planned or held, as a sorted list of (date, half)."""
    planned, held = half_days_of([cohort])[cohort.pk]
    return sorted(planned | held)


def half_days_of(cohorts):
    """Planned and held half-days of several cohorts in two queries: a dict of pairs of sets by the cohort's id."""
    zones = {cohort.pk: ZoneInfo(cohort.time_zone) for cohort in cohorts}
    planned, held = defaultdict(set), defaultdict(set)
    for pk, moment in Session.objects.filter(cohort__in=zones).values_list("cohort", "starts_at"):
        planned[pk].add(half_of(moment.astimezone(zones[pk])))
    rows = Attendance.objects.filter(enrolment__cohort__in=zones).order_by()
    for pk, day, half in rows.values_list("enrolment__cohort", "date", "half").distinct():
        held[pk].add((day, Half(half)))
    return {pk: (planned[pk], held[pk]) for pk in zones}


def half_of(moment):
    return moment.date(), Half.MORNING if moment.hour < NOON else Half.AFTERNOON


def today(cohort):
    return timezone.localdate(timezone=ZoneInfo(cohort.time_zone))


def plan_sessions(cohort, days, titles=()):
    """Writes four sessions of 90 minutes for each of `days` course days from the first day on, skipping weekends.

    Sessions are numbered "1.1" to "10.4"; `titles` gives `(module_key, title)` for a day, in order. The cohort's
    last day moves with them. Raises ChangeNotAllowed when the cohort has sessions already.
    """
    dates = working_days(cohort.starts_on, days)
    with transaction.atomic():
        if cohort.sessions.exists():
            raise ChangeNotAllowed
        rows = []
        for number, day in enumerate(dates, start=1):
            key, title = titles[number - 1] if number <= len(titles) else (None, "")
            for turn, clock in enumerate(STARTS, start=1):
                begins = moment(cohort, day, clock)
                rows.append(
                    Session(cohort=cohort, number=f"{number}.{turn}", module_key=key, title=title, starts_at=begins)
                )
        Session.objects.bulk_create(rows)
        cohort.ends_on = max(cohort.ends_on, dates[-1])
        cohort.save(update_fields=["ends_on"])
    return rows


def moment(cohort, day, clock):
    """The point in time when a clock of the cohort's time zone shows this."""
    return datetime.combine(day, clock, ZoneInfo(cohort.time_zone))


def renumber(cohort):
    """Numbers the sessions by course day and turn, "1.1" onwards, in the order of time."""
    with transaction.atomic():
        rows = list(cohort.sessions.order_by("starts_at", "pk"))
        for step, row in enumerate(rows):
            row.cohort, row.number = cohort, f"~{step}"
        Session.objects.bulk_update(rows, ["number"])
        for day, (_date, group) in enumerate(groupby(rows, key=lambda row: row.begins.date()), start=1):
            for turn, row in enumerate(group, start=1):
                row.number = f"{day}.{turn}"
        Session.objects.bulk_update(rows, ["number"])


def working_days(first, count):
    """The next `count` days from `first` on that are no Saturday or Sunday."""
    dates, day = [], first
    while len(dates) < count:
        if day.weekday() < FIRST_WEEKEND_DAY:
            dates.append(day)
        day += timedelta(days=1)
    return dates
