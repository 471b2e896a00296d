"""Gains against worked examples, and groups that nobody can work out by subtraction."""

import math

import pytest

from assessments.domain.gains import Gain, by_group, gain, may_show

# Cushny & Peebles 1905 as in Student (1908), The probable error of a mean, Biometrika 6, 20: hours of sleep gained by
# ten people under two drugs. Means 0.75 and 2.33, difference 1.58 in Student; t = 4.06 (R, `t.test(sleep)`).
ONE = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
TWO = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def test_the_sleep_of_ten_people():
    found = gain(list(zip(ONE, TWO, strict=True)))
    figures = [found.people, found.before, found.after, found.change, found.before_sd, found.after_sd]
    assert [round(figure, 2) for figure in figures] == [10, 0.75, 2.33, 1.58, 1.79, 2.00]
    assert round(found.effect * math.sqrt(10), 2) == 4.06


@pytest.mark.parametrize(
    ("before", "after", "g"),
    [
        (40, 75, 0.58),  # the course's own example, day 10: 8 and 15 of 20 points
        (20, 60, 0.5),  # 4 and 12 of 20
        (50, 50, 0),
        (60, 40, -0.5),
        (100, 100, None),
    ],
)
def test_the_part_of_the_possible_gain(before, after, g):
    found = gain([(before, after)])
    assert (found.normalised if g is None else round(found.normalised, 2)) == g
    assert (found.before_sd, found.after_sd, found.effect) == (None, None, None)


def test_everybody_changing_alike_has_no_effect_size():
    assert gain([(10, 30), (20, 40), (30, 50)]) == Gain(3, 20, 10, 40, 10, 0.25, None)


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"f": 8, "m": 6}, {"f", "m"}),
        ({"f": 8, "m": 4}, set()),  # the whole less the women would be four men
        ({"f": 8, "m": 1}, set()),
        ({"a": 9, "b": 7, "c": 2}, {"a"}),  # b and c together are nine
        ({"a": 9, "b": 3, "c": 2}, {"a"}),  # five hidden people are enough
        ({"a": 9, "b": 5, "c": 5, "d": 2}, {"a", "c"}),
        ({"a": 5}, {"a"}),
        ({"a": 4}, set()),
        ({}, set()),
    ],
)
def test_hidden_people_are_none_or_at_least_five(sizes, shown):
    assert may_show(sizes) == shown
    hidden = sum(people for key, people in sizes.items() if key not in shown)
    assert hidden == 0 or hidden >= 5 or not shown


def test_groups_are_told_apart():
    people = range(13)
    pairs = {person: (40, 40 + person) for person in people}
    rows = by_group(pairs, {person: "m" if person < 6 else "f" for person in people})
    assert [(row.key, row.gain.people, row.gain.after) for row in rows] == [("m", 6, 42.5), ("f", 7, 49.0)]
    rows = by_group(pairs, {person: "m" if person < 3 else "f" for person in people})
    assert [(row.key, row.gain) for row in rows] == [("m", None), ("f", None)]
