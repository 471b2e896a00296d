from fractions import Fraction

import pytest

from assessments.questions import KINDS
from assessments.questions.base import InvalidResponse

SINGLE = {"options": [{"id": "a", "correct": True}, {"id": "b"}, {"id": "c"}]}
MULTIPLE = {
    "options": [
        {"id": "a", "correct": True},
        {"id": "b", "correct": True},
        {"id": "c", "correct": True},
        {"id": "d"},
        {"id": "e"},
    ]
}
TRUEFALSE = {"options": [{"id": "true"}, {"id": "false", "correct": True}]}


@pytest.mark.parametrize(
    ("kind", "body", "response", "fraction", "outcome"),
    [
        ("single", SINGLE, ["a"], 1, "right"),
        ("single", SINGLE, ["b"], 0, "wrong"),
        ("single", SINGLE, None, 0, "wrong"),
        ("truefalse", TRUEFALSE, ["false"], 1, "right"),
        ("truefalse", TRUEFALSE, ["true"], 0, "wrong"),
        ("multiple", MULTIPLE, ["a", "b", "c"], 1, "right"),
        ("multiple", MULTIPLE, ["a", "b"], Fraction(2, 3), "partly"),
        ("multiple", MULTIPLE, ["a", "b", "d"], Fraction(1, 3), "partly"),
        ("multiple", MULTIPLE, ["a", "d"], 0, "wrong"),
        ("multiple", MULTIPLE, ["d", "e"], 0, "wrong"),
        ("multiple", MULTIPLE, ["a", "b", "c", "d", "e"], Fraction(1, 3), "partly"),
        ("multiple", MULTIPLE, None, 0, "wrong"),
    ],
)
def test_credit(kind, body, response, fraction, outcome):
    grade = KINDS[kind].grade(body, response and {"": response})
    assert (grade.fraction, grade.outcome) == (fraction, outcome)


@pytest.mark.parametrize(
    ("kind", "body", "values", "reason"),
    [
        ("single", SINGLE, ["z"], "unknown option"),
        ("single", SINGLE, ["a", "b"], "one option only"),
        ("truefalse", TRUEFALSE, ["true", "false"], "one option only"),
        ("multiple", MULTIPLE, ["a", "z"], "unknown option"),
    ],
)
def test_an_answer_that_cannot_belong_to_the_question_is_refused(kind, body, values, reason):
    with pytest.raises(InvalidResponse, match=reason):
        KINDS[kind].clean(body, {"": values})


def test_a_response_is_kept_once_and_in_no_order():
    assert KINDS["multiple"].clean(MULTIPLE, {"": ["c", "a", "c"]}) == {"": ["a", "c"]}


@pytest.mark.parametrize(
    ("kind", "body", "problems"),
    [
        ("single", {"options": [{"id": "a", "correct": True}]}, ["at least two options with ids of their own"]),
        ("single", {"options": [{"id": "a"}, {"id": "b"}]}, ["at least one right option"]),
        (
            "single",
            {"options": [{"id": "a", "correct": True}, {"id": "b", "correct": True}]},
            ["exactly one right option"],
        ),
        ("truefalse", SINGLE, ['the options "true" and "false"']),
        ("multiple", {}, ["at least two options with ids of their own", "at least one right option"]),
        ("multiple", MULTIPLE, ["a text in at least one language"]),
    ],
)
def test_a_body_that_is_no_question_is_told_why(kind, body, problems):
    assert KINDS[kind].problems(body, {}) == problems
