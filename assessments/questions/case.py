"""Case set: several questions about one situation, counted as one."""

from django.utils.translation import gettext_lazy as _

from .base import EXPLANATION, Blank, Line
from .compound import Compound
from .editing import Parts, Words
from .matching import Matching
from .multiple import MultipleChoice
from .numeric import Numeric
from .ordering import Ordering
from .short import ShortAnswer
from .single import SingleChoice
from .truefalse import TrueFalse

KINDS = (SingleChoice(), MultipleChoice(), TrueFalse(), Matching(), Ordering(), Numeric(), ShortAnswer())


class CaseSet(Compound):
    """texts = {"stimulus": "the situation", "stem": "optional", "items": {"1": {…}}}"""

    name = "case"
    label = _("case with questions")
    about = _("A situation with several questions, counted as one.")
    template = "assessments/questions/case.html"
    parts = {kind.name: kind for kind in KINDS}
    required = frozenset({"stimulus", "items"})
    optional = frozenset({"stem"})
    editor = (
        Words("stimulus", _("Situation"), lines=6),
        Words("stem", _("Introduction to the questions"), optional=True, lines=2),
        Parts("items", _("Questions about the situation"), kinds=KINDS),
        EXPLANATION,
    )

    def join(self, body, texts):
        stimulus = {code: words.get("stimulus", "") for code, words in texts.items()}
        return {**super().join(body, texts), "stimulus": stimulus}

    def read_body(self, item):
        rows = enumerate(item["items"], 1)
        return {
            "items": [
                {"id": str(row.get("id", number)), "kind": row["kind"], "body": self.parts[row["kind"]].read_body(row)}
                for number, row in rows
            ]
        }

    def read_texts(self, item, code):
        rows = enumerate(item["items"], 1)
        return {
            **super().read_texts(item, code),
            "stimulus": item["stimulus"][code],
            "items": {
                str(row.get("id", number)): self.parts[row["kind"]].read_texts(row, code) for number, row in rows
            },
        }

    def words(self, body):
        yield from (path for path in super().words(body) if path != ("stem",))
        yield ("stimulus",)

    def controls(self, body, asked):
        return {"stimulus": asked.texts["stimulus"], "parts": list(self.shown_parts(body, asked).values())}

    def describe_response(self, body, asked):
        lines = []
        for row in body["items"]:
            inner = self.inner(row, asked)
            lines.append(Line(prompt=inner.texts["stem"]))
            lines += self.part(row).describe_response(row["body"], inner)
            if explanation := inner.texts.get("explanation"):
                lines.append(Line(feedback=explanation))
        return lines

    def sheet_cells(self, body, asked):
        parts = enumerate(body["items"], 1)
        return [cell for number, row in parts for cell in self.part_cells(row, f"({number})", asked)]

    def paper_blanks(self, body, asked):
        blanks = [Blank(prompt=asked.texts["stimulus"], sign="")]
        for row in body["items"]:
            inner = self.inner(row, asked)
            blanks.append(Blank(prompt=inner.texts["stem"], sign=""))
            blanks += self.part(row).paper_blanks(row["body"], inner)
        return blanks
