"""The tests before and after the course of one cohort, fetched and told by objective, sex and region."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from courses.domain import cohorts
from lms.accounts.models import Profile, Region

from ..models.attempt import Attempt, AttemptItem
from ..models.bank import Objective
from ..models.quiz import Quiz
from . import gains

DAYS_AFTER = 1  # a test after the course may be handed in on the morning after


@dataclass(frozen=True)
class Report:
    """`total` is None below five people, and then nothing else is told. `objectives` holds (Objective, Gain);
    `sexes` and `regions` Rows of `gains`, filled once `final`: from then on no figure changes, so that two looks at
    the page do not differ by one person."""

    people: int
    only_before: int
    only_after: int
    closes: datetime
    final: bool
    total: gains.Gain | None = None
    objectives: list = field(default_factory=list)
    sexes: list = field(default_factory=list)
    regions: list = field(default_factory=list)


def tests_of(cohort):
    """The tests after the course, each with the one it crosses at hand, whose pages stand among the cohort's steps."""
    keys = [unit.key for unit in cohorts.planned(cohort)]
    crossed = Quiz.objects.filter(crosses__isnull=False, pages__translation_key__in=keys)
    return list(crossed.select_related("crosses").distinct().order_by("key"))


def report(cohort, quiz, now=None):
    """The Report on `quiz`, a test after the course. The number of queries does not depend on the people or items."""
    closes = closing(cohort)
    before, after = (first_attempts(cohort, test, closes) for test in (quiz.crosses_id, quiz.pk))
    both = sorted(before.keys() & after.keys())
    final = (now or timezone.now()) >= closes
    head = (len(both), len(before) - len(both), len(after) - len(both), closes, final)
    if len(both) < gains.LEAST:
        return Report(*head)
    pairs = {person: (before[person].percent, after[person].percent) for person in both}
    found = Report(*head, gains.gain(pairs.values()), by_objective(before, after, both))
    if final:
        sexes, regions = groups(both)
        found.sexes.extend(gains.by_group(pairs, sexes))
        found.regions.extend(gains.by_group(pairs, regions))
    return found


def closing(cohort):
    """When the run's figures are final."""
    day = cohort.ends_on + timedelta(days=DAYS_AFTER + 1)
    return datetime.combine(day, time.min, ZoneInfo(cohort.time_zone))


def first_attempts(cohort, quiz_id, closes):
    """{user id: the first attempt handed in before the figures are final}."""
    rows = Attempt.objects.filter(
        enrolment__cohort=cohort, quiz=quiz_id, submitted_at__lt=closes, percent__isnull=False
    ).order_by("-number")
    return {row.enrolment.user_id: row for row in rows.select_related("enrolment")}


def by_objective(before, after, people):
    """(Objective, Gain) of what both tests measure, of people asked about it both times."""
    place = {row[person].pk: (person, at) for at, row in enumerate((before, after)) for person in people}
    earned, worth = defaultdict(float), defaultdict(float)
    items = AttemptItem.objects.filter(attempt__in=place).order_by()
    for attempt, objective, points, fraction in items.values_list(
        "attempt", "version__question__objective", "points", "fraction"
    ):
        person, at = place[attempt]
        earned[objective, person, at] += float(points) * (fraction or 0)
        worth[objective, person, at] += float(points)
    percents = {key: 100 * earned[key] / worth[key] for key in worth if worth[key]}
    told = []
    for objective in Objective.objects.filter(pk__in={key[0] for key in percents}).order_by("key"):
        found = [(percents.get((objective.pk, one, 0)), percents.get((objective.pk, one, 1))) for one in people]
        pairs = [pair for pair in found if None not in pair]
        if len(pairs) >= gains.LEAST:
            told.append((objective, gains.gain(pairs)))
    return told


def groups(people):
    """({user id: Profile.Sex}, {user id: Region or None}) of these people, as they gave them."""
    regions = Region.objects.in_bulk()
    rows = Profile.objects.filter(user__in=people).values_list("user", "sex", "region")
    sexes, places = dict.fromkeys(people, Profile.Sex.UNSAID), dict.fromkeys(people)
    for user, sex, region in rows:
        sexes[user], places[user] = Profile.Sex(sex), regions.get(region)
    return sexes, places
