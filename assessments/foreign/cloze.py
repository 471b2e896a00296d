"""The gaps of Moodle's cloze texts, such as {1:SHORTANSWER:=Astana#Yes~%0%Almaty}.

Source: docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from lms.interop.bank import WHOLE, NotThis, refuse_many
from lms.interop.texts import number
from lms.interop.texts import written as as_digits

GAP = re.compile(r"\{(\d{0,3}):([A-Z_]{1,20}):((?:\\.|[^}\\]){0,4000})\}", re.DOTALL)
CHOICES = [f"{name}{end}" for name in ("MULTICHOICE_", "MC") for end in ("V", "H", "S", "VS", "HS")]
KINDS = {
    **dict.fromkeys(("SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"), "short"),
    **dict.fromkeys(("NUMERICAL", "NM"), "numeric"),
    **dict.fromkeys(("MULTICHOICE", "MC", *CHOICES), "single"),
}
PIECE = re.compile(r"(?<!\\)~")
WEIGHT = re.compile(r"%(-?\d+(?:\.\d+)?)%")
ESCAPED = re.compile(r"\\([}#~/\"\\])")
SPECIAL = re.compile(r"[}#~/\"\\]")


@dataclass(frozen=True)
class Choice:
    """One answer of a gap; `text` of a number may hold its tolerance behind a colon."""

    text: str
    percent: Decimal
    feedback: str = ""


@dataclass(frozen=True)
class Gap:
    kind: str
    choices: tuple[Choice, ...]


def read(text):
    """The text with a mark [[n]] for each gap, and the gaps. Raises NotThis."""
    found, weights = [], set()

    def take(match):
        weight, name, inside = match.groups()
        if name not in KINDS:
            raise NotThis(_("Gaps of the kind %(kind)s are not known here.") % {"kind": name})
        weights.add(int(weight or 1))
        found.append(Gap(KINDS[name], tuple(choices(inside))))
        refuse_many(found)
        return f"[[{len(found)}]]"

    marked = GAP.sub(take, text)
    if len(weights) > 1:
        raise NotThis(_("The gaps have different weights; here each gap counts the same."))
    if not found:
        raise NotThis(_("The text has no gaps."))
    return marked, found


def choices(inside):
    pieces = [piece.strip() for piece in PIECE.split(inside)]
    refuse_many(pieces)
    for piece in pieces:
        if not piece:
            continue
        percent, piece = (WHOLE, piece[1:]) if piece.startswith("=") else (Decimal(0), piece)
        if match := WEIGHT.match(piece):
            percent, piece = number(match[1]), piece[match.end() :]
        words, *told = re.split(r"(?<!\\)#", piece, maxsplit=1)
        if not words.strip():
            raise NotThis(_("An answer is empty."))
        yield Choice(plain(words), percent, plain(told[0]) if told else "")


def plain(words):
    return ESCAPED.sub(r"\1", words).strip()


def write(name, choices):
    """The gap as Moodle writes it: {1:NAME:=…~…}."""
    pieces = []
    for choice in choices:
        sign = "=" if choice.percent == WHOLE else f"%{as_digits(choice.percent)}%" if choice.percent else ""
        told = f"#{escaped(choice.feedback)}" if choice.feedback else ""
        pieces.append(f"{sign}{escaped(choice.text)}{told}")
    return f"{{1:{name}:{'~'.join(pieces)}}}"


def escaped(words):
    return SPECIAL.sub(r"\\\g<0>", words)
