"""A learner's own courses at a glance: the dashboard."""

from dataclasses import dataclass

from ..enums import EnrolmentStatus
from ..models.enrolment import Enrolment
from . import cohorts, progress, queries, timetable
from .trail import Place, place, trail

SHOWN_DAYS = 4


@dataclass(frozen=True)
class Seat:
    """One enrolment with its `standing`, the address of its course, and the `Place` of the step to go on with."""

    enrolment: Enrolment
    course_url: str
    standing: progress.Standing
    next: Place | None
    titles: dict

    @property
    def is_active(self):
        return self.enrolment.status == EnrolmentStatus.ACTIVE

    @property
    def missing(self):
        return [rule for rule in self.standing.rules if not rule.met]


def seats(user, locale):
    """The person's seats and requests, the latest run first, in a number of queries that does not depend on them."""
    rows = Enrolment.objects.filter(user=user, status__in=[EnrolmentStatus.ACTIVE, EnrolmentStatus.REQUESTED])
    rows = list(rows.select_related("cohort__course", "cohort__region").order_by("-cohort__starts_on", "-pk"))
    courses = {row.cohort.course_id: row.cohort.course for row in rows}.values()
    pages = queries.course_pages(courses, locale)
    outlines = queries.outlines(courses, locale, pages)
    standings = progress.standings(rows, outlines)
    return [
        seat(row, pages.get(row.cohort.course_id), outlines[row.cohort.course_id], standings[row.pk]) for row in rows
    ]


def seat(row, page, modules, standing):
    own = queries.only(modules, {unit.key for unit in cohorts.planned(row.cohort)})
    days = trail(own, standing.completed, standing.next_unit)
    step = place(days, standing.next_unit.key) if standing.next_unit else None
    titles = {module.key: module.title for module in modules}
    return Seat(row, page.get_url() if page else "", standing, step, titles)


def next_step(seats):
    """The seat to go on with: the latest run that has a step left."""
    return next((seat for seat in seats if seat.is_active and seat.next), None)


def is_complete(seats):
    """Whether every course that has begun has all its conditions met."""
    own = begun(seats)
    return bool(own) and all(seat.standing.met for seat in own)


def begun(seats):
    """The seats in courses that have begun."""
    return [seat for seat in seats if seat.is_active and seat.enrolment.cohort.opened_at]


def days_to_come(seats):
    """The next course days of all cohorts, soonest first."""
    titles = {key: title for seat in seats for key, title in seat.titles.items()}
    cohorts = {seat.enrolment.cohort for seat in seats if seat.is_active}
    days = timetable.days_of(cohorts, titles)
    return [day for day in days if day.date >= timetable.today(day.cohort)][:SHOWN_DAYS]
