"""Questions as a Moodle XML file that Moodle and `moodle_xml.read` read back as they were."""

import base64
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from .bank import Category, Written
from .moodle_xml import FORMATS
from .texts import settled
from .texts import written as as_digits

NAMES = {form: name for name, form in FORMATS.items()}
CHOICES = {"gapselect": "selectoption", "ddwtos": "dragbox"}


def write(questions, categories=()):
    """The Written of `questions`; every kind and field has its place here, so nothing is left out."""
    root, path = Element("quiz"), ""
    about = {category.path: category for category in categories}
    for category in categories:
        add_category(root, category)
        path = category.path
    for question in questions:
        if question.category != path:
            path = question.category
            add_category(root, about.get(path, Category(path)))
        add_question(root, question)
    indent(root)
    return Written(tostring(root, encoding="utf-8", xml_declaration=True))


def add_category(root, category):
    element = SubElement(root, "question", type="category")
    add(SubElement(element, "category"), "text", category.path)
    if category.text:
        add_text(element, "info", category.text)
    if category.idnumber:
        add(element, "idnumber", category.idnumber)


def add_question(root, question):
    element = SubElement(root, "question", type=question.kind)
    add(SubElement(element, "name"), "text", question.name)
    add_text(element, "questiontext", question.text)
    add_text(element, "generalfeedback", question.feedback)
    add(element, "defaultgrade", as_digits(question.mark))
    if question.penalty is not None:
        add(element, "penalty", as_digits(question.penalty))
    add(element, "hidden", str(int(question.hidden)))
    if question.idnumber:
        add(element, "idnumber", question.idnumber)
    if question.kind == "multichoice":
        add(element, "single", str(question.single).lower())
    for name, value in question.settings:
        add(element, name, value)
    for name, text in question.texts:
        add_text(element, name, text)
    for answer in question.answers:
        add_answer(element, answer)
    add_parts(element, question)


def add_answer(element, answer):
    inner = add_text(element, "answer", answer.text)
    inner.set("fraction", as_digits(answer.percent))
    if answer.tolerance is not None:
        add(inner, "tolerance", as_digits(answer.tolerance))
    if answer.feedback:
        add_text(inner, "feedback", answer.feedback)


def add_parts(element, question):
    for pair in question.pairs:
        inner = add_text(element, "subquestion", pair.left)
        add(SubElement(inner, "answer"), "text", pair.right)
    for choice in question.choices:
        inner = SubElement(element, CHOICES.get(question.kind, "selectoption"))
        add(inner, "text", choice.text)
        add(inner, "group", choice.group)
        if choice.unlimited:
            add(inner, "infinite", "")
    if question.units:
        units = SubElement(element, "units")
        for unit in question.units:
            inner = SubElement(units, "unit")
            add(inner, "multiplier", as_digits(unit.multiplier))
            add(inner, "unit_name", unit.name)
    if question.tags:
        tags = SubElement(element, "tags")
        for tag in question.tags:
            add(SubElement(tags, "tag"), "text", tag)


def add(parent, name, words):
    element = SubElement(parent, name)
    element.text = settled(words)
    return element


def add_text(parent, name, text):
    element = SubElement(parent, name, format=NAMES[text.format])
    add(element, "text", text.text)
    for file in text.files:
        inner = SubElement(element, "file", name=settled(file.name), path=settled(file.path), encoding="base64")
        inner.text = base64.b64encode(file.content).decode()
    return element
