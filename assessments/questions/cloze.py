"""Cloze: gaps inside a text, each a word to type, a number or a choice."""

import re
from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from .base import Blank, Kind, Problem
from .choice import option_texts, options_of
from .compound import Compound
from .editing import Parts, Words
from .numeric import Numeric
from .short import ShortAnswer
from .single import SingleChoice

ONCE = gettext_noop("Each gap stands in the text once, as its number in double brackets: [[1]].")
TEXT = Words("text", _("Text"), lines=5, hint=_("A gap is its number in double brackets, as it stands below: [[1]]."))
MARK = re.compile(r"\[\[([^\[\]]+)\]\]")


class Cloze(Compound):
    """texts = {"stem": "…", "text": "… [[1]] … [[2]] …", "items": {"1": {…}}}; each gap stands in the text once."""

    name = "cloze"
    label = _("text with gaps")
    about = _("Gaps in a text: a word, a number or a choice.")
    template = "assessments/questions/cloze.html"
    parts = {kind.name: kind for kind in (ShortAnswer(), Numeric(), SingleChoice())}
    required = Kind.required | {"text", "gaps"}
    parts_field = "gaps"
    editor = (
        Kind.editor[0],
        TEXT,
        Parts("gaps", _("Gaps"), kinds=tuple(parts.values()), without=("stem", "explanation")),
        *Kind.editor[1:],
    )

    def join(self, body, texts):
        text = {code: words.get("text", "") for code, words in texts.items()}
        return {**super().join(body, texts), "text": text}

    def read_body(self, item):
        return {"items": [self.read_gap(gap) for gap in item["gaps"]]}

    def read_gap(self, gap):
        kind = gap.get("kind", "single")
        body = {"options": options_of(gap["options"])} if kind == "single" else self.parts[kind].read_body(gap)
        return {"id": str(gap["id"]), "kind": kind, "body": body}

    def read_texts(self, item, code):
        gaps = {str(gap["id"]): self.read_gap_texts(gap, code) for gap in item["gaps"]}
        return {**super().read_texts(item, code), "text": item["text"][code], "items": gaps}

    def read_gap_texts(self, gap, code):
        if gap.get("kind", "single") == "single":
            return {"options": option_texts(gap["options"], code)}
        return self.parts[gap["kind"]].read_texts(gap, code)

    def part_words(self, kind, body):
        return (path for path in kind.words(body) if path != ("stem",))

    def words(self, body):
        yield from super().words(body)
        yield ("text",)

    def problems(self, body, texts):
        found = super().problems(body, texts)
        if not found:
            gaps = sorted(row["id"] for row in body["items"])
            wrong = [code for code, words in sorted(texts.items()) if sorted(MARK.findall(words["text"])) != gaps]
            found = [Problem(f"each gap once in the text in {code}", ["text", code], ONCE) for code in wrong]
        return found

    def controls(self, body, asked):
        gaps = self.shown_parts(body, asked)
        pieces = MARK.split(asked.texts["text"])
        numbers = {one: number for number, one in enumerate(pieces[1::2], 1)}
        shown = []
        for place, piece in enumerate(pieces):
            shown.append({"gap": gaps[piece], "number": numbers[piece]} if place % 2 else {"text": piece})
        return {"pieces": shown}

    def describe_response(self, body, asked):
        lines = []
        order = MARK.findall(asked.texts["text"])
        rows = {row["id"]: row for row in body["items"]}
        for number, one in enumerate(order, 1):
            row = rows[one]
            for line in one_line(self.part(row).describe_response(row["body"], self.inner(row, asked))):
                lines.append(replace(line, prompt=f"({number})"))
        return lines

    def sheet_cells(self, body, asked):
        rows = {row["id"]: row for row in body["items"]}
        gaps = enumerate(MARK.findall(asked.texts["text"]), 1)
        return [cell for number, one in gaps for cell in self.part_cells(rows[one], f"({number})", asked)]

    def paper_blanks(self, body, asked):
        order = MARK.findall(asked.texts["text"])
        text = asked.texts["text"]
        for number, one in enumerate(order, 1):
            text = text.replace(f"[[{one}]]", f"({number}) ________")
        blanks = [Blank(prompt=text, sign="")]
        for number, one in enumerate(order, 1):
            row = next(row for row in body["items"] if row["id"] == one)
            if row["kind"] == "single":
                [choices] = self.part(row).paper_blanks(row["body"], self.inner(row, asked))
                blanks.append(Blank(prompt=f"({number})", sign="circle", choices=choices.choices))
        return blanks


def one_line(lines):
    """The lines of a choice as one: what was chosen, and what would have been right."""
    given = next((line for line in lines if line.answer), None)
    missed = next((line.expected for line in lines if line.expected), "")
    if given is None:
        return lines
    return [replace(given, expected=given.expected or missed)]
