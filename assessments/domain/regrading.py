"""A changed key and the results that stood: first who would change and by how much, then the change itself.

Results of attempts move. A completed step keeps its percent and every certificate stays; who is better off now gets
what they earned.
"""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.log_actions import log

from ..models.attempt import Attempt, AttemptItem
from ..models.bank import QuestionVersion
from ..models.regrade import Regrade, RegradedAttempt
from ..questions import KINDS
from ..questions.base import InvalidResponse
from ..signals import regraded
from . import attempts, grading
from .errors import ChangedMeanwhile, NothingToRegrade, ReasonMissing
from .locks import lock_seats


@dataclass(frozen=True)
class Change:
    """What a new key would mean for one submitted attempt: its `grading.Result` `after`; the attempt holds the old."""

    attempt: Attempt
    items: list
    after: grading.Result

    @property
    def moves(self):
        return (self.attempt.percent, self.attempt.passed) != (self.after.percent, self.after.passed)

    @property
    def kind(self):
        """ "passes" and "fails": from now on, and not before. "up", "down" or "same"."""
        if self.attempt.passed != self.after.passed:
            return "passes" if self.after.passed else "fails"
        if self.attempt.percent == self.after.percent:
            return "same"
        return "up" if self.after.percent > self.attempt.percent else "down"


@dataclass(frozen=True)
class Proposal:
    """What grading by `version` would mean: a Change for each attempt with an answer to grade anew.

    `unreadable` counts answers that the new version has no place for: they keep the grade they have. `mark` stands for
    all of it: what is applied is what was shown.
    """

    version: QuestionVersion
    found: list
    unreadable: int

    @property
    def changes(self):
        return [change for change in self.found if change.moves]

    @property
    def same(self):
        return sum(not change.moves for change in self.found)

    @property
    def mark(self):
        rows = [[one.attempt.pk, str(one.attempt.percent), str(one.after.percent)] for one in self.found]
        return hashlib.sha256(json.dumps([self.version.pk, rows]).encode()).hexdigest()


@dataclass(frozen=True)
class Waiting:
    """A question whose newest key differs from the one by which `answers` submitted answers were graded."""

    version: QuestionVersion
    answers: int


def waiting():
    """What could be graded anew: a list of Waiting by the question's key, in two queries."""
    newest = QuestionVersion.objects.filter(question=OuterRef("version__question")).order_by("-number").values("pk")[:1]
    rows = (
        AttemptItem.objects.filter(attempt__submitted_at__isnull=False)
        .annotate(key=Coalesce("graded_version", "version"), newest=Subquery(newest))
        .exclude(key=F("newest"))
        .order_by()
        .values("key", "newest")
        .annotate(answers=Count("pk"))
    )
    rows = list(rows)
    versions = QuestionVersion.objects.select_related("question").in_bulk(
        {pk for row in rows for pk in (row["key"], row["newest"])}
    )
    counts = Counter()
    for row in rows:
        if versions[row["key"]].body != versions[row["newest"]].body:
            counts[row["newest"]] += row["answers"]
    found = [Waiting(versions[pk], answers) for pk, answers in counts.items()]
    return sorted(found, key=lambda one: one.version.question.key)


def propose(version, *, lock=False):
    """The Proposal of grading every submitted answer to the question by `version`, in a fixed number of queries."""
    found, unreadable = [], 0
    for attempt in answered(version, lock):
        items = list(attempt.items.all())
        mine = [item for item in items if item.version.question_id == version.question_id]
        other = [item for item in mine if grading.key_of(item) != version]
        fitting = [item for item in other if fits(item, version)]
        unreadable += len(other) - len(fitting)
        for item in fitting:
            item.graded_version = version
        if fitting:
            found.append(Change(attempt, items, grading.result(attempt, items)))
    return Proposal(version, found, unreadable)


def answered(version, lock):
    """Submitted attempts that asked the question in any version, with items and people."""
    rows = Attempt.objects.filter(submitted_at__isnull=False, items__version__question=version.question_id)
    rows = Attempt.objects.filter(pk__in=rows.values("pk")).select_related(
        "quiz", "sitting", "enrolment__user__profile"
    )
    if lock:
        lock_seats(rows.order_by().values("enrolment__user"))
        rows = rows.select_for_update(of=("self",))
    return rows.order_by("pk").prefetch_related(
        "items__version__question", "items__graded_version", "enrolment__cohort"
    )


def fits(item, version):
    """Whether the answer that was given can be read by the new version as it was by the old."""
    kind, response = KINDS[version.question.kind], item.response or {}
    if item.version.question.kind != version.question.kind:
        return False
    try:
        return kind.clean(version.body, response) == response
    except InvalidResponse:
        return False


def apply(version, mark, by, reason):
    """Grades by `version` what `propose` showed under `mark` and returns the Regrade; tells courses the new results.

    Raises ReasonMissing, NothingToRegrade, ChangedMeanwhile, and then changes nothing.
    """
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        proposal = propose(version, lock=True)
        if not proposal.found:
            raise NothingToRegrade
        if proposal.mark != mark:
            raise ChangedMeanwhile
        now = timezone.now()
        regrade = Regrade.objects.create(version=version, reason=reason.strip(), by=by, at=now)
        graded = [item for change in proposal.found for item in credited(change)]
        AttemptItem.objects.bulk_update(graded, ["fraction", "graded_version"])
        for change in proposal.changes:
            record(regrade, change, now)
        log(version.question, "assessments.regrade", user=by, data={"version": version.number})
        transaction.on_commit(partial(regraded.send, sender=Regrade, regrade_id=regrade.pk), robust=True)
    return regrade


def credited(change):
    for item, credit in zip(change.items, change.after.fractions, strict=True):
        item.fraction = float(credit)
        yield item


def record(regrade, change, now):
    attempt, after = change.attempt, change.after
    RegradedAttempt.objects.create(
        regrade=regrade,
        attempt=attempt,
        old_percent=attempt.percent,
        new_percent=after.percent,
        old_passed=attempt.passed,
        new_passed=after.passed,
    )
    attempt.percent, attempt.passed = after.percent, after.passed
    attempt.must_pass_count = after.must_pass_count
    attempt.save(update_fields=["percent", "passed", "must_pass_count"])
    if attempt.handed_at or attempts.waits(attempt, now):
        attempts.hand_over(attempt, now)
