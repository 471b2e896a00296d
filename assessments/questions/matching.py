"""Matching: each term on the left belongs to one on the right; one mark for each pair."""

from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from .base import LANGUAGES, Blank, Grade, InvalidResponse, Kind, Line, opaque_ids, own_ids, sent_one


class Matching(Kind):
    """body = {"left": [{"id": "a", "match": "2"}], "right": ["1", "2", "3"]}

    `right` holds more ids than `left` when there are distractors. A response has a field for each left id.
    The ids on the right say nothing about the pairs.
    """

    name = "matching"
    label = _("matching")
    template = "assessments/questions/matching.html"
    required = Kind.required | {"pairs"}
    optional = frozenset({"distractors"})

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
            found.append("at least two pairs with ids of their own")
        if len(set(right)) != len(right) or {row.get("match") for row in left} - set(right):
            found.append("for each pair a match among the right terms")
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

    def paper_blanks(self, body, asked):
        order = asked.order.get("") or body["right"]
        terms = tuple(asked.texts["right"][one] for one in order)
        prompts = [Blank(prompt=asked.texts["left"][row["id"]]) for row in body["left"]]
        return [*prompts, Blank(sign="letter", choices=terms)]


def words_of(row):
    """Right terms with the same words are one term."""
    return tuple(row["right"].get(code) for code in LANGUAGES)


def rights(item):
    """The id of each right term by its words."""
    rows = [*item["pairs"], *item.get("distractors", [])]
    return opaque_ids({words_of(row) for row in rows}, item["key"])
