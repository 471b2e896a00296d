"""Numbers, words and places as people write them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.questions import KINDS
from assessments.questions.base import LANGUAGES, Asked, InvalidResponse, Line
from assessments.questions.numeric import readings, written
from assessments.questions.short import within_one
from tests.factories import questions
from tests.factories.questions import say


def read(item):
    kind = KINDS[item["kind"]]
    return kind, *kind.split(item, LANGUAGES)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("21", ["21"]),
        ("+21", ["21"]),
        ("0,58", ["0.58"]),
        (".58", ["0.58"]),
        ("12.", ["12"]),
        ("−3,5", ["-3.5"]),
        ("1 250,5", ["1250.5"]),
        ("1\u202f250,5", ["1250.5"]),
        ("1\u00a0250\u2009000", ["1250000"]),
        ("1'250.5", ["1250.5"]),
        ("1,000", ["1.000", "1000"]),
        ("1.000", ["1.000", "1000"]),
        ("1,000.5", ["1000.5"]),
        ("1.000,5", ["1000.5"]),
        ("1,000,000", ["1000000"]),
        ("1,00,000", []),
        ("six", []),
        ("", []),
        ("1e3", []),
        ("NaN", []),
        ("٣", []),
        ("1,2,3", []),
    ],
)
def test_a_number_is_read_as_people_write_it(text, numbers):
    assert readings(text) == [Decimal(one) for one in numbers]


@given(st.decimals(-(10**9), 10**9, places=3), st.sampled_from(LANGUAGES))
def test_a_number_that_is_shown_is_read_back(number, language):
    assert number in readings(written(number, language))


@pytest.mark.parametrize(
    ("typed", "fraction"),
    [
        ("1250,5", 1),
        ("1 251", 1),
        ("1 250,5 ч", 1),
        ("1250 Hours.", 1),
        ("1250,5 сағат", 1),
        ("1251,01", 0),
        ("1250,5 минут", 0),
        ("about 1250", 0),
    ],
)
def test_tolerance_and_unit(typed, fraction):
    kind, body, _texts = read(questions.NUMERIC)
    assert kind.grade(body, kind.clean(body, {"": [typed]})).fraction == fraction


@pytest.mark.parametrize(
    ("typed", "language", "line"),
    [
        ("1250,5", "ru", Line("right", answer="1250,5")),
        ("1000", "kk", Line("wrong", answer="1000", expected="1250,5 сағат", feedback="forgot the rest kk")),
        ("7", "en", Line("wrong", answer="7", expected="1250.5 hours")),
        ("", "ru", Line("open", expected="1250,5 ч")),
    ],
)
def test_a_number_is_explained(typed, language, line):
    kind, body, texts = read(questions.NUMERIC)
    asked = Asked(texts[language], language, response=kind.clean(body, {"": [typed]}))
    assert kind.describe_response(body, asked) == [line]


def test_what_is_no_number_is_kept_and_said_so():
    kind, body, texts = read(questions.NUMERIC)
    response = kind.clean(body, {"": ["  twelve  hundred "]})
    shown = kind.show(body, Asked(texts["en"], response=response))
    assert (response, shown["value"], shown["unreadable"]) == ({"": ["twelve hundred"]}, "twelve hundred", True)


def accepts(typed, **fields):
    item = {**questions.SHORT, **fields}
    kind, body, _texts = read(item)
    return kind.grade(body, kind.clean(body, {"": [typed]})).fraction == 1


@pytest.mark.parametrize(
    ("typed", "fields", "accepted"),
    [
        ("Право  на заботу.", {}, True),
        ("право на забту", {}, True),
        ("право на заботу", {"typos": 0}, True),
        ("право на забту", {"typos": 0}, False),
        ("право на зботы", {}, False),
        ("қамқорлық құқығы", {}, True),
        ("камкорлык кукыгы", {}, True),
        ("камкорлык кукыгы", {"fold": False}, False),
        ("ҚАМҚОРЛЫҚ ҚҰҚЫҒЫ", {"fold": False}, True),
        ("", {}, False),
        ("...", {}, False),
        ("нет", {"accept": {"ru": ["нос"]}}, False),
        ("2024 год", {"accept": {"ru": ["2025 год"]}}, False),
        ("в 2025 гдоу", {"accept": {"ru": ["в 2025 году"]}}, True),
    ],
)
def test_a_word_is_compared_as_a_reader_would(typed, fields, accepted):
    assert accepts(typed, **fields) == accepted


def distance(one, two):
    """Damerau-Levenshtein (adjacent swaps), by the whole table."""
    rows = [[max(a, b) if not min(a, b) else 0 for b in range(len(two) + 1)] for a in range(len(one) + 1)]
    for a in range(1, len(one) + 1):
        for b in range(1, len(two) + 1):
            changed = one[a - 1] != two[b - 1]
            rows[a][b] = min(rows[a - 1][b] + 1, rows[a][b - 1] + 1, rows[a - 1][b - 1] + changed)
            if a > 1 and b > 1 and one[a - 1] == two[b - 2] and one[a - 2] == two[b - 1]:
                rows[a][b] = min(rows[a][b], rows[a - 2][b - 2] + 1)
    return rows[-1][-1]


@given(st.text("абв", max_size=6), st.text("абв", max_size=6))
def test_one_slip_is_what_the_whole_table_says(one, two):
    assert within_one(one, two) == (distance(one, two) <= 1)


@pytest.mark.parametrize(
    ("order", "fraction"),
    [
        ("abcde", 1),
        ("bacde", Fraction(8, 10)),
        ("abced", Fraction(8, 10)),
        ("bcdea", Fraction(2, 10)),
        ("edcba", 0),
        ("ab---", Fraction(1, 10)),
        ("-----", 0),
    ],
)
def test_order_earns_by_pairs(order, fraction):
    kind, body, _texts = read(questions.ORDERING)
    name = dict(zip("abcde", body["order"], strict=True))
    response = {name[one]: [str(place)] for place, one in enumerate(order, 1) if one != "-"}
    assert kind.grade(body, kind.clean(body, response)).fraction == fraction


def test_two_steps_in_one_place_are_pointed_at_and_cost_nothing():
    kind, body, texts = read(questions.ORDERING)
    first, second, *_rest = body["order"]
    response = kind.clean(body, {first: ["1"], second: ["1"]})
    shown = kind.show(body, Asked(texts["en"], response=response))
    assert (shown["doubled"], kind.grade(body, response).fraction) == ([1], 0)


@pytest.mark.parametrize(
    ("item", "values"),
    [
        (questions.MATCHING, {"a": ["9"]}),
        (questions.MATCHING, {"z": ["1"]}),
        (questions.MATCHING, {"a": ["1", "2"]}),
        (questions.ORDERING, {"1": ["6"]}),
        (questions.ORDERING, {"1": ["0"]}),
        (questions.ORDERING, {"6": ["1"]}),
        (questions.NUMERIC, {"": ["1", "2"]}),
        (questions.NUMERIC, {"": ["1" * 61]}),
        (questions.SHORT, {"": ["я" * 201]}),
        (questions.SHORT, {"reason": ["a"]}),
        (questions.GAP, {"3": ["a"]}),
        (questions.GAP, {"1": ["z"]}),
        (questions.GAP, {"1-x": ["a"]}),
        (questions.CASE, {"1": ["a", "b"]}),
        (questions.CASE, {"2-reason": ["z"]}),
        (questions.TRUEFALSE, {"reason": ["true"]}),
        (questions.ESSAY, {"": ["я" * 20_001]}),
    ],
)
def test_an_answer_that_cannot_belong_to_the_question_is_refused(item, values):
    kind, body, _texts = read(item)
    with pytest.raises(InvalidResponse):
        kind.clean(body, values)


@pytest.mark.parametrize(
    ("response", "fraction"),
    [
        ({"": ["false"], "reason": ["c"]}, 1),
        ({"": ["false"]}, Fraction(1, 2)),
        ({"": ["false"], "reason": ["a"]}, Fraction(1, 2)),
        ({"": ["true"], "reason": ["c"]}, 0),
        ({"reason": ["c"]}, 0),
    ],
)
def test_a_reason_counts_below_the_right_verdict(response, fraction):
    kind, body, _texts = read(questions.TRUEFALSE)
    assert kind.grade(body, response).fraction == fraction


def test_the_points_of_a_case_are_shared():
    kind, body, texts = read(questions.CASE)
    response = kind.clean(body, {"1": ["b"], "2": ["false"], "4": ["1250"]})
    lines = kind.describe_response(body, Asked(texts["en"], response=response))
    assert kind.grade(body, response).fraction == Fraction(1 + Fraction(1, 2) + 0 + 1, 4)
    assert [line.mark for line in lines] == [
        *("", "right", ""),
        *("", "right", "open", ""),
        *("", "open", "open", "open", "open", "open", ""),
        *("", "right", ""),
    ]


def test_ids_tell_neither_pairs_nor_order():
    _kind, pairs, _texts = read(questions.MATCHING)
    _kind, steps, _texts = read(questions.ORDERING)
    assert [row["match"] for row in pairs["left"]] != sorted(pairs["right"])[:4]
    assert sorted(steps["order"]) == steps["steps"] != steps["order"]


def test_equal_terms_on_the_right_are_one_term():
    same = [{"id": one, "left": say(one), "right": say("fact" if one != "b" else "guess")} for one in "abc"]
    kind, body, texts = read({**questions.MATCHING, "pairs": same, "distractors": []})
    assert (len(body["right"]), kind.problems(body, texts)) == (2, [])
    assert body["left"][0]["match"] == body["left"][2]["match"] != body["left"][1]["match"]


@pytest.mark.parametrize(
    ("kind", "body", "problems"),
    [
        ("matching", {}, ["at least two pairs with ids of their own"]),
        (
            "matching",
            {"left": [{"id": "a", "match": "9"}, {"id": "b", "match": "1"}], "right": ["1"]},
            ["for each pair a match among the right terms"],
        ),
        ("ordering", {"steps": ["1", "2"], "order": ["1"]}, ["an order that names every step once"]),
        ("ordering", {"steps": ["1"], "order": ["1"]}, ["at least two steps with ids of their own"]),
        ("numeric", {"answer": "many"}, ["an answer that is a number"]),
        ("numeric", {"answer": "1", "tolerance": "-1"}, ["a tolerance of zero or more"]),
        ("short", {"accept": {"kk": ["сөз"], "ru": []}}, ["an accepted answer in every language"]),
        ("short", {"accept": {"kk": ["?!"]}}, ["an accepted answer in every language"]),
        ("gap", {"items": []}, ["at least one part with ids of their own"]),
        ("gap", {"items": [{"id": "1", "kind": "essay", "body": {}}]}, ["no part of the kind essay"]),
        (
            "case",
            {"items": [{"id": "1", "kind": "numeric", "body": {"answer": "x"}}]},
            ["an answer that is a number (part 1)"],
        ),
        ("essay", {"points": 3, "rubric": [{"id": "1", "points": 1}]}, ["points that are the sum of the rubric's"]),
    ],
)
def test_a_body_that_is_no_question_is_told_why(kind, body, problems):
    assert KINDS[kind].problems(body, {}) == problems


def test_a_gap_that_a_language_lacks_is_named():
    text = {**questions.GAP["text"], "kk": "[[1]] only"}
    kind, body, texts = read({**questions.GAP, "text": text})
    assert kind.problems(body, texts) == ["each gap once in the text in kk"]
