"""How far somebody is. The one place that computes it: pages, roster, certificates and mails ask here.

Completion is an event: what was completed stays completed, whatever happens later to the step or the policy.
Reading is never recorded; only "done", results and attendance count (S-10).
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from ..enums import EnrolmentStatus, Presence
from ..models.attendance import Attendance
from ..models.enrolment import Enrolment
from ..models.progress import UnitResult
from ..signals import enrolment_completed
from . import access, cohorts, queries, timetable
from .errors import NotDeclarable, NotEnrolled, UnitNotInCohort
from .policy import Evidence, in_words, is_met, judge

DECLARABLE = {"lesson"}
LINKS = 3


@dataclass(frozen=True)
class RuleStanding:
    """One rule in the learner's own numbers. `text` is in the reader's language, `links` lead to what is missing."""

    rule: str
    met: bool
    have: Decimal
    need: Decimal
    text: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Standing:
    """Where one enrolment stands. `done` and `total` count required steps; half-days are of the whole run,
    `held` those recorded so far. `next_unit` is None when every required step that can be opened is done."""

    done: int
    total: int
    percent: int
    met: bool
    rules: list[RuleStanding]
    next_unit: queries.Unit | None
    results: dict[UUID, UnitResult]
    present: int
    held: int
    half_days: int

    @property
    def completed(self):
        return completed_in(self.results)

    @property
    def attendance_percent(self):
        """Of the half-days held so far, or None before the first."""
        return self.present * 100 // self.held if self.held else None


def completed_in(results):
    """The keys of the units that these results complete."""
    return frozenset(key for key, result in results.items() if result.completed_at)


def results_of(enrolment):
    """The enrolment's `UnitResult` by unit key."""
    return {result.unit_key: result for result in enrolment.unit_results.all()}


def next_unit(modules, completed):
    """The first required step of an outline that is not completed, or None."""
    steps = (unit for module in modules for unit in module.units)
    return next((unit for unit in steps if unit.required and unit.key not in completed), None)


def complete_unit(enrolment, unit_key, *, passed, percent=None, replace=False, at=None):
    """Stores the result of one step and settles the enrolment; returns the `UnitResult`.

    Safe to call twice and from two places at once: the best percent stays, or with `replace`, until the step is
    completed, the one told last. `completed_at` is set by the first pass (to `at`, or now) and never taken back.
    Raises NotEnrolled or UnitNotInCohort.
    """
    with transaction.atomic():
        locked = Enrolment.objects.select_for_update(of=("self",)).select_related("cohort__course")
        enrolment = locked.get(pk=enrolment.pk)
        if enrolment.status != EnrolmentStatus.ACTIVE:
            raise NotEnrolled
        if unit_key not in {unit.key for unit in cohorts.planned(enrolment.cohort)}:
            raise UnitNotInCohort
        result, _created = UnitResult.objects.get_or_create(enrolment=enrolment, unit_key=unit_key)
        may_fall = replace and result.completed_at is None
        if percent is not None and (result.percent is None or percent > result.percent or may_fall):
            result.percent = percent
        if passed and result.completed_at is None:
            result.completed_at = at or timezone.now()
        result.save(update_fields=["percent", "completed_at"])
        settle(enrolment, at)
    return result


def declare_done(user, unit_key):
    """The learner says that a lesson is done, in every cohort that has it; returns the enrolments.

    Raises NotEnrolled when no cohort of theirs has the step, NotDeclarable when a result decides about it.
    """
    enrolments = access.enrolments_with_unit(user, unit_key)
    if not enrolments:
        raise NotEnrolled
    kinds = {unit.kind for row in enrolments for unit in cohorts.planned(row.cohort) if unit.key == unit_key}
    if not kinds <= DECLARABLE:
        raise NotDeclarable
    for enrolment in enrolments:
        complete_unit(enrolment, unit_key, passed=True)
    return enrolments


def settle(enrolment, at=None):
    settle_all([enrolment], at)


def settle_all(enrolments, at=None):
    """Sets `completed_at` (to `at`, or now) of those who meet every rule for the first time and announces each after
    commit."""
    waiting = [row for row in enrolments if row.completed_at is None and row.status == EnrolmentStatus.ACTIVE]
    with transaction.atomic():
        for row, evidence in evidence_of(waiting):
            if not is_met(judge(cohorts.rules(row.cohort), evidence)):
                continue
            first = Enrolment.objects.filter(pk=row.pk, completed_at=None).update(completed_at=at or timezone.now())
            if first:
                news = partial(enrolment_completed.send, sender=Enrolment, enrolment_id=row.pk)
                transaction.on_commit(news, robust=True)


def standing(enrolment, locale):
    """The `Standing` of one enrolment, with titles and addresses in `locale`."""
    course = enrolment.cohort.course
    return standings([enrolment], {course.pk: queries.outline(course, locale)})[enrolment.pk]


def standings(enrolments, outlines):
    """Several at once, in a number of queries that does not depend on how many: a dict by enrolment id.

    `outlines` is what `queries.outlines` gave for their courses; without it there are no links and no next step.
    """
    return {
        row.pk: build(cohorts.rules(row.cohort), evidence, results, outlines.get(row.cohort.course_id, []))
        for row, evidence, results in gathered(enrolments)
    }


def build(policy, evidence, results, modules):
    required = evidence.required
    done = sum(unit.key in evidence.completed for unit in required)
    steps = {unit.key: unit for module in modules for unit in module.units}
    judgements = judge(policy, evidence)
    rules = []
    for rule, judgement in zip(policy, judgements, strict=True):
        links = tuple((steps[key].title, steps[key].url) for key in judgement.missing if key in steps)[:LINKS]
        text = in_words(rule, judgement, evidence)
        rules.append(RuleStanding(rule["rule"], judgement.met, judgement.have, judgement.need, text, links))
    return Standing(
        done=done,
        total=len(required),
        percent=done * 100 // len(required) if required else 0,
        met=is_met(judgements),
        rules=rules,
        next_unit=next_unit(queries.only(modules, {unit.key for unit in required}), evidence.completed),
        results=results,
        present=evidence.present,
        held=evidence.held,
        half_days=evidence.half_days,
    )


def evidence_of(enrolments):
    return [(row, evidence) for row, evidence, _results in gathered(enrolments)]


def gathered(enrolments):
    """For each enrolment its `Evidence` and its results by unit key, in four queries."""
    enrolments = list(enrolments)
    if not enrolments:
        return []
    results, present = defaultdict(dict), {}
    for result in UnitResult.objects.filter(enrolment__in=enrolments):
        results[result.enrolment_id][result.unit_key] = result
    attended = Attendance.objects.filter(enrolment__in=enrolments, presence=Presence.PRESENT).order_by()
    present = dict(attended.values_list("enrolment").annotate(Count("pk")))
    run = {row.cohort_id: row.cohort for row in enrolments}
    plans = {pk: cohorts.planned(cohort) for pk, cohort in run.items()}
    days = timetable.half_days_of(run.values())
    return [
        (
            row,
            weigh(plans[row.cohort_id], days[row.cohort_id], results[row.pk], present.get(row.pk, 0)),
            results[row.pk],
        )
        for row in enrolments
    ]


def weigh(plan, days, results, present):
    planned, held = days
    return Evidence(
        units=plan,
        completed=completed_in(results),
        percents={key: result.percent for key, result in results.items() if result.percent is not None},
        half_days=len(planned | held),
        held=len(held),
        present=present,
    )
