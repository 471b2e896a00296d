"""What attempts say about a quiz and its questions: fetched in three queries, computed in `statistics`.

Left out: attempts that are not submitted, of people who may have seen a key, and of demonstration accounts, but on a
site for training. Groups of fewer than five people are not shown, nor a choice that leaves fewer than five behind it
(R-03).
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..models.attempt import Attempt, AttemptItem
from ..models.bank import QuestionVersion
from ..questions import KINDS, marked_by_software
from . import judging, statistics

SMALLEST = 5


class Which(models.TextChoices):
    """Which attempts of a person count. Later ones know the questions."""

    FIRST = "first", _("the first attempt of each person")
    LAST = "last", _("the last attempt of each person")
    ALL = "all", _("all attempts")


@dataclass(frozen=True)
class Choice:
    """A list of options of a question: `field` of the response, ids with words, the right ones."""

    field: str
    prompt: str
    options: dict
    right: frozenset


@dataclass
class ItemRow:
    """One question in the statistics of a quiz. `figures` is None for fewer than five answers."""

    question: object
    version: object
    position: int
    n: int
    figures: statistics.ItemStatistics | None
    guess: float
    judgements: list

    @property
    def look(self):
        return any(judgement.look for judgement in self.judgements)


@dataclass
class Analysis:
    """Of one quiz. `n`: attempts counted; `people`: different persons; `too_small`: nothing may be shown.

    `results` holds for each attempt {question id: marks}, `points` the most that each question gives.
    """

    quiz: object
    n: int
    people: int
    too_small: bool
    results: list = field(default_factory=list)
    points: dict = field(default_factory=dict)
    versions: dict = field(default_factory=dict)
    responses: dict = field(default_factory=dict)
    positions: dict = field(default_factory=dict)

    @cached_property
    def scores(self):
        return statistics.score_statistics(self.results)

    @cached_property
    def most(self):
        """The points of an attempt, where all have the same."""
        sums = {round(sum(self.points[pk] for pk in result), 2) for result in self.results}
        return sums.pop() if len(sums) == 1 else None

    @cached_property
    def guessed(self):
        """What blind guessing earns on average in one attempt."""
        guesses = {pk: guess_of(self.versions[pk]) for pk in self.points}
        asked = {pk: sum(pk in result for result in self.results) / self.n for pk in self.points}
        points = {pk: most * asked[pk] for pk, most in self.points.items()}
        return statistics.random_guess_score(guesses, points)

    @cached_property
    def items(self):
        """An ItemRow for each question that was asked, in the order of their mean place."""
        found = statistics.item_statistics(self.results, self.points)
        rows = []
        for pk, figures in found.items():
            version, shown = self.versions[pk], figures.n >= SMALLEST
            guess = float(guess_of(version))
            judgements = judging.of_item(figures, guess) if shown else []
            position = self.positions[pk]
            rows.append(
                ItemRow(version.question, version, position, figures.n, figures if shown else None, guess, judgements)
            )
        return sorted(rows, key=lambda row: (row.position, row.question.pk))

    def distractors(self, pk, language):
        """[(Choice, [(OptionRow, words, is right, sentence)])] of one question, for the lists that it has."""
        version = self.versions[pk]
        people = [place for place, result in enumerate(self.results) if pk in result]
        rest = [sum(self.results[place].values()) - self.results[place][pk] for place in people]
        found = []
        for choice in choices_of(version, language):
            chosen = [set((self.responses[pk].get(place) or {}).get(choice.field, [])) for place in people]
            rows = statistics.distractors(chosen, rest, list(choice.options))
            judged = [
                (row, choice.options.get(row.option, ""), good, judging.of_option(row, good, len(people)))
                for row in rows
                for good in [row.option in choice.right]
            ]
            found.append((choice, judged))
        return found


def guess_of(version):
    return KINDS[version.question.kind].guess(version.body)


def counted(quiz, *, which=Which.FIRST, cohort=None, organisation=None):
    """[(attempt id, user id)] and how many attempts of the quiz would count without the choice of a group."""
    rows = Attempt.objects.filter(_counts(), quiz=quiz).order_by("started_at", "pk")
    rows = rows.values_list("pk", "enrolment__user", "enrolment__cohort", "enrolment__cohort__organisation")
    kept = {}
    for row in rows:
        place = row[0] if which == Which.ALL else row[1]
        if which == Which.FIRST:
            kept.setdefault(place, row)
        else:
            kept[place] = row
    every = list(kept.values())
    mine = [
        row
        for row in every
        if (cohort is None or row[2] == cohort.pk) and (organisation is None or row[3] == organisation.pk)
    ]
    return [row[:2] for row in mine], every


def analyse(quiz, *, which=Which.FIRST, cohort=None, organisation=None):
    """The Analysis of a quiz over the attempts chosen. Three queries, however many attempts and items."""
    rows, every = counted(quiz, which=which, cohort=cohort, organisation=organisation)
    people = {user for _pk, user in rows}
    others = {row[1] for row in every} - people
    too_small = len(people) < SMALLEST or 0 < len(others) < SMALLEST
    found = Analysis(quiz, len(rows), len(people), too_small)
    if not too_small:
        _fill(found, [pk for pk, _user in rows])
    return found


def _fill(found, attempts):
    places = {pk: place for place, pk in enumerate(attempts)}
    asked = Attempt.objects.filter(quiz=found.quiz, submitted_at__isnull=False).values("pk")
    items = AttemptItem.objects.filter(attempt__in=asked, fraction__isnull=False).order_by("pk")
    items = items.values_list("attempt", "position", "version", "points", "fraction", "response")
    rows = [row for row in items if row[0] in places]
    versions = QuestionVersion.objects.select_related("question__objective").in_bulk({row[2] for row in rows})
    software = set(marked_by_software())
    found.results = [{} for _pk in attempts]
    found.responses, shown = defaultdict(dict), defaultdict(list)
    for attempt, position, version, points, fraction, response in rows:
        version = versions[version]
        if version.question.kind not in software:
            continue
        pk, place = version.question_id, places[attempt]
        if pk not in found.versions or version.number > found.versions[pk].number:
            found.versions[pk], found.points[pk] = version, float(points)
        found.results[place][pk] = float(points) * fraction
        found.responses[pk][place] = response
        shown[pk].append(position)
    found.positions = {pk: sum(places) / len(places) for pk, places in shown.items()}


def choices_of(version, language):
    """The Choices of a question in the language nearest to the one wanted."""
    texts = version.texts[version.language(language)]
    return list(_choices(version.question.kind, version.body, texts, ""))


def _choices(kind, body, texts, before):
    if kind in {"single", "multiple", "truefalse"}:
        yield _options(before, "", body["options"], texts["options"])
    if kind == "truefalse" and body.get("reasons"):
        yield _options(f"{before}-reason" if before else "reason", "", body["reasons"], texts["reasons"])
    if kind == "matching":
        for row in body["left"]:
            words = {one: texts["right"][one] for one in body["right"]}
            name = f"{before}-{row['id']}" if before else row["id"]
            yield Choice(name, texts["left"][row["id"]], words, frozenset([row["match"]]))
    for row in body.get("items", []):
        inner = texts.get("items", {}).get(row["id"], {})
        for choice in _choices(row["kind"], row["body"], inner, row["id"]):
            prompt = choice.prompt or inner.get("stem") or f"[[{row['id']}]]"
            yield Choice(choice.field, prompt, choice.options, choice.right)


def _options(name, prompt, rows, texts):
    words = {row["id"]: texts[row["id"]]["text"] for row in rows}
    return Choice(name, prompt, words, frozenset(row["id"] for row in rows if row.get("correct")))


def quizzes_with_numbers(quizzes):
    """The quizzes, each with `results`, the number of attempts that count here, in one query."""
    return quizzes.annotate(results=models.Count("attempts", filter=_counts("attempts__")))


def _counts(attempt=""):
    """Whether an attempt counts; `attempt` is the way to it."""
    terms = {"submitted_at__isnull": False, "keys_seen": False}
    if not settings.LMS_TRAINING_EXAMS:
        terms["enrolment__user__is_demo"] = False
    return Q(**{attempt + name: value for name, value in terms.items()})
