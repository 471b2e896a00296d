"""Ordering: steps to be put in their order."""

from fractions import Fraction
from itertools import combinations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from .base import Blank, Cell, Grade, InvalidResponse, Kind, Line, Problem, beside, letters, opaque_ids, sent_one
from .editing import Rows, Words

TWO_STEPS = gettext_noop("Give at least two steps.")


class Ordering(Kind):
    """body = {"steps": ["1", "2", "3"], "order": ["3", "1", "2"]}

    A response has a field for each step, its place. Credit as for multiple choice: each two steps that stand in the
    right order earn a share, each two in the wrong order cost one, never below zero. Two steps in one place, or one
    without a place, neither earn nor cost. The ids say nothing about the order.
    """

    name = "ordering"
    label = _("ordering")
    about = _("Steps to be put in their order.")
    template = "assessments/questions/ordering.html"
    required = Kind.required | {"order"}
    editor = (
        Kind.editor[0],
        Rows("order", _("Steps in the right order"), fields=(Words("text", _("Step"), texts="steps"),), spare=4),
        *Kind.editor[1:],
    )

    def join(self, body, texts):
        rows = [{"id": one, "text": beside(texts, "steps", one)} for one in body.get("order", [])]
        return {**super().join(body, texts), "order": rows}

    def read_body(self, item):
        ids = numbered(item)
        return {"steps": sorted(ids.values(), key=int), "order": [ids[str(row["id"])] for row in item["order"]]}

    def read_texts(self, item, code):
        ids = numbered(item)
        steps = {ids[str(row["id"])]: row["text"][code] for row in item["order"]}
        return {**super().read_texts(item, code), "steps": steps}

    def faults(self, body):
        steps, order = body.get("steps") or [], body.get("order") or []
        found = []
        if len(steps) < 2 or len(set(steps)) != len(steps) or not all(isinstance(one, str) and one for one in steps):
            found.append(Problem("at least two steps with ids of their own", ["order"], TWO_STEPS))
        if sorted(order) != sorted(steps):
            found.append(Problem("an order that names every step once", ["order"]))
        return found

    def words(self, body):
        yield ("stem",)
        yield from (("steps", one) for one in body["steps"])

    def blank(self, body):
        return {"steps": body["steps"]}

    def option_ids(self, body):
        return {"": list(body["steps"])}

    def clean(self, body, values):
        kept = sent_one(values, body["steps"])
        places = {str(place) for place in range(1, len(body["steps"]) + 1)}
        if set(kept.values()) - places:
            raise InvalidResponse("unknown place")
        return {one: [place] for one, place in kept.items()}

    def grade(self, body, response):
        places = places_of(response)
        pairs = list(combinations(body["order"], 2))
        balance = 0
        for first, second in pairs:
            if first in places and second in places:
                balance += (places[first] < places[second]) - (places[first] > places[second])
        return Grade(max(Fraction(0), Fraction(balance, len(pairs))))

    def solution(self, body):
        return {one: [str(place)] for place, one in enumerate(body["order"], 1)}

    def guess(self, body):
        """The mean over all orders: the number of orders with each number of wrong pairs is MacMahon's triangle."""
        orders = [1]
        for size in range(2, len(body["steps"]) + 1):
            longer = [0] * (len(orders) + size - 1)
            for wrong, number in enumerate(orders):
                for more in range(size):
                    longer[wrong + more] += number
            orders = longer
        pairs = len(orders) - 1
        credit = (number * max(Fraction(0), Fraction(pairs - 2 * wrong, pairs)) for wrong, number in enumerate(orders))
        return sum(credit, Fraction(0)) / sum(orders)

    def controls(self, body, asked):
        places = places_of(asked.response)
        order = asked.order.get("") or body["steps"]
        if sorted(places.values()) == list(range(1, len(order) + 1)):
            order = sorted(order, key=places.get)
        rows = [{"id": one, "text": asked.texts["steps"][one], "place": places.get(one)} for one in order]
        taken = list(places.values())
        return {
            "rows": rows,
            "places": list(range(1, len(order) + 1)),
            "doubled": sorted({place for place in taken if taken.count(place) > 1}),
        }

    def describe_response(self, body, asked):
        places = places_of(asked.response)
        lines = []
        for place, one in enumerate(body["order"], 1):
            text, given = asked.texts["steps"][one], places.get(one)
            mark = "right" if given == place else "wrong" if given else "open"
            expected = "" if given == place else str(place)
            lines.append(Line(mark, prompt=text, answer=str(given or ""), expected=expected))
        return lines

    def sheet_cells(self, body, asked):
        places = tuple(str(place) for place in range(1, len(body["steps"]) + 1))
        rows = asked.order.get("") or body["steps"]
        return [Cell(one, label, places) for label, one in zip(letters(), rows, strict=False)]

    def paper_blanks(self, body, asked):
        return [Blank(prompt=asked.texts["steps"][one]) for one in asked.order.get("") or body["steps"]]


def places_of(response):
    return {one: int(place) for one, [place] in (response or {}).items()}


def numbered(item):
    return opaque_ids([str(row["id"]) for row in item["order"]], item.get("key"))
