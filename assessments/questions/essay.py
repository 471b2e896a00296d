"""Essay: a text that people mark. The software counts its words and judges nothing (CURRICULUM R-27)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from .base import Blank, InvalidResponse, Kind, Line, Problem, beside, sent_one
from .editing import Between, Number, Rows, Words

SAME_SUM = gettext_noop("The points are the sum of those below.")
FEWER_FIRST = gettext_noop("The first number is smaller than the second.")

LONGEST = 20_000
WORDS_ON_A_LINE = 10


class MarkedByPeople(TypeError):
    """Software was asked to grade what only people may mark."""


class Essay(Kind):
    """body = {"points": 4, "words": [150, 250], "rubric": [{"id": "1", "points": 2}]}"""

    name = "essay"
    label = _("essay")
    about = _("A text of their own.")
    template = "assessments/questions/essay.html"
    by_software = False
    required = Kind.required | {"points", "rubric"}
    optional = frozenset({"words"})
    editor = (
        Kind.editor[0],
        Number("points", _("Points"), whole=True),
        Between("words", _("Words, from and to"), optional=True),
        Rows(
            "rubric",
            _("What is marked"),
            fields=(
                Words("text", _("What earns the points"), texts="rubric", lines=2),
                Number("points", _("Points"), whole=True),
            ),
            spare=3,
        ),
        *Kind.editor[1:],
    )

    def join(self, body, texts):
        rubric = [{**row, "text": beside(texts, "rubric", row["id"])} for row in body.get("rubric", [])]
        words = {"words": body["words"]} if "words" in body else {}
        return {**super().join(body, texts), "points": body.get("points", 0), **words, "rubric": rubric}

    def read_body(self, item):
        rubric = [
            {"id": str(row.get("id", number)), "points": row["points"]} for number, row in enumerate(item["rubric"], 1)
        ]
        words = {"words": list(item["words"])} if "words" in item else {}
        return {"points": item["points"], **words, "rubric": rubric}

    def read_texts(self, item, code):
        rubric = {str(row.get("id", number)): row["text"][code] for number, row in enumerate(item["rubric"], 1)}
        return {**super().read_texts(item, code), "rubric": rubric}

    def faults(self, body):
        found = []
        if body.get("points") != sum(row.get("points", 0) for row in body.get("rubric") or []):
            found.append(Problem("points that are the sum of the rubric's", ["points"], SAME_SUM))
        words = body.get("words", [0, 1])
        if len(words) != 2 or not 0 <= words[0] < words[1]:
            found.append(Problem("words from fewer to more", ["words"], FEWER_FIRST))
        return found

    def words(self, body):
        yield ("stem",)
        yield from (("rubric", row["id"]) for row in body["rubric"])

    def blank(self, body):
        return {"words": body["words"]} if "words" in body else {}

    def clean(self, body, values):
        text = sent_one(values, [""]).get("", "").replace("\r\n", "\n").strip()
        if len(text) > LONGEST:
            raise InvalidResponse("too long")
        return {"": [text]} if text else {}

    def grade(self, body, response):
        raise MarkedByPeople

    def controls(self, body, asked):
        text = asked.response.get("", [""])[0]
        return {"value": text, "count": word_count(text), "words": body.get("words"), "longest": LONGEST}

    def describe_response(self, body, asked):
        text = asked.response.get("", [""])[0]
        return [Line(answer=text)] if text else []

    def paper_blanks(self, body, asked):
        return [Blank(sign="line", lines=max(6, body.get("words", [0, 150])[1] // WORDS_ON_A_LINE))]


def word_count(text):
    return len(text.split())
