"""The answers of a question in words, as somebody who takes a file in wants to check them."""

from dataclasses import dataclass
from fractions import Fraction

from django.template.defaultfilters import floatformat
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..questions.numeric import written


@dataclass(frozen=True)
class AnswerRow:
    """`percent` of the mark, or None where an answer alone earns nothing of its own."""

    text: str
    percent: float | None = None
    feedback: str = ""
    part: str = ""

    @property
    def share(self):
        """The percentage without its sign, as the reader's language writes it; "" where there is none."""
        return floatformat(self.percent).replace("-", "\u2212")


def said(number):
    """A number of a body as the reader's language writes it."""
    return written(number.replace(",", "."), get_language()[:2])


def answer_rows(kind, body, texts, part=""):
    """A list of AnswerRow; `part` names the gap or the question inside a case."""
    teller = TELLERS.get(kind)
    return list(teller(body, texts, part)) if teller else []


def options(rows, texts, part, several=False):
    right = sum(bool(row.get("correct")) for row in rows)
    share = round(float(Fraction(100, max(1, right))), 2)
    for row in rows:
        percent = share if row.get("correct") else -share if several else 0
        words = texts[row["id"]]
        yield AnswerRow(words["text"], percent, words.get("feedback", ""), part)


def single(body, texts, part):
    return options(body["options"], texts["options"], part)


def multiple(body, texts, part):
    return options(body["options"], texts["options"], part, several=True)


def short(body, texts, part):
    for answers in body["accept"].values():
        yield from (AnswerRow(one, 100, "", part) for one in answers)


def numeric(body, texts, part):
    tolerance = body.get("tolerance", "0")
    unit = texts.get("unit", "")
    words = f"{said(body['answer'])} ± {said(tolerance)}" if tolerance != "0" else said(body["answer"])
    yield AnswerRow(f"{words} {unit}".strip(), 100, "", part)
    for row in body.get("mistakes", []):
        yield AnswerRow(said(row["answer"]), 0, texts["mistakes"][row["id"]], part)


def matching(body, texts, part):
    share = round(float(Fraction(100, len(body["left"]))), 2)
    for row in body["left"]:
        yield AnswerRow(f"{texts['left'][row['id']]} → {texts['right'][row['match']]}", share, "", part)
    used = {row["match"] for row in body["left"]}
    for one in body["right"]:
        if one not in used:
            yield AnswerRow(f"– → {texts['right'][one]}", 0, "", part)


def ordering(body, texts, part):
    for place, one in enumerate(body["order"], 1):
        yield AnswerRow(f"{place}. {texts['steps'][one]}", None, "", part)


def gaps(body, texts, part):
    for row in body["items"]:
        name = _("gap %(name)s") % {"name": row["id"]}
        yield from answer_rows(row["kind"], row["body"], texts["items"].get(row["id"], {}), name)


def essay(body, texts, part):
    for row in body["rubric"]:
        share = round(100 * row["points"] / body["points"], 2) if body["points"] else 0
        yield AnswerRow(texts["rubric"][row["id"]], share, "", part)


TELLERS = {
    "single": single,
    "multiple": multiple,
    "truefalse": single,
    "short": short,
    "numeric": numeric,
    "matching": matching,
    "ordering": ordering,
    "cloze": gaps,
    "gap": gaps,
    "essay": essay,
}
