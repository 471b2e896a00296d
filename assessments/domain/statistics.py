"""What results say about a test and its items. Pure: plain numbers in and out, no database, no request.

`results` holds one mapping for each attempt: the marks earned on each item that was asked. `points` holds the most that
each item gives. Where a number cannot be had, its Figure says why in words.

Sources: Crocker & Algina, Introduction to Classical and Modern Test Theory (1986); Ebel & Frisbie, Essentials of
Educational Measurement (5th ed. 1991); Joanes & Gill, The Statistician 47 (1998) 183-189; Cronbach, Psychometrika 16
(1951) 297-334; Kelley, Journal of Educational Psychology 30 (1939) 17-24;
docs.moodle.org/dev/Quiz_statistics_calculations.
"""

import math
import statistics
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

NOBODY = _("Nobody has answered yet.")
ONE = _("One result is not enough.")
THREE = _("At least three results are needed.")
FOUR = _("At least four results are needed.")
EQUAL = _("All results are equal.")
EQUAL_REST = _("The results of the other items are equal.")
ONE_ITEM = _("At least two items are needed.")
OTHER_ITEMS = _("Not everybody was asked the same items.")
NO_RELIABILITY = _("The items do not hang together, so no error can be told.")
NO_POINTS = _("The item gives no points.")

Z95 = statistics.NormalDist().inv_cdf(0.975)
OUTER_SHARE = 0.27


@dataclass(frozen=True)
class Figure:
    """A number, or None with the reason why there is none."""

    value: float | None
    reason: str = ""

    def __bool__(self):
        return self.value is not None


@dataclass(frozen=True)
class ItemStatistics:
    """`facility` and `guess` are shares of the item's points, 0 to 1; `sd` is in points."""

    n: int
    facility: Figure
    sd: Figure
    discrimination: Figure
    efficiency: Figure


@dataclass(frozen=True)
class ScoreStatistics:
    """All in points, but skewness, kurtosis and alpha."""

    n: int
    mean: Figure
    median: Figure
    sd: Figure
    skewness: Figure
    kurtosis: Figure
    alpha: Figure
    sem: Figure

    def interval(self, score):
        """Lowest and highest true score that fit an observed `score`, 95 times in 100: score ± 1.96 SEM.

        None while there is no SEM. Source: Crocker & Algina 1986, ch. 7.
        """
        return (score - Z95 * self.sem.value, score + Z95 * self.sem.value) if self.sem else None


@dataclass(frozen=True)
class OptionRow:
    """How often an option was chosen by all, by the upper and by the lower group, and their mean on the other items."""

    option: str
    chosen: int
    upper: int
    lower: int
    mean_rest: Figure


def item_statistics(results, points):
    """The ItemStatistics of each item in `points`, over the attempts in which it was asked."""
    return {item: _item(results, item, most) for item, most in points.items()}


def _item(results, item, most):
    asked = [result for result in results if item in result]
    marks = [float(result[item]) for result in asked]
    rest = [float(sum(result.values())) - mark for result, mark in zip(asked, marks, strict=True)]
    return ItemStatistics(
        len(marks), facility(marks, most), deviation(marks), discrimination(marks, rest), efficiency(marks, rest)
    )


def facility(marks, most):
    """Mean mark / points: 1 when everybody has all of them. Often called p, the difficulty index (Ebel & Frisbie)."""
    if not marks:
        return Figure(None, NOBODY)
    return Figure(mean(marks) / most) if most else Figure(None, NO_POINTS)


def deviation(values):
    """Standard deviation of a sample: sqrt(sum (x - mean)² / (n - 1))."""
    return Figure(math.sqrt(covariance(values, values))) if len(values) > 1 else too_few(values)


def discrimination(marks, rest):
    """Item-rest correlation: Pearson's r of an item's marks with the sum of the other items.

    The item itself stays out, or it would correlate with itself (Crocker & Algina 1986, ch. 14). 0.2 and more is
    usable (CURRICULUM 2.11).
    """
    if reason := _flat(marks, rest):
        return Figure(None, reason)
    return Figure(covariance(marks, rest) / math.sqrt(covariance(marks, marks) * covariance(rest, rest)))


def efficiency(marks, rest):
    """Discriminative efficiency: covariance with the rest / the greatest that these marks could have.

    The greatest covariance comes when the best marks meet the best rests, so both are sorted
    (docs.moodle.org/dev/Quiz_statistics_calculations). Unlike r it does not fall for very easy or very hard items.
    """
    if reason := _flat(marks, rest):
        return Figure(None, reason)
    return Figure(covariance(marks, rest) / covariance(sorted(marks), sorted(rest)))


def _flat(marks, rest):
    if len(marks) < 2:
        return too_few(marks).reason
    if is_constant(marks):
        return EQUAL
    return EQUAL_REST if is_constant(rest) else ""


def distractors(choices, rest, options):
    """An OptionRow for each of `options` and, under "", for no answer.

    `choices` holds the ids that each person chose, `rest` the person's marks on the other items. Upper and lower group
    are the best and the weakest 27 % by `rest` (Kelley 1939). A distractor that the upper group prefers, or that nobody
    takes, wants a look.
    """
    ranked = sorted(range(len(rest)), key=lambda person: rest[person])
    size = math.ceil(len(rest) * OUTER_SHARE) if len(rest) > 1 else 0
    lower, upper = set(ranked[:size]), set(ranked[len(ranked) - size :])
    rows = []
    for option in [*options, ""]:
        people = [p for p, chosen in enumerate(choices) if (option in chosen if option else not chosen)]
        average = Figure(mean([float(rest[p]) for p in people])) if people else Figure(None, NOBODY)
        rows.append(OptionRow(option, len(people), len(upper & set(people)), len(lower & set(people)), average))
    return rows


def random_guess_score(guesses, points):
    """The mean that blind guessing earns: sum of each item's chance share x points.

    `guesses` holds for each item the share that `Kind.guess` tells.
    """
    return float(sum((Fraction(guesses[item]) * Fraction(most) for item, most in points.items()), Fraction(0)))


def score_statistics(results):
    """The ScoreStatistics of the sums of `results`."""
    totals = [float(sum(result.values())) for result in results]
    spread, consistency = deviation(totals), alpha(results)
    return ScoreStatistics(
        len(totals),
        Figure(mean(totals)) if totals else too_few(totals),
        Figure(statistics.median(totals)) if totals else too_few(totals),
        spread,
        skewness(totals),
        kurtosis(totals),
        consistency,
        standard_error(spread, consistency),
    )


def skewness(values):
    """G1 = n / ((n-1)(n-2)) * sum ((x - mean) / s)³: above 0 a long tail of good results (Joanes & Gill 1998)."""
    n = len(values)
    if n < 3:
        return too_few(values, THREE)
    if is_constant(values):
        return Figure(None, EQUAL)
    return Figure(n / ((n - 1) * (n - 2)) * power_sum(values, 3))


def kurtosis(values):
    """Excess, G2 = n(n+1) / ((n-1)(n-2)(n-3)) * sum ((x - mean) / s)⁴ - 3(n-1)² / ((n-2)(n-3)) (Joanes & Gill 1998).

    0 for a normal distribution, above it with heavier tails.
    """
    n = len(values)
    if n < 4:
        return too_few(values, FOUR)
    if is_constant(values):
        return Figure(None, EQUAL)
    tails = n * (n + 1) / ((n - 1) * (n - 2) * (n - 3)) * power_sum(values, 4)
    return Figure(tails - 3 * (n - 1) ** 2 / ((n - 2) * (n - 3)))


def alpha(results):
    """Cronbach's alpha = k / (k-1) * (1 - sum of the items' variances / variance of the totals) (Cronbach 1951).

    For items that are right or wrong it is Kuder & Richardson's formula 20. Only for attempts with the same items.
    """
    if len(results) < 2:
        return too_few(results)
    items = list(results[0])
    if len(items) < 2:
        return Figure(None, ONE_ITEM)
    if any(set(result) != set(items) for result in results):
        return Figure(None, OTHER_ITEMS)
    columns = [[float(result[item]) for result in results] for item in items]
    totals = [sum(column[person] for column in columns) for person in range(len(results))]
    if is_constant(totals):
        return Figure(None, EQUAL)
    within = sum(covariance(column, column) for column in columns)
    return Figure(len(items) / (len(items) - 1) * (1 - within / covariance(totals, totals)))


def standard_error(spread, consistency):
    """Standard error of measurement = SD * sqrt(1 - alpha) (Crocker & Algina 1986, ch. 7)."""
    if not spread or not consistency:
        return Figure(None, spread.reason or consistency.reason)
    if consistency.value < 0:
        return Figure(None, NO_RELIABILITY)
    return Figure(spread.value * math.sqrt(max(0.0, 1 - consistency.value)))


def mean(values):
    return math.fsum(values) / len(values)


def covariance(one, two):
    """Of a sample, with n - 1."""
    middle_one, middle_two = mean(one), mean(two)
    return math.fsum((a - middle_one) * (b - middle_two) for a, b in zip(one, two, strict=True)) / (len(one) - 1)


def power_sum(values, power):
    middle, spread = mean(values), math.sqrt(covariance(values, values))
    return math.fsum(((value - middle) / spread) ** power for value in values)


def is_constant(values):
    """Equal but for the rounding of floats."""
    return max(values) - min(values) <= 1e-9 * max(1.0, *(abs(value) for value in values))


def too_few(values, reason=ONE):
    return Figure(None, reason if values else NOBODY)
