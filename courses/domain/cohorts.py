"""Opening and closing a run of a course. Opening freezes what the run has to do (C-05)."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ..enums import COHORT_CHANGES, CohortStatus
from ..models.cohort import Cohort
from . import queries
from .errors import ChangeNotAllowed, NothingToTeach
from .policy import PlannedUnit, check_policy


def open_cohort(cohort, by):
    """Lets people join and learn. The first opening copies the course's policy and steps into the cohort;
    a later edit of the course never reaches it. A closed cohort opens again with what it had.

    Raises ChangeNotAllowed, NothingToTeach or PolicyInvalid and then changes nothing.
    """
    with transaction.atomic():
        locked = lock(cohort, CohortStatus.OPEN)
        if locked.opened_at is None:
            locked.policy, locked.units = asked_today(locked.course)
            locked.opened_at = timezone.now()
        save(locked, CohortStatus.OPEN, "courses.open_cohort", by)
    return refresh(cohort, locked)


def close_cohort(cohort, by):
    """Nobody joins any more. Those enrolled go on reading and finish what they have begun (C-18)."""
    with transaction.atomic():
        locked = lock(cohort, CohortStatus.CLOSED)
        save(locked, CohortStatus.CLOSED, "courses.close_cohort", by)
    return refresh(cohort, locked)


def asked_today(course):
    """The policy and steps that a run of the course would begin with: (policy, units) in the shapes of `Cohort`.

    Raises NothingToTeach or PolicyInvalid.
    """
    check_policy(course.policy)
    steps = queries.plan(course)
    if not steps:
        raise NothingToTeach
    return course.policy, [unit.dump() for unit in steps]


def planned(cohort):
    """The cohort's frozen steps as a tuple of `PlannedUnit`; empty until it opens."""
    return tuple(PlannedUnit.load(entry) for entry in cohort.units)


def rules(cohort):
    """The frozen policy, or the course's own until the cohort opens."""
    return cohort.course.policy if cohort.opened_at is None else cohort.policy


def lock(cohort, status):
    locked = Cohort.objects.select_for_update(of=("self",)).select_related("course").get(pk=cohort.pk)
    if status not in COHORT_CHANGES[locked.status]:
        raise ChangeNotAllowed
    return locked


def save(locked, status, action, by):
    locked.status = status
    locked.save(update_fields=["status", "policy", "units", "opened_at"])
    log(locked, action, user=by)


def refresh(cohort, locked):
    for name in ("status", "policy", "units", "opened_at"):
        setattr(cohort, name, getattr(locked, name))
    return cohort
