"""Against published tables, and in words where a number cannot be had."""

import random
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain import statistics
from assessments.domain.statistics import (
    EQUAL,
    EQUAL_REST,
    FOUR,
    NO_POINTS,
    NO_RELIABILITY,
    NOBODY,
    ONE,
    ONE_ITEM,
    OTHER_ITEMS,
    THREE,
    Figure,
    OptionRow,
    distractors,
    item_statistics,
    random_guess_score,
    score_statistics,
)
from assessments.questions import KINDS
from assessments.questions.base import LANGUAGES
from tests.factories import questions

# 22 attempts and what stats.xls makes of them: the numbers that Moodle's own quiz report is checked by
# (mod/quiz/report/statistics/tests: mdl_question_states.csv, statistics_test.php). First the sum, then slots 8-12,
# 19, 20, 17, 18, 14, 15, 16, 13; the other slots gave everybody nothing.
SLOTS = [8, 9, 10, 11, 12, 19, 20, 17, 18, 14, 15, 16, 13]
ATTEMPTS = """
12    5.5 .3 .9 1 .3    0 1 1 0 0 0 1 1
7.4   1 .9 .9 .3 .3     0 1 0 1 0 0 1 1
11.7  2.5 1 .9 .3 1     1 1 1 1 0 1 1 0
8.5   4 .3 .9 1 .3      0 1 1 0 0 0 0 0
10.1  3 .9 .3 .9 1      1 0 1 1 1 0 0 0
11.3  4.5 .9 1 1 .9     0 0 0 0 1 1 1 0
11.2  3 .3 .3 .3 .3     1 1 1 1 0 1 1 1
14.1  6 .9 .9 1 .3      0 1 1 0 1 1 1 0
8.6   .5 .9 1 .9 .3     0 1 1 1 1 1 0 0
11.6  5.5 .9 1 .9 .3    0 0 1 0 1 0 0 1
9.3   2.5 .9 1 1 .9     0 1 1 0 1 0 0 0
13.1  4 .9 .3 .9 1      0 1 1 1 1 1 1 0
11.5  4 .9 .3 .3 1      1 0 0 1 1 1 0 1
11.3  3 1 1 .3 1        1 0 1 1 1 0 1 0
5.5   1 1 .9 .3 .3      0 0 0 0 0 1 0 1
4.8   1 .3 .3 .3 .9     0 1 0 0 0 0 1 0
8.7   1.5 1 .3 .9 1     0 0 1 0 1 0 1 1
11.8  4 .9 1 .9 1       0 0 0 1 1 1 1 0
6     2 .9 .9 .3 .9     0 0 0 0 1 0 0 0
5.9   1 1 .3 .3 .3      0 0 1 0 1 1 0 0
12.8  6 .9 1 1 .9       1 1 0 0 0 0 1 0
13.8  7 .9 .3 .3 .3     0 0 1 1 0 1 1 1
"""
PUBLISHED = {  # slot: facility %, SD x 1000, discrimination %, efficiency %
    8: (41.19318182, 1912.733589, 25.88327077, 27.23492723),
    9: (81.36363636, 251.2738111, 1.170256965, 1.382386552),
    10: (71.36363636, 322.6312277, -4.207816809, -4.691171307),
    11: (65.45454545, 333.4199022, 28.16930644, 31.12404354),
    12: (65.90909091, 337.5811591, -2.513606859, -2.877487579),
    13: (36.36363636, 492.3659639, -12.99017581, -17.5074184),
    14: (59.09090909, 503.2362797, -8.900638238, -10.27568922),
    15: (50, 511.7663157, 8.670004606, 10.86956522),
    16: (59.09090909, 503.2362797, 29.63337745, 34.58997279),
    17: (63.63636364, 492.3659639, 15.18945843, 17.4790556),
    18: (45.45454545, 509.6471914, 16.21079629, 20.14359793),
    19: (27.27272727, 455.8423058, 15.52451404, 22.06477733),
    20: (50, 511.7663157, -8.396734802, -10),
}


def published_attempts():
    rows = [[float(mark) for mark in line.split()] for line in ATTEMPTS.split("\n") if line]
    return [dict(zip(SLOTS, marks, strict=True)) for _total, *marks in rows], [total for total, *_marks in rows]


def test_items_come_out_as_in_the_published_table():
    results, totals = published_attempts()
    assert [round(sum(result.values()), 6) for result in results] == totals
    found = item_statistics(results, {slot: 8 if slot == 8 else 1 for slot in SLOTS})
    for slot, (facility, sd, discrimination, efficiency) in PUBLISHED.items():
        item = found[slot]
        assert item.n == 22
        assert item.facility.value * 100 == pytest.approx(facility, abs=1e-6)
        assert item.sd.value * 1000 == pytest.approx(sd, abs=1e-5)
        assert item.discrimination.value * 100 == pytest.approx(discrimination, abs=1e-6)
        assert item.efficiency.value * 100 == pytest.approx(efficiency, abs=1e-6)


# Ten students, ten items (K. L. Wuensch, East Carolina University, StatHelp/KR20.txt): sum of p*q 2.18, variance 5.84.
TEN_BY_TEN = """
1111110110 1011011101 1111011001 0010001000 0000010010 1110111111 1101110111 1111111101 0101111101 1101101110
"""


def test_alpha_is_the_published_kr20():
    results = [dict(enumerate(map(int, row))) for row in TEN_BY_TEN.split()]
    found = score_statistics(results)
    facility = [item.facility.value for item in item_statistics(results, dict.fromkeys(range(10), 1)).values()]
    assert facility == pytest.approx([0.7, 0.7, 0.6, 0.7, 0.6, 0.8, 0.7, 0.7, 0.5, 0.6])
    assert found.alpha.value == pytest.approx(10 / 9 * (1 - 2.18 / 5.84))
    assert found.sem.value == pytest.approx((5.84 * 10 / 9 * (1 - found.alpha.value)) ** 0.5)


def test_shape_is_what_microsoft_documents_for_skew_and_kurt():
    """The example of both functions' reference pages: 3 4 5 2 3 4 5 6 4 7."""
    found = score_statistics([{"q": value} for value in (3, 4, 5, 2, 3, 4, 5, 6, 4, 7)])
    assert found.skewness.value == pytest.approx(0.359543071)
    assert found.kurtosis.value == pytest.approx(-0.151799637)
    assert (found.mean.value, found.median.value) == (4.3, 4)


def test_an_interval_stands_around_a_score():
    results = [dict(enumerate(map(int, row))) for row in TEN_BY_TEN.split()]
    found = score_statistics(results)
    low, high = found.interval(7)
    assert (low + high) / 2 == pytest.approx(7)
    assert (high - low) / 2 == pytest.approx(1.959964 * found.sem.value, rel=1e-6)
    assert score_statistics([]).interval(7) is None


@pytest.mark.parametrize(
    ("results", "reasons"),
    [
        ([], [NOBODY, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY]),
        ([{"a": 1, "b": 0}], ["", "", ONE, THREE, FOUR, ONE, ONE]),
        ([{"a": 1, "b": 0}, {"a": 1, "b": 1}], ["", "", "", THREE, FOUR, "", ""]),
        ([{"a": 1, "b": 0}] * 4, ["", "", "", EQUAL, EQUAL, EQUAL, EQUAL]),
        ([{"a": n} for n in range(4)], ["", "", "", "", "", ONE_ITEM, ONE_ITEM]),
        ([{"a": n, "b": 0} for n in range(3)] + [{"a": 1, "c": 0}], ["", "", "", "", "", OTHER_ITEMS, OTHER_ITEMS]),
        ([{"a": n, "b": 3 - 2 * n} for n in range(4)], ["", "", "", "", "", "", NO_RELIABILITY]),
    ],
)
def test_what_cannot_be_told_says_why(results, reasons):
    found = score_statistics(results)
    figures = [found.mean, found.median, found.sd, found.skewness, found.kurtosis, found.alpha, found.sem]
    assert [figure.reason for figure in figures] == reasons
    assert [figure.value is None for figure in figures] == [bool(reason) for reason in reasons]


@pytest.mark.parametrize(
    ("results", "points", "reasons"),
    [
        ([], 1, [NOBODY, NOBODY, NOBODY, NOBODY]),
        ([{"b": 1}], 1, [NOBODY, NOBODY, NOBODY, NOBODY]),
        ([{"a": 1}], 1, ["", ONE, ONE, ONE]),
        ([{"a": 1, "b": 0}, {"a": 1, "b": 1}], 1, ["", "", EQUAL, EQUAL]),
        ([{"a": 1, "b": 1}, {"a": 0, "b": 1}], 1, ["", "", EQUAL_REST, EQUAL_REST]),
        ([{"a": 0, "b": 1}, {"a": 0, "b": 0}], 0, [NO_POINTS, "", EQUAL, EQUAL]),
    ],
)
def test_what_cannot_be_told_of_an_item_says_why(results, points, reasons):
    item = item_statistics(results, {"a": points})["a"]
    assert [figure.reason for figure in (item.facility, item.sd, item.discrimination, item.efficiency)] == reasons


def test_an_item_counts_those_who_were_asked():
    item = item_statistics([{"a": 1, "b": 2}, {"b": 1}, {"a": 0, "c": 1}], {"a": 2})["a"]
    assert (item.n, item.facility) == (2, Figure(0.25))


marks = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 20)), min_size=2, max_size=30)


@given(marks)
def test_figures_stay_within_their_bounds(pairs):
    item = item_statistics([{"a": a, "b": b} for a, b in pairs], {"a": 4})["a"]
    assert 0 <= item.facility.value <= 1
    assert item.discrimination.value is None or abs(item.discrimination.value) <= 1 + 1e-9
    assert item.efficiency.value is None or item.efficiency.value <= 1 + 1e-9


def test_distractors_show_who_took_which():
    choices = [["a"], ["a"], ["b"], ["a"], ["c"], ["b"], [], ["b"], ["a"], ["a"], ["b"]]
    rest = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]
    assert distractors(choices, rest, ["a", "b", "c", "d"]) == [
        OptionRow("a", 5, 2, 2, Figure(5.8)),
        OptionRow("b", 4, 1, 1, Figure(4.0)),
        OptionRow("c", 1, 0, 0, Figure(6.0)),
        OptionRow("d", 0, 0, 0, Figure(None, NOBODY)),
        OptionRow("", 1, 0, 0, Figure(4.0)),
    ]


def test_the_distractors_of_an_untouched_item_are_all_empty():
    assert {(row.chosen, row.upper, row.lower) for row in distractors([], [], ["a", "b"])} == {(0, 0, 0)}


@pytest.mark.parametrize(
    ("item", "guess"),
    [
        (questions.SINGLE, Fraction(1, 4)),
        (questions.TRUEFALSE, Fraction(1, 2) * (Fraction(1, 2) + Fraction(1, 6))),
        (questions.MATCHING, Fraction(1, 5)),
        (questions.NUMERIC, 0),
        (questions.GAP, Fraction(1, 2)),
        (questions.CLOZE, Fraction(1, 9)),
    ],
)
def test_guessing_by_kind(item, guess):
    kind = KINDS[item["kind"]]
    assert kind.guess(kind.read_body(item)) == guess


def test_guessing_an_order_is_the_mean_over_all_orders():
    kind, body = KINDS["ordering"], KINDS["ordering"].read_body(questions.ORDERING)
    credits = []
    for places in permutations("12345"):
        response = {step: [place] for step, place in zip(body["steps"], places, strict=True)}
        credits.append(kind.grade(body, response).fraction)
    assert kind.guess(body) == sum(credits, Fraction(0)) / len(credits)


def test_blind_guesses_at_several_options_earn_what_is_foretold():
    kind, body, chance = KINDS["multiple"], KINDS["multiple"].read_body(questions.MULTIPLE), random.Random(7)
    tries = [[one for one in "abcde" if chance.random() < 0.5] for _ in range(4000)]
    earned = sum(kind.grade(body, {"": chosen}).fraction for chosen in tries) / len(tries)
    assert float(earned) == pytest.approx(float(kind.guess(body)), abs=0.02)


def test_the_random_guess_score_weighs_the_items():
    guesses = {item["key"]: KINDS[item["kind"]].guess(KINDS[item["kind"]].split(item, LANGUAGES)[0]) for item in
               (questions.SINGLE, questions.SHORT, questions.MATCHING)}  # fmt: skip
    assert random_guess_score(guesses, {"one": 2, "word": 3, "pairs": 5}) == 2 / 4 + 0 + 5 / 5


def test_statistics_know_no_database():
    assert {name for name in vars(statistics) if "models" in name or "connection" in name} == set()
