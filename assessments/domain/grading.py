"""From answers to a result. Pure: takes items with `version`, `response`; touches no database."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from ..questions import KINDS


def grade_item(item):
    """The Grade of one AttemptItem."""
    return KINDS[item.version.question.kind].grade(item.version.body, item.response or {})


def percent(fractions):
    """Mean credit of all items as a percentage with two decimals, halves rounded up."""
    fractions = [Fraction(value) for value in fractions]
    mean = sum(fractions, Fraction(0)) * 100 / len(fractions)
    return (Decimal(mean.numerator) / Decimal(mean.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)
