"""Every text of the content files, one by one, for whoever reads them as a whole."""

import html
import re
from dataclasses import dataclass

from .yaml_file import LANGUAGES, Mapping

# What stands in a field of a lesson's block and is no text.
NO_TEXT = {"tone", "level", "drawing", "minutes", "format", "key"}
TAGS = re.compile(r"<[^>]+>")
ENDS = re.compile(r"</(?:p|li)>")


@dataclass(frozen=True)
class Text:
    """One text in one language; `unit` is the lesson, quiz or data file that it belongs to, `line` where it begins.
    `rich` is the same with its marking as HTML, where it has any."""

    path: str
    line: int
    language: str
    unit: str
    text: str
    rich: str = ""


def texts_of(content):
    """Yields every Text of pages, courses, lessons, trainer's editions, quizzes and data files."""
    yield from side_by_side(content.pages, "pages.yaml", "pages")
    for course in content.courses:
        folder = course.folder
        yield from side_by_side(course.data, f"{folder}/course.yaml", course.data["key"])
        for units in (course.lessons, course.editions):
            for key, versions in units.items():
                for language, file in versions.items():
                    yield from file_texts(file, language, key)
        for stem, quiz in course.quiz_files.items():
            yield from side_by_side(quiz, f"{folder}/quizzes/{stem}.yaml", quiz["key"])
        for family, files in course.files.items():
            for stem, data in files.items():
                yield from side_by_side(data, f"{folder}/{family}/{stem}.yaml", f"{family}/{stem}")


def file_texts(file, language, unit):
    """The texts of a lesson or edition: fields at the top, fields of blocks, paragraphs and list items."""
    for name in ("title", "summary", "goals", "materials", "before"):
        for text in _strings(file.meta.get(name)):
            yield Text(file.path, 1, language, unit, text)
    for block in file.blocks:
        for name, value in block.fields.items():
            if name not in NO_TEXT:
                for text in _strings(value):
                    yield Text(file.path, block.line, language, unit, text)
        if block.prose:
            for part in ENDS.split(block.prose.html):
                if text := html.unescape(TAGS.sub("", part)).strip():
                    yield Text(file.path, block.line, language, unit, text, part)


def side_by_side(node, path, unit, line=1):
    """The texts under `node` that stand side by side in a YAML file."""
    if isinstance(node, list):
        for entry in node:
            yield from side_by_side(entry, path, unit, line)
    elif isinstance(node, Mapping):
        for name, value in node.items():
            if name in LANGUAGES:
                for text in _strings(value):
                    yield Text(path, node.line, name, unit, text)
            else:
                yield from side_by_side(value, path, unit, node.line)


def _strings(value):
    """The strings in a field of a file: itself, or those of a list of strings or of mappings."""
    if isinstance(value, str):
        yield value.strip()
    elif isinstance(value, list):
        for entry in value:
            yield from _strings(entry)
    elif isinstance(value, dict):
        for name, entry in value.items():
            if name not in NO_TEXT:
                yield from _strings(entry)
