"""Matching: each term on the left belongs to one on the right; one mark for each pair."""

from fractions import Fraction

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from .base import (
    LANGUAGES,
    Blank,
    Cell,
    Grade,
    InvalidResponse,
    Kind,
    Line,
    Problem,
    beside,
    letters,
    opaque_ids,
    own_ids,
    sent_one,
)
from .editing import Rows, Words

TWO_PAIRS = gettext_noop("Give at least two pairs.")


class Matching(Kind):
    """body = {"left": [{"id": "a", "match": "2"}], "right": ["1", "2", "3"]}

    `right` holds more ids than `left` when there are distractors. A response has a field for each left id.
    The ids on the right say nothing about the pairs.
    """

    name = "matching"
    label = _("matching")
    about = _("Terms on the left belong to terms on the right.")
    template = "assessments/questions/matching.html"
    required = Kind.required | {"pairs"}
    optional = frozenset({"distractors"})
    editor = (
        Kind.editor[0],
        Rows(
            "pairs",
            _("Pairs"),
            fields=(
                Words("left", _("Left"), texts="left"),
                Words("right", _("Right, its match"), texts="right", key="match"),
            ),
            hidden=("match",),
            spare=4,
        ),
        Rows(
            "distractors",
            _("Terms that match nothing"),
            fields=(Words("right", _("Right"), texts="right"),),
            optional=True,
        ),
        *Kind.editor[1:],
    )

    def join(self, body, texts):
        pairs = [
            {
                "id": row["id"],
                "match": row["match"],
                "left": beside(texts, "left", row["id"]),
                "right": beside(texts, "right", row["match"]),
            }
            for row in body.get("left", [])
        ]
        matched = {row["match"] for row in pairs}
        others = [
            {"id": one, "right": beside(texts, "right", one)} for one in body.get("right", []) if one not in matched
        ]
        return {**super().join(body, texts), "pairs": pairs, **({"distractors": others} if others else {})}

    def read_body(self, item):
        right = rights(item)
        return {
            "left": [{"id": str(pair["id"]), "match": right[words_of(pair)]} for pair in item["pairs"]],
            "right": sorted(right.values(), key=int),
        }

    def read_texts(self, item, code):
        right = rights(item)
        rows = [*item["pairs"], *item.get("distractors", [])]
        return {
            **super().read_texts(item, code),
            "left": {str(pair["id"]): pair["left"][code] for pair in item["pairs"]},
            "right": {right[words_of(row)]: row["right"][code] for row in rows},
        }

    def faults(self, body):
        left, right = body.get("left") or [], body.get("right") or []
        found = []
        if len(left) < 2 or not own_ids(left):
            found.append(Problem("at least two pairs with ids of their own", ["pairs"], TWO_PAIRS))
        if len(set(right)) != len(right) or {row.get("match") for row in left} - set(right):
            found.append(Problem("for each pair a match among the right terms", ["pairs"]))
        return found

    def words(self, body):
        yield ("stem",)
        yield from (("left", row["id"]) for row in body["left"])
        yield from (("right", one) for one in body["right"])

    def blank(self, body):
        return {"left": [{"id": row["id"]} for row in body["left"]], "right": body["right"]}

    def option_ids(self, body):
        return {"": list(body["right"])}

    def clean(self, body, values):
        kept = sent_one(values, [row["id"] for row in body["left"]])
        if set(kept.values()) - set(body["right"]):
            raise InvalidResponse("unknown option")
        return {one: [match] for one, match in kept.items()}

    def grade(self, body, response):
        response = response or {}
        right = sum(response.get(row["id"]) == [row["match"]] for row in body["left"])
        return Grade(Fraction(right, len(body["left"])))

    def solution(self, body):
        return {row["id"]: [row["match"]] for row in body["left"]}

    def guess(self, body):
        return Fraction(1, len(body["right"]))

    def controls(self, body, asked):
        order, terms = asked.order.get("") or body["right"], asked.texts["right"]
        rows = []
        for row in body["left"]:
            chosen = asked.response.get(row["id"], [""])[0]
            options = [{"id": one, "text": terms[one], "chosen": one == chosen} for one in order]
            rows.append({"id": row["id"], "text": asked.texts["left"][row["id"]], "options": options})
        return {"rows": rows}

    def describe_response(self, body, asked):
        lines = []
        for row in body["left"]:
            prompt, expected = asked.texts["left"][row["id"]], asked.texts["right"][row["match"]]
            chosen = asked.response.get(row["id"], [""])[0]
            answer = asked.texts["right"].get(chosen, "")
            if chosen == row["match"]:
                lines.append(Line("right", prompt, answer))
            else:
                lines.append(Line("wrong" if answer else "open", prompt, answer, expected))
        return lines

    def sheet_cells(self, body, asked):
        order = tuple(asked.order.get("") or body["right"])
        return [Cell(row["id"], label, order) for label, row in zip(letters(), body["left"], strict=False)]

    def paper_blanks(self, body, asked):
        order = asked.order.get("") or body["right"]
        terms = tuple(asked.texts["right"][one] for one in order)
        prompts = [Blank(prompt=asked.texts["left"][row["id"]]) for row in body["left"]]
        return [*prompts, Blank(sign="letter", choices=terms)]


def words_of(row):
    """Right terms with the same words are one term."""
    return tuple(row["right"].get(code) or "" for code in LANGUAGES)


def rights(item):
    """The id of each right term by its words."""
    rows = [*item["pairs"], *item.get("distractors", [])]
    if "key" not in item:
        return {words_of(row): row.get("match", row["id"]) for row in reversed(rows)}
    return opaque_ids({words_of(row) for row in rows}, item["key"])
