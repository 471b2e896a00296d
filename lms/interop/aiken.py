"""Aiken: plain questions with one right answer (docs.moodle.org/en/Aiken_format)."""

import re
from decimal import Decimal
from string import ascii_uppercase

from django.utils.translation import gettext as _

from .bank import WHOLE, Answer, NotThis, Question, Skipped, Text, Written, gather, refuse_long
from .texts import decode, plain, title_from

OPTION = re.compile(r"([A-Z])[.)]\s*(.*)")
KEY = re.compile(r"ANSWER:\s*(.*)", re.IGNORECASE)


def read(data, encoding=None):
    """The Bank in the bytes of an Aiken file. Raises Unreadable for the file as a whole."""
    text, encoding = decode(data, encoding)
    return gather(blocks(text), read_block, encoding)


def blocks(text):
    """The questions of a file as lists of lines: each ends with its ANSWER line, or where the next one must begin."""
    found, lines, start = [], [], 0

    def end():
        nonlocal lines
        if lines:
            found.append((lines, lines[0][:80], start))
        lines = []

    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        if not bare:
            continue
        if lines and OPTION.fullmatch(lines[-1]) and not OPTION.fullmatch(bare) and not KEY.fullmatch(bare):
            end()
        start = start if lines else number
        lines.append(bare)
        if KEY.fullmatch(bare):
            end()
    end()
    return found


def read_block(lines, position):
    *body, last = lines
    refuse_long("".join(lines))
    key = KEY.fullmatch(last)
    if not key:
        raise NotThis(_("The line ANSWER: is missing."))
    stem = [line for line in body if not OPTION.fullmatch(line)]
    options = [OPTION.fullmatch(line) for line in body if OPTION.fullmatch(line)]
    if not stem or OPTION.fullmatch(body[0]):
        raise NotThis(_("The question has no text."))
    if len(options) < 2:
        raise NotThis(_("At least two answers are needed."))
    letters = [option[1] for option in options]
    if letters != list(ascii_uppercase[: len(letters)]):
        raise NotThis(_("The letters of the answers must be A, B, C and so on."))
    if key[1].strip().upper() not in letters:
        raise NotThis(_("The right answer is none of the answers."))
    if not all(option[2] for option in options):
        raise NotThis(_("An answer is empty."))
    text = Text("\n".join(stem), "plain")
    answers = (
        Answer(Text(option[2], "plain"), WHOLE if option[1] == key[1].strip().upper() else Decimal(0))
        for option in options
    )
    return Question("multichoice", title_from(text), text, tuple(answers), position=position)


def write(questions):
    """The Written of `questions`: one right answer each, no names, feedback or markup."""
    written, skipped, left_out = [], [], []
    for position, question in enumerate(questions, 1):
        try:
            written.append(one(question))
            left_out += [(position, lost) for lost in losses(question)]
        except NotThis as reason:
            skipped.append(Skipped(position, question.name, str(reason)))
    return Written("\n".join(written).encode(), tuple(skipped), tuple(left_out))


def one(question):
    percents = sorted(answer.percent for answer in question.answers)
    if question.kind != "multichoice" or not question.single or percents[-1:] != [WHOLE] or any(percents[:-1]):
        raise NotThis(_("Aiken holds questions with one right answer alone."))
    if not 2 <= len(percents) <= len(ascii_uppercase):
        raise NotThis(_("Aiken holds 2 to 26 answers."))
    stem, options = plain(question.text), [plain(answer.text) for answer in question.answers]
    if not stem or not all(options):
        raise NotThis(_("The question or an answer has no words."))
    if OPTION.fullmatch(stem) or KEY.fullmatch(stem):
        raise NotThis(_("Aiken would take the question for an answer."))
    right = next(place for place, answer in enumerate(question.answers) if answer.percent == WHOLE)
    lines = [f"{letter}. {option}" for letter, option in zip(ascii_uppercase, options, strict=False)]
    return "\n".join([stem, *lines, f"ANSWER: {ascii_uppercase[right]}", ""])


def losses(question):
    """What the question has and Aiken cannot hold, by the names of Moodle XML."""
    lost = [
        name for name in ("category", "idnumber", "tags", "feedback", "hidden", "settings") if getattr(question, name)
    ]
    lost += ["name"] if question.name != title_from(Text(plain(question.text), "plain")) else []
    lost += ["answer feedback"] if any(answer.feedback for answer in question.answers) else []
    texts = [question.text, *(answer.text for answer in question.answers)]
    return [*lost, *(["markup"] if any(plain(text) != text.text for text in texts) else [])]
