from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.grading import earned, percent, result
from assessments.questions import KINDS
from assessments.questions.base import LANGUAGES
from tests.factories.questions import GRADED


@pytest.mark.parametrize(
    ("fractions", "expected"),
    [
        ([1, 1, 1], "100.00"),
        ([0, 0], "0.00"),
        ([1, 0, 0], "33.33"),
        ([1, 1, 0], "66.67"),
        ([Fraction(1, 3), Fraction(1, 3)], "33.33"),
        ([Fraction(1, 8)] * 3 + [0] * 97, "0.38"),
    ],
)
def test_percent_is_the_mean_with_halves_rounded_up(fractions, expected):
    assert percent((1, credit) for credit in fractions) == Decimal(expected)


POINTS = st.decimals(0, 100, places=2)
CREDITS = st.fractions(-1, 1, max_denominator=60)


@given(st.lists(st.tuples(POINTS, CREDITS)))
def test_percent_stays_between_0_and_100_whatever_the_points(pairs):
    assert 0 <= percent(pairs) <= 100


@given(st.lists(st.fractions(0, 1, max_denominator=60), min_size=1), st.decimals("0.01", 50, places=2))
def test_equal_points_weigh_nothing(credits, points):
    assert percent((points, one) for one in credits) == percent((1, one) for one in credits)


def test_points_weigh():
    assert percent([(3, 1), (1, 0)]) == Decimal("75.00")
    assert percent([(0, 0)]) == percent([]) == Decimal("0.00")
    assert percent([(1, Fraction(-1)), (1, Fraction(1, 2))]) == Decimal("0.00")


def item(source, response, points=1, must_pass=False):
    """An answered item of a question of a content file."""
    kind = KINDS[source["kind"]]
    body, _texts = kind.split(source, LANGUAGES)
    version = SimpleNamespace(question=SimpleNamespace(kind=source["kind"]), body=body)
    given = kind.solution(body) if response == "right" else response
    return SimpleNamespace(
        version=version, graded_version=None, response=given, points=Decimal(points), must_pass=must_pass
    )


@pytest.mark.parametrize("source", GRADED, ids=lambda source: source["kind"])
def test_with_negative_marking_a_right_answer_keeps_1_and_none_is_0(source):
    for negative in (False, True):
        assert earned(item(source, "right"), negative) == 1
        assert earned(item(source, None), negative) == 0


def choice(options):
    say = dict.fromkeys(LANGUAGES, "words")
    rows = [{"id": name, "text": say, **({"correct": True} if name == "a" else {})} for name in options]
    return {"kind": "single", "key": "q", "stem": say, "options": rows}


@pytest.mark.parametrize(("options", "cost"), [("ab", 1), ("abc", Fraction(1, 2)), ("abcde", Fraction(1, 4))])
def test_a_wrong_choice_among_k_costs_1_by_k_less_1(options, cost):
    wrong = item(choice(options), {"": ["b"]})
    assert (earned(wrong, negative=True), earned(wrong)) == (-cost, 0)


def test_guessing_blindly_is_worth_nothing_on_average():
    options = "abcd"
    total = sum(earned(item(choice(options), {"": [one]}), negative=True) for one in options)
    assert total == 0


def rules(pass_percent=60, must_pass_right=None, negative_marking=False):
    return SimpleNamespace(
        pass_percent=pass_percent, must_pass_right=must_pass_right, negative_marking=negative_marking
    )


def verdict(*given):
    found = result(*given)
    return found.percent, found.must_pass_count, found.passed


def test_a_pass_needs_the_percent_and_the_must_pass_questions():
    right = [item(choice("ab"), "right", 3), item(choice("ab"), "right", 1, must_pass=True)]
    wrong = [*right[:1], item(choice("ab"), {"": ["b"]}, 1, must_pass=True)]
    assert verdict(rules(), right) == (Decimal("100.00"), 1, True)
    assert verdict(rules(75), wrong) == (Decimal("75.00"), 0, True)
    assert verdict(rules(76), wrong) == (Decimal("75.00"), 0, False)
    assert verdict(rules(75, 1), wrong) == (Decimal("75.00"), 0, False)
    assert verdict(rules(75, 1), right) == (Decimal("100.00"), 1, True)


def test_a_regraded_item_counts_by_its_new_key():
    one = item(choice("abc"), {"": ["b"]})
    body = {"options": [{"id": "a"}, {"id": "b", "correct": True}, {"id": "c"}]}
    one.graded_version = SimpleNamespace(body=body)
    assert earned(one) == 1
