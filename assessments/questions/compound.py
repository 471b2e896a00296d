"""Questions made of questions: each part is graded by its own kind, and the points are shared equally."""

from dataclasses import replace
from fractions import Fraction

from django.utils.translation import gettext_noop

from .base import Grade, InvalidResponse, Kind, Problem, above, beneath, own_ids

ONE_PART = gettext_noop("Add at least one part.")


class Compound(Kind):
    """body = {"items": [{"id": "1", "kind": "single", "body": {…}}]}, texts = {…, "items": {"1": {…}}}

    `parts` are the kinds that may stand inside, by name. The fields of part 1 begin with "1".
    """

    parts: dict
    parts_field = "items"  # their name in an item

    def join(self, body, texts):
        rows = []
        for row in body.get("items", []):
            inner = {code: words.get("items", {}).get(row["id"], {}) for code, words in texts.items()}
            rows.append({"id": row["id"], "kind": row["kind"], **self.part(row).join(row["body"], inner)})
        return {**super().join(body, texts), self.parts_field: rows}

    def faults(self, body):
        rows = body.get("items") or []
        if not rows or not own_ids(rows) or any("-" in row["id"] for row in rows):
            return [Problem("at least one part with ids of their own", [self.parts_field], ONE_PART)]
        if unknown := [row["kind"] for row in rows if row.get("kind") not in self.parts]:
            return [Problem(f"no part of the kind {', '.join(map(str, unknown))}", [self.parts_field])]
        return [
            Problem(f"{fault} (part {row['id']})", ["items", row["id"], *fault.at], fault.source)
            for row in rows
            for fault in self.part(row).faults(row["body"])
        ]

    def part(self, row):
        return self.parts[row["kind"]]

    def words(self, body):
        yield ("stem",)
        for row in body["items"]:
            yield from (("items", row["id"], *path) for path in self.part_words(self.part(row), row["body"]))

    def part_words(self, kind, body):
        return kind.words(body)

    def blank(self, body):
        return {"items": [{**row, "body": self.part(row).blank(row["body"])} for row in body["items"]]}

    def arrange(self, body, shuffle):
        order = {}
        for row in body["items"]:
            order |= above(self.part(row).arrange(row["body"], shuffle), row["id"])
        return order

    def option_ids(self, body):
        order = {}
        for row in body["items"]:
            order |= above(self.part(row).option_ids(row["body"]), row["id"])
        return order

    def clean(self, body, values):
        ids = {row["id"] for row in body["items"]}
        if any(name.split("-")[0] not in ids for name in values):
            raise InvalidResponse("unknown field")
        cleaned = {}
        for row in body["items"]:
            inner = self.part(row).clean(row["body"], beneath(values, row["id"]))
            cleaned |= above(inner, row["id"])
        return cleaned

    def grade(self, body, response):
        grades = [self.part(row).grade(row["body"], beneath(response or {}, row["id"])) for row in body["items"]]
        return Grade(sum((grade.fraction for grade in grades), Fraction(0)) / len(grades))

    def solution(self, body):
        solved = {}
        for row in body["items"]:
            solved |= above(self.part(row).solution(row["body"]), row["id"])
        return solved

    def guess(self, body):
        shares = [self.part(row).guess(row["body"]) for row in body["items"]]
        return sum(shares, Fraction(0)) / len(shares)

    def inner(self, row, asked):
        return asked.within(row["id"], asked.texts["items"][row["id"]])

    def part_cells(self, row, label, asked):
        """The cells of one part, under the part's own label."""
        cells = self.part(row).sheet_cells(row["body"], self.inner(row, asked))
        names = above({cell.name: cell for cell in cells}, row["id"])
        return [replace(cell, name=name, label=f"{label} {cell.label}".strip()) for name, cell in names.items()]

    def shown_parts(self, body, asked):
        """The `show` of each part by its id; `body` comes without its key."""
        return {
            row["id"]: {
                **self.part(row).controls(row["body"], self.inner(row, asked)),
                "kind": row["kind"],
                "template": self.part(row).template,
                "name": f"{asked.name}-{row['id']}",
                "stem": asked.texts["items"][row["id"]].get("stem", ""),
            }
            for row in body["items"]
        }
