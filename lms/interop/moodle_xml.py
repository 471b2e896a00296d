"""Moodle XML, read as Moodle's importer understands it (docs.moodle.org/en/Moodle_XML_format)."""

import base64
import binascii
import re
from decimal import Decimal
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from .bank import (
    MOST_QUESTIONS,
    NOTHING,
    Answer,
    Bank,
    Category,
    Choice,
    File,
    NotThis,
    Pair,
    Question,
    Skipped,
    Text,
    Unit,
    Unreadable,
    refuse_many,
)
from .texts import number, refuse_large, settled, text_of, title_from

KINDS = {
    "multichoice", "truefalse", "shortanswer", "numerical", "matching", "essay", "description", "cloze", "gapselect",
    "ddwtos", "ordering",
}  # fmt: skip
FORMATS = {"html": "html", "moodle_auto_format": "moodle", "markdown": "markdown", "plain_text": "plain"}
PARTS = {"answer", "subquestion", "selectoption", "dragbox"}
GAP = re.compile(r"\{\d{0,3}:[A-Z_]{1,20}:")
MARK = re.compile(r"\[\[(\d{1,4})\]\]")
PLAIN_ANSWERS = {"truefalse", "shortanswer", "numerical"}


def read(data):
    """The Bank in the bytes of a Moodle XML file, in the encoding that the file declares.

    No entity, document type or address in it is followed. Raises Unreadable for the file as a whole.
    """
    refuse_large(data)
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise Unreadable(_("The file defines its own entities, which is not safe.")) from None
    except (ParseError, ValueError, LookupError, RecursionError):
        raise Unreadable(_("The file is no sound XML.")) from None
    if root.tag != "quiz":
        raise Unreadable(_("The file holds no questions in Moodle XML."))
    if len(root) > MOST_QUESTIONS:
        raise Unreadable(_("The file holds more than %(most)s questions.") % {"most": MOST_QUESTIONS})
    return read_quiz(root)


def read_quiz(root):
    questions, skipped, categories, path, position = [], [], {}, "", 0
    for element in root:
        if element.tag == "question" and element.get("type") == "category":
            category = read_category(element)
            path = category.path
            if path and (path not in categories or category.text or category.idnumber):
                categories[path] = category
            continue
        position += 1
        try:
            questions.append(read_question(element, path, position))
        except NotThis as reason:
            skipped.append(Skipped(position, leaf(element.find("name/text")), str(reason)))
    return Bank(tuple(questions), tuple(skipped), tuple(categories.values()))


def read_category(element):
    info = element.find("info")
    try:
        about = NOTHING if info is None else words_of(info, [])
    except NotThis:
        about = NOTHING
    return Category(" ".join(leaf(element.find("category/text")).split()), about, leaf(element.find("idnumber")))


def leaf(element):
    return "" if element is None else settled(element.text or "").strip()


def read_question(element, category, position):
    kind = element.get("type", "")
    if element.tag != "question" or kind not in KINDS:
        raise NotThis(_("Questions of the kind %(kind)s are not known here.") % {"kind": kind or element.tag})
    refuse_many([child for child in element if child.tag in PARTS])
    left_out = []
    parts = {name: [] for name in ("answers", "pairs", "choices", "units", "tags", "settings", "texts")}
    found = {"kind": kind, "category": category, "position": position}
    for child in element:
        reader = FIELDS.get(child.tag)
        if reader:
            reader(child, found, parts, left_out)
        elif len(child) == 0:
            parts["settings"].append((child.tag, leaf(child)))
        elif child.find("text") is not None:
            parts["texts"].append((child.tag, words_of(child, left_out, {"text", "file"})))
        else:
            left_out.append(child.tag)
    found["name"] = found.get("name") or title_from(found.get("text", NOTHING))
    question = Question(**found, **{name: tuple(value) for name, value in parts.items()}, left_out=tuple(left_out))
    check(question)
    return question


def words_of(element, left_out, known=frozenset({"text", "file"})):
    """The Text of an element with `<text>` and `<file>` inside. What else is inside is named in `left_out`."""
    form = FORMATS.get(element.get("format") or "html")
    if form is None:
        raise NotThis(_("The text format %(format)s is not known here.") % {"format": element.get("format")})
    inner = element.find("text")
    if inner is not None and len(inner):
        raise NotThis(_("A text holds elements: its HTML is not escaped."))
    files = tuple(file_of(child) for child in element if child.tag == "file")
    left_out.extend(f"{element.tag}/{child.tag}" for child in element if child.tag not in known)
    return text_of((inner.text or "") if inner is not None else "", form, files, left_out)


def file_of(element):
    try:
        content = base64.b64decode("".join((element.text or "").split()), validate=True)
    except (binascii.Error, ValueError):
        raise NotThis(_("The file %(name)s is damaged.") % {"name": element.get("name", "")}) from None
    if element.get("encoding", "base64") != "base64":
        raise NotThis(_("The file %(name)s is damaged.") % {"name": element.get("name", "")})
    return File(settled(element.get("name", "")), content, settled(element.get("path", "/")))


def read_name(child, found, parts, left_out):
    found["name"] = " ".join(leaf(child.find("text")).split())


def read_text(child, found, parts, left_out):
    found["text"] = words_of(child, left_out)


def read_feedback(child, found, parts, left_out):
    found["feedback"] = words_of(child, left_out)


def read_mark(child, found, parts, left_out):
    found["mark"] = number(leaf(child) or "1")


def read_penalty(child, found, parts, left_out):
    found["penalty"] = number(leaf(child) or "0")


def read_hidden(child, found, parts, left_out):
    found["hidden"] = leaf(child) in {"1", "true"}


def read_single(child, found, parts, left_out):
    if found["kind"] == "multichoice":
        found["single"] = leaf(child) not in {"0", "false"}
    else:
        parts["settings"].append((child.tag, leaf(child)))


def read_idnumber(child, found, parts, left_out):
    found["idnumber"] = leaf(child)


def read_tags(child, found, parts, left_out):
    parts["tags"] += [leaf(tag) for tag in child.findall("tag/text") if leaf(tag)]


def read_answer(child, found, parts, left_out):
    kind = found["kind"]
    inner, told, tolerance = child.find("text"), child.find("feedback"), child.find("tolerance")
    left_out += [f"answer/{one.tag}" for one in child if one.tag not in {"text", "file", "feedback", "tolerance"}]
    if kind in PLAIN_ANSWERS:
        words = leaf(inner)
        text = Text(format(number(words), "f") if kind == "numerical" and words != "*" else words, "plain")
    else:
        text = words_of(child, left_out, {one.tag for one in child})
    parts["answers"].append(
        Answer(
            text,
            number(child.get("fraction") or "0"),
            NOTHING if told is None else words_of(told, left_out),
            number(leaf(tolerance) or "0") if kind == "numerical" else None,
        )
    )


def read_pair(child, found, parts, left_out):
    left_out += [f"subquestion/{one.tag}" for one in child if one.tag not in {"text", "file", "answer"}]
    parts["pairs"].append(Pair(words_of(child, left_out, {one.tag for one in child}), leaf(child.find("answer/text"))))


def read_choice(child, found, parts, left_out):
    known = {"text", "group", "infinite"}
    left_out += [f"{child.tag}/{one.tag}" for one in child if one.tag not in known]
    group = leaf(child.find("group")) or "1"
    parts["choices"].append(Choice(leaf(child.find("text")), group, child.find("infinite") is not None))


def read_units(child, found, parts, left_out):
    for unit in child:
        multiplier = number(leaf(unit.find("multiplier")) or "1")
        parts["units"].append(Unit(leaf(unit.find("unit_name")), multiplier))


FIELDS = {
    "name": read_name,
    "questiontext": read_text,
    "generalfeedback": read_feedback,
    "defaultgrade": read_mark,
    "penalty": read_penalty,
    "hidden": read_hidden,
    "single": read_single,
    "idnumber": read_idnumber,
    "tags": read_tags,
    "answer": read_answer,
    "subquestion": read_pair,
    "selectoption": read_choice,
    "dragbox": read_choice,
    "units": read_units,
}


def check(question):
    """Raises NotThis for a question that its kind cannot be."""
    answers = question.answers
    percents = {answer.text.text: answer.percent for answer in answers}
    if question.kind in {"multichoice", "ordering"} and len(answers) < 2:
        raise NotThis(_("At least two answers are needed."))
    if question.kind in {"shortanswer", "numerical"} and not answers:
        raise NotThis(_("There is no answer."))
    if question.kind == "truefalse" and (len(answers) != 2 or sorted(percents.items()) not in VERDICTS):
        raise NotThis(_("True or false needs these two answers, one of them right."))
    if question.kind == "matching" and sum(bool(pair.left) for pair in question.pairs) < 2:
        raise NotThis(_("At least two pairs are needed."))
    if question.kind == "cloze" and not GAP.search(question.text.text):
        raise NotThis(_("The text has no gaps."))
    if question.kind in {"gapselect", "ddwtos"}:
        marks = MARK.findall(question.text.text)
        if not marks or not all(1 <= int(mark) <= len(question.choices) for mark in marks):
            raise NotThis(_("The gaps of the text do not fit the choices."))


VERDICTS = (
    [("false", Decimal(0)), ("true", Decimal(100))],
    [("false", Decimal(100)), ("true", Decimal(0))],
)
