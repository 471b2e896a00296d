"""Numeric: a number with a tolerance, written as people write numbers."""

import re
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

from .base import Blank, Grade, InvalidResponse, Kind, Line, Problem, beside, sent_one
from .editing import Lines, Number, Rows, Words

LONGEST = 60
BETWEEN_GROUPS = re.compile(r"[\s'’]+")  # \s knows the thin and the no-break spaces
PLAIN = re.compile(r"[+-]?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)")
COMMA_GROUPS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
POINT_GROUPS = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?")
A_NUMBER = gettext_noop("Give the answer as a number, and each foreseen mistake, too.")
ZERO_OR_MORE = gettext_noop("The tolerance is a number, zero or more.")
MINUS = str.maketrans("−–", "--")


def readings(text):
    """The numbers that `text` may mean: none when it is no number, two for "1,000" (a thousand, or one).

    Decimal comma or point; spaces of every width and apostrophes between groups of digits; the typographic minus.
    """
    text = BETWEEN_GROUPS.sub("", text.translate(MINUS))
    found = []
    if PLAIN.fullmatch(text):
        found.append(Decimal(text.replace(",", ".")))
    if COMMA_GROUPS.fullmatch(text):
        found.append(Decimal(text.replace(",", "")))
    if POINT_GROUPS.fullmatch(text):
        found.append(Decimal(text.replace(".", "").replace(",", ".")))
    return found


def written(number, language):
    """The number as the language writes it: decimal comma in Russian and Kazakh, a thin space from 10 000 on."""
    number = Decimal(number)
    text = f"{number:,f}" if abs(number) >= 10000 else f"{number:f}"
    text = text.replace(",", "\u202f").replace("-", "\u2212")
    return text if language == "en" else text.replace(".", ",")


class Numeric(Kind):
    """body = {"answer": "21", "tolerance": "0", "units": ["hours", "ч"], "mistakes": [{"id": "1", "answer": "20"}]}

    Numbers are strings, so that 0.1 stays 0.1. One of `units` may stand behind the number typed. A mistake that is
    foreseen has feedback of its own. What is no number is kept as typed and earns nothing.
    """

    name = "numeric"
    label = pgettext_lazy("kind of question", "number")
    about = _("A number with a tolerance and a unit.")
    template = "assessments/questions/numeric.html"
    required = Kind.required | {"answer"}
    optional = frozenset({"tolerance", "unit", "mistakes"})
    editor = (
        Kind.editor[0],
        Number("answer", _("Right answer")),
        Number("tolerance", _("Tolerance"), optional=True, hint=_("How far an answer may be off, up or down.")),
        Words("unit", _("Unit"), optional=True),
        Lines("units", _("Other units accepted"), optional=True, hint=_("One a line.")),
        Rows(
            "mistakes",
            _("Foreseen mistakes"),
            fields=(
                Number("answer", _("Wrong answer")),
                Words("feedback", _("What is said about it"), texts="mistakes", lines=2),
            ),
            optional=True,
        ),
        *Kind.editor[1:],
    )

    def join(self, body, texts):
        unit = beside(texts, "unit") if any("unit" in words for words in texts.values()) else {}
        units = [one for one in body.get("units", []) if one not in unit.values()]
        mistakes = [{**row, "feedback": beside(texts, "mistakes", row["id"])} for row in body.get("mistakes", [])]
        return {
            **super().join(body, texts),
            "answer": body.get("answer", ""),
            "tolerance": body.get("tolerance", "0"),
            **({"unit": unit} if unit else {}),
            **({"units": units} if units else {}),
            **({"mistakes": mistakes} if mistakes else {}),
        }

    def read_body(self, item):
        units = {words for words in item.get("unit", {}).values() if words} | set(item.get("units", []))
        mistakes = [
            {"id": str(row.get("id", number)), "answer": str(row["answer"])}
            for number, row in enumerate(item.get("mistakes", []), 1)
        ]
        return {
            "answer": str(item["answer"]),
            "tolerance": str(item.get("tolerance", 0)),
            **({"units": sorted(units)} if units else {}),
            **({"mistakes": mistakes} if mistakes else {}),
        }

    def read_texts(self, item, code):
        unit = {"unit": item["unit"][code]} if "unit" in item else {}
        mistakes = {
            str(row.get("id", number)): row["feedback"][code] for number, row in enumerate(item.get("mistakes", []), 1)
        }
        return {**super().read_texts(item, code), **unit, **({"mistakes": mistakes} if mistakes else {})}

    def faults(self, body):
        mistakes = body.get("mistakes", [])
        numbers = [body.get("answer"), *(row.get("answer") for row in mistakes)]
        found = []
        if not all(isinstance(one, str) and PLAIN.fullmatch(one) for one in numbers):
            found.append(Problem("an answer that is a number", ["answer"], A_NUMBER))
        if not PLAIN.fullmatch(body.get("tolerance", "0")) or Decimal(body.get("tolerance", "0")) < 0:
            found.append(Problem("a tolerance of zero or more", ["tolerance"], ZERO_OR_MORE))
        return found

    def words(self, body):
        yield ("stem",)
        if body.get("units"):
            yield ("unit",)
        yield from (("mistakes", row["id"]) for row in body.get("mistakes", []))

    def blank(self, body):
        return {"units": body.get("units", [])}

    def clean(self, body, values):
        text = " ".join(sent_one(values, [""]).get("", "").split())
        if len(text) > LONGEST:
            raise InvalidResponse("too long")
        return {"": [text]} if text else {}

    def numbers(self, body, response):
        """The numbers that a response may mean, its unit left out."""
        text = (response or {}).get("", [""])[0]
        for unit in sorted(body.get("units", []), key=len, reverse=True):
            if text.casefold().rstrip(".").endswith(unit.casefold().rstrip(".")):
                text = text.rstrip(".")[: -len(unit.rstrip("."))]
                break
        return readings(text)

    def hits(self, body, response, target):
        tolerance = Decimal(body.get("tolerance", "0"))
        return any(abs(number - Decimal(target)) <= tolerance for number in self.numbers(body, response))

    def grade(self, body, response):
        return Grade(Fraction(self.hits(body, response, body["answer"])))

    def solution(self, body):
        return {"": [body["answer"]]}

    def controls(self, body, asked):
        text = asked.response.get("", [""])[0]
        unreadable = bool(text) and not self.numbers(body, asked.response)
        return {"value": text, "unit": asked.texts.get("unit", ""), "unreadable": unreadable, "longest": LONGEST}

    def describe_response(self, body, asked):
        answer, unit = asked.response.get("", [""])[0], asked.texts.get("unit", "")
        if self.hits(body, asked.response, body["answer"]):
            return [Line("right", answer=answer)]
        expected = f"{written(body['answer'], asked.language)} {unit}".strip()
        mistake = next(
            (row for row in body.get("mistakes", []) if self.hits(body, asked.response, row["answer"])), None
        )
        feedback = asked.texts["mistakes"][mistake["id"]] if mistake else ""
        return [Line("wrong" if answer else "open", answer=answer, expected=expected, feedback=feedback)]

    def paper_blanks(self, body, asked):
        return [Blank(prompt=asked.texts.get("unit", ""), sign="line")]
