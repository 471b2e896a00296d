"""GIFT, read and written as Moodle's importer understands it (docs.moodle.org/en/GIFT_format)."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from .bank import (
    NOTHING,
    WHOLE,
    Answer,
    NotThis,
    Pair,
    Question,
    Text,
    gather,
    refuse_long,
    refuse_many,
)
from .texts import decode, number, text_of, title_from

ESCAPED = re.compile(r"\\([\\~=#{}:n])")
MASKS = {char: chr(0xFDD0 + place) for place, char in enumerate("\\~=#{}:n")}
UNMASK = str.maketrans({mask: "\n" if char == "n" else char for char, mask in MASKS.items()})
FORM = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
NAME = re.compile(r"::(.*?)::", re.DOTALL)
WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d*)?)%")
IDNUMBER = re.compile(r"\[id:((?:\\\]|[^\]]){1,500})\]")
TAG = re.compile(r"\[tags?:((?:\\\]|[^\]]){1,500})\]")
TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}
GAP = "_____"


def read(data, encoding=None):
    """The Bank in the bytes of a GIFT file. Raises Unreadable for the file as a whole."""
    text, encoding = decode(data, encoding)
    return gather(chunks(text), read_chunk, encoding)


def chunks(text):
    """The questions of a file: (comment, category, text), a name for whoever looks for it, and the line.

    A blank line ends a question; lines that begin with // are comments.
    """
    found, comment, lines, start, category = [], [], [], 0, ""

    def end():
        nonlocal comment, lines
        if words := "\n".join(lines).strip():
            found.append(((" ".join(comment), category, words), words.split("\n")[0][:80], start))
        comment, lines = [], []

    for line_number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        if bare.startswith("//"):
            comment.append(bare)
        elif bare.startswith("$CATEGORY:"):
            end()
            category = " ".join(bare.removeprefix("$CATEGORY:").split())
        elif bare:
            start = start if lines else line_number
            lines.append(line)
        else:
            end()
    end()
    return found


def read_chunk(chunk, position):
    comment, category, words = chunk
    refuse_long(comment + words)
    words = ESCAPED.sub(lambda match: MASKS[match[1]], words)
    name = ""
    if match := NAME.match(words):
        name, words = unmasked(match[1]), words[match.end() :].strip()
    stem, inside = split_braces(words)
    left_out = []
    general, inside = split_feedback(inside)
    text = read_text(stem, "moodle", left_out)
    parts = {"kind": "description"} if inside is None else read_answers(inside, text.format, left_out)
    tags = [one.strip() for match in TAG.findall(comment) for one in match.replace("\\]", "]").split(",")]
    idnumber = IDNUMBER.search(comment)
    return Question(
        name=name or title_from(text),
        text=text,
        feedback=read_text(general, text.format, left_out),
        category=category,
        idnumber=idnumber[1].replace("\\]", "]").strip() if idnumber else "",
        tags=tuple(tag for tag in tags if tag),
        left_out=tuple(left_out),
        position=position,
        **parts,
    )


def split_braces(words):
    """The question and what stands in its braces, None without braces. Words behind them make a gap of the braces."""
    if "{" not in words and "}" not in words:
        return words, None
    before, opened, rest = words.partition("{")
    inside, closed, behind = rest.partition("}")
    if not opened or "}" in before or not closed or "{" in inside:
        raise NotThis(_("The curly brackets do not match."))
    if "{" in behind or "}" in behind:
        raise NotThis(_("More than one pair of curly brackets."))
    return (f"{before}{GAP}{behind}" if behind.strip() else before), inside.strip()


def split_feedback(inside):
    """General feedback stands behind #### at the end of the braces."""
    if inside is None:
        return "", None
    inside, _mark, general = inside.partition("####")
    return general, inside.strip()


def unmasked(words):
    return " ".join(words.translate(UNMASK).split())


def read_text(words, form, left_out):
    if match := FORM.match(words):
        form, words = match[1], words[match.end() :]
    return text_of(words.translate(UNMASK), form, left_out=left_out)


def read_answers(inside, form, left_out):
    """Kind and answers of what stands in the braces; `form` is the format of the question's own text."""
    if not inside:
        return {"kind": "essay"}
    if inside.startswith("#"):
        return {"kind": "numerical", "answers": tuple(numbers(inside[1:], form, left_out))}
    if "~" in inside:
        answers = tuple(weighed(inside, r"(?=[~=])", form, left_out, whole=False))
        if len(answers) < 2:
            raise NotThis(_("At least two answers are needed."))
        return {"kind": "multichoice", "answers": answers, "single": "=" in inside}
    if "=" in inside and "->" in inside:
        return {"kind": "matching", "pairs": tuple(pairs(inside, form, left_out))}
    verdict = inside.partition("#")[0].strip().upper()
    if verdict in TRUTH:
        return {"kind": "truefalse", "answers": truth(inside, TRUTH[verdict], form, left_out)}
    answers = tuple(weighed(inside, r"(?==)", form, left_out, whole=True))
    return {"kind": "shortanswer", "answers": answers}


def pieces_of(inside, marks):
    first, *pieces = re.split(marks, inside)
    if first.strip():
        raise NotThis(_("An answer must begin with = or ~."))
    pieces = [piece.strip() for piece in pieces if piece.strip()]
    refuse_many(pieces)
    return pieces


def weighed(inside, marks, form, left_out, whole):
    """Answers with their percentages: "=" is the whole mark, "~" none, unless %…% says otherwise."""
    for piece in pieces_of(inside, marks):
        sign, words = piece[0], piece[1:].strip()
        percent = WHOLE if sign == "=" else Decimal(0)
        if match := WEIGHT.match(words):
            percent, words = number(match[1]), words[match.end() :].strip()
        words, _mark, told = words.partition("#")
        text = Text(words.translate(UNMASK).strip(), "plain") if whole else read_text(words, form, left_out)
        if not text:
            raise NotThis(_("An answer is empty."))
        yield Answer(text, percent, read_text(told, form, left_out))


def truth(inside, right, form, left_out):
    """{T#told when wrong#told when right}"""
    told = [read_text(words, form, left_out) for words in inside.split("#")[1:]]
    if len(told) > 2:
        raise NotThis(_("More than two comments on true or false."))
    when_wrong, when_right = [*told, NOTHING, NOTHING][:2]
    answers = []
    for verdict in (True, False):
        told = when_right if verdict == right else when_wrong
        percent = WHOLE if verdict == right else Decimal(0)
        answers.append(Answer(Text(str(verdict).lower(), "plain"), percent, told))
    return tuple(answers)


def pairs(inside, form, left_out):
    found = []
    for piece in pieces_of(inside, r"(?==)"):
        left, arrow, right = piece[1:].partition("->")
        if not arrow or not right.strip():
            raise NotThis(_("A pair needs an arrow -> and a right side."))
        found.append(Pair(read_text(left, form, left_out), right.translate(UNMASK).strip()))
    if len(found) < 2:
        raise NotThis(_("At least two pairs are needed."))
    return found


def numbers(inside, form, left_out):
    """3:2, 1..5, =%50%3:2#told; words behind ~# are told to every other answer."""
    inside, tilde, other = inside.strip().partition("~")
    if not inside.strip():
        raise NotThis(_("A number is missing."))
    pieces = pieces_of(inside, r"(?==)") if inside.startswith("=") else [f"={inside}"]
    for piece in pieces:
        words, percent = piece[1:].strip(), WHOLE
        if match := WEIGHT.match(words):
            percent, words = number(match[1]), words[match.end() :]
        words, _mark, told = words.partition("#")
        value, tolerance = interval(words.translate(UNMASK))
        yield Answer(Text(value, "plain"), percent, read_text(told, form, left_out), tolerance)
    if tilde and (told := read_text(other.strip().removeprefix("#"), form, left_out)):
        yield Answer(Text("*", "plain"), Decimal(0), told, Decimal(0))


def interval(words):
    """The middle, as it is written, and the tolerance."""
    from_, dots, to = words.partition("..")
    if dots:
        low, high = number(from_), number(to)
        if low > high:
            raise NotThis(_("The interval begins above its end."))
        return format((low + high) / 2, "f"), (high - low) / 2
    value, colon, tolerance = words.partition(":")
    if value.strip() == "*":
        return "*", Decimal(0)
    return format(number(value), "f"), number(tolerance) if colon else Decimal(0)
