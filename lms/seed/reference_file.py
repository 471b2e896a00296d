"""Checks the files in `reference/` that have texts of their own: glossary, language guide, figures, clearances."""

from courses.domain.words import LINK

from .lesson_file import Problem
from .yaml_file import LANGUAGES, Checker

TEXTS = {
    "glossary": ("term", "definition"),
    "language-guide": ("avoid", "prefer", "reason"),
    "figures": ("text",),
}
OTHERS = {
    "glossary": {"key", "confidence"},
    "language-guide": {"key", "confidence", "stems"},
    "figures": {"key", "value", "as_of", "source", "checked_on"},
}
FIELDS = {"law", "protection", "mental_health"}
LEVELS = {"H", "M", "L"}
SOURCE_FIELDS = {"citation", "publisher", "year", "seen"}
MORE_OF_SOURCE = {"url", "citation_ru", "citation_kk", "national"}


def check_reference(content, sessions, problems):
    """What is wrong goes to `problems`; `sessions` are the keys of all lessons in the course files."""
    for name, texts in TEXTS.items():
        check = Checker(f"reference/{name}.yaml", problems)
        keys = set()
        for row in content.reference.get(name, []):
            if not check.fields(row, {*texts, *OTHERS[name]}):
                continue
            for text in texts:
                check.texts(row, text)
            if row["key"] in keys:
                check.wrong(row, f"key {row['key']} is used twice")
            keys.add(row["key"])
            if "confidence" in row and row["confidence"] not in LEVELS:
                check.wrong(row, f"{row['key']}: confidence must be H, M or L")
            if "stems" in row and set(row["stems"]) != set(LANGUAGES):
                check.wrong(row, f"{row['key']}: stems need a list in each language")
            if "source" in row and row["source"] not in content.sources:
                check.wrong(row, f"{row['key']}: source {row['source']} is not in sources.yaml")
    check_links(content, problems)
    check_clearances(content, sessions, Checker("reference/clearances.yaml", problems))
    check = Checker("sources.yaml", problems)
    for key, row in content.sources.items():
        if not check.fields(row, SOURCE_FIELDS, MORE_OF_SOURCE):
            check.wrong(row, f"in source {key}")
        if ("citation_ru" in row) != ("citation_kk" in row):
            check.wrong(row, f"{key}: a citation in Russian and one in Kazakh stand together")


def check_links(content, problems):
    """A lesson that links to a word names one of the glossary."""
    known = {row.get("key") for row in content.reference.get("glossary", [])}
    versions = [found for course in content.courses for found in course.lessons.values()]
    for lesson in (lesson for found in versions for lesson in found.values()):
        for block in lesson.blocks:
            for key in LINK.findall(block.prose.html) if block.prose else ():
                if key not in known:
                    problems.append(Problem(lesson.path, block.line, f"#term-{key}: the glossary has no such word"))


def check_clearances(content, sessions, check):
    for row in content.reference.get("clearances", []):
        if not check.fields(row, {"field", "lessons"}):
            continue
        if row["field"] not in FIELDS:
            check.wrong(row, f"unknown field {row['field']}")
        for key in row["lessons"]:
            if key not in sessions:
                check.wrong(row, f"{key} is no session of a course.yaml")
