"""A result by area: what the questions on one area earned together."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ..models.bank import Objective
from . import grading

LEAST = 3  # fewer questions would tell of single ones whether they were right


@dataclass(frozen=True)
class Share:
    """`area` is an Objective without a parent, or None for the questions of all areas that are too small to be told
    alone; `percent` is weighted by points, as that of the attempt."""

    area: Objective | None
    questions: int
    percent: Decimal


def shares(attempt):
    """The Shares of a graded attempt in the order of its questions, the rest last; none where there would be one line.

    Two queries, however many questions and areas there are.
    """
    rows = attempt.items.order_by("position").values_list("version__question__objective", "points", "fraction")
    known, groups = Objective.objects.in_bulk(), {}
    for objective, points, fraction in rows:
        area = area_of(known.get(objective), known)
        groups.setdefault(area, []).append((points, Fraction(fraction or 0)))
    return [Share(area, len(pairs), grading.percent(pairs)) for area, pairs in large_enough(groups).items()]


def area_of(objective, known):
    """The root above an objective, or None for none; `known` maps ids to Objectives."""
    while objective is not None and objective.parent_id:
        objective = known[objective.parent_id]
    return objective


def large_enough(groups):
    """The groups of LEAST or more; the others together under None, with the smallest of those while they are too few.

    So nobody can take small groups out of the whole. Empty when one group is left. Pure.
    """
    large = {area: pairs for area, pairs in groups.items() if area is not None and len(pairs) >= LEAST}
    rest = [pair for area, pairs in groups.items() if area not in large for pair in pairs]
    while large and 0 < len(rest) < LEAST:
        rest += large.pop(min(large, key=lambda area: len(large[area])))
    if rest:
        large[None] = rest
    return large if len(large) > 1 else {}
