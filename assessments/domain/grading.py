"""From answers to a result. Pure: takes items with `version`, `response`, `points`; touches no database."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from ..questions import KINDS


@dataclass(frozen=True)
class Result:
    """What an attempt earned. `fractions` are the credits of its items in their order."""

    percent: Decimal
    must_pass_count: int
    passed: bool
    fractions: tuple[Fraction, ...]


def key_of(item):
    """The QuestionVersion whose key the item is graded by: the one asked, or that of a later regrade."""
    return item.graded_version or item.version


def grade_item(item):
    """The Grade of one AttemptItem."""
    return KINDS[item.version.question.kind].grade(key_of(item).body, item.response or {})


def earned(item, negative=False):
    """The credit of one item, 0 to 1, or with negative marking -1 to 1.

    Negative marking is formula scoring (the correction for guessing): with g, the credit that blind guessing earns on
    average (`Kind.guess`), an answer graded f earns (f - g) / (1 - g). So a right answer keeps 1, a wrong choice among
    k costs 1 / (k - 1), guessing is worth 0 on average, and no answer is 0. Where nothing can be guessed (g = 0)
    nothing is taken. Source: R. B. Frary, Formula Scoring of Multiple-Choice Tests (Correction for Guessing),
    Educational Measurement: Issues and Practice 7 (2), 1988, 33-38.
    """
    credit = grade_item(item).fraction
    if not negative or not item.response:
        return credit
    chance = KINDS[item.version.question.kind].guess(key_of(item).body)
    return credit if chance in (0, 1) else max(Fraction(-1), (credit - chance) / (1 - chance))


def percent(pairs):
    """sum(points x credit) / sum(points) of (points, credit) pairs, in percent with two decimals, halves rounded up.

    Never below 0; 0 where there are no points to earn.
    """
    pairs = [(Fraction(points), Fraction(credit)) for points, credit in pairs]
    total = sum((points for points, _credit in pairs), Fraction(0))
    if not total:
        return Decimal("0.00")
    share = max(Fraction(0), sum(points * credit for points, credit in pairs) * 100 / total)
    return (Decimal(share.numerator) / Decimal(share.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def result(rules, items):
    """The Result of `items` by `rules` (an Attempt: pass mark, right answers needed in the must-pass set, marking).

    Passed: the percent shown reaches the pass mark, and enough must-pass questions are fully right.
    """
    fractions = tuple(earned(item, rules.negative_marking) for item in items)
    reached = percent((item.points, credit) for item, credit in zip(items, fractions, strict=True))
    right = sum(item.must_pass and credit == 1 for item, credit in zip(items, fractions, strict=True))
    enough = rules.must_pass_right is None or right >= rules.must_pass_right
    return Result(reached, right, reached >= rules.pass_percent and enough, fractions)
