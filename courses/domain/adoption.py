"""A run takes over what its course asks for today: the one way in which a later edit reaches an open cohort (C-05)."""

import hashlib
import json
from copy import copy
from dataclasses import dataclass

from django.db import transaction
from wagtail.log_actions import log

from ..enums import EnrolmentStatus
from ..models.cohort import Cohort
from ..models.enrolment import Enrolment
from . import cohorts, progress, queries, roster
from .errors import ChangedMeanwhile, ChangeNotAllowed, NothingToAdopt, Refused


@dataclass(frozen=True)
class Effect:
    """What adopting would mean for one person: their `Standing` `before` and `after`."""

    enrolment: Enrolment
    name: str
    before: progress.Standing
    after: progress.Standing

    @property
    def kind(self):
        """ "gains": meets everything from now on. "keeps": has completed, and stays so, although the new conditions
        ask for more. "more" and "less": has more or fewer open steps and conditions than before. "same"."""
        if self.enrolment.completed_at:
            return "same" if self.after.met else "keeps"
        if self.after.met:
            return "gains"
        was, will = open_points(self.before), open_points(self.after)
        return "same" if was == will else ("more" if will > was else "less")


@dataclass(frozen=True)
class Proposal:
    """The course's policy and steps of today, how they differ, and what they would mean for each person enrolled.

    `added` are units of today's outline as readers see them; `dropped` counts steps that are no longer asked for.
    `mark` stands for the policy and the steps: what is adopted is what was shown.
    """

    policy: list
    units: list
    added: list
    dropped: int
    effects: list

    @property
    def mark(self):
        content = json.dumps([self.policy, self.units], sort_keys=True).encode()
        return hashlib.sha256(content).hexdigest()

    def differs_from(self, cohort):
        return (self.policy, self.units) != (cohort.policy, cohort.units)


def is_there_anything(cohort):
    """Whether the course asks for anything else today than the opened cohort does."""
    if cohort.opened_at is None:
        return False
    try:
        return cohorts.asked_today(cohort.course) != (cohort.policy, cohort.units)
    except Refused:
        return False


def open_points(standing):
    return sum(not rule.met for rule in standing.rules), standing.total - standing.done


def propose(cohort, locale):
    """The `Proposal` for an opened cohort, titles in `locale`.

    Raises ChangeNotAllowed, NothingToTeach or PolicyInvalid.
    """
    if cohort.opened_at is None:
        raise ChangeNotAllowed
    policy, units = cohorts.asked_today(cohort.course)
    had, has = ({unit["key"] for unit in each} for each in (cohort.units, units))
    outline = [unit for module in queries.outline(cohort.course, locale) for unit in module.units]
    return Proposal(
        policy=policy,
        units=units,
        added=[unit for unit in outline if str(unit.key) in has - had],
        dropped=len(had - has),
        effects=effects(cohort, policy, units),
    )


def effects(cohort, policy, units):
    changed = copy(cohort)
    changed.policy, changed.units = policy, units
    before = roster.roster(cohort)
    after = {row.enrolment.pk: row.standing for row in roster.roster(changed)}
    return [Effect(row.enrolment, row.name, row.standing, after[row.enrolment.pk]) for row in before]


def adopt_change(cohort, mark, by):
    """Replaces the frozen policy and steps by those of the proposal with this `mark`, and settles everybody.

    Nobody loses a completed step, a result or a completion. Raises ChangeNotAllowed, NothingToAdopt, ChangedMeanwhile,
    NothingToTeach or PolicyInvalid and then changes nothing.
    """
    with transaction.atomic():
        locked = Cohort.objects.select_for_update(of=("self",)).select_related("course").get(pk=cohort.pk)
        if locked.opened_at is None:
            raise ChangeNotAllowed
        policy, units = cohorts.asked_today(locked.course)
        proposal = Proposal(policy, units, added=[], dropped=0, effects=[])
        if not proposal.differs_from(locked):
            raise NothingToAdopt
        if proposal.mark != mark:
            raise ChangedMeanwhile
        locked.policy, locked.units = policy, units
        locked.save(update_fields=["policy", "units"])
        log(locked, "courses.adopt_change", user=by)
        enrolled = Enrolment.objects.filter(cohort=locked, status=EnrolmentStatus.ACTIVE)
        progress.settle_all(enrolled.select_related("cohort__course"))
    cohort.policy, cohort.units = policy, units
    return cohort
