"""The handouts of a day: one printed page each, Markdown in three languages (docs/content-format.md)."""

import re

from markdown_it import MarkdownIt

from ..yaml_file import LANGUAGES

WORDS = range(120, 351)
ALLOWED = {"heading", "paragraph", "bullet_list", "ordered_list", "list_item", "inline", "hr"}
ALLOWED_INLINE = {"text", "softbreak", "hardbreak", "strong", "em", "link"}


def check_handouts(check, data):
    if not check.fields(data, {"day", "handouts"}):
        return
    check.one_of(data, "day", tuple(range(1, 11)))
    for handout in check.entries(data, "handouts", {"key", "title", "use", "body", "sources"}):
        check.register(handout)
        if isinstance(handout["key"], str) and not handout["key"].startswith(f"h{data['day']}-"):
            check.wrong(handout, f"key {handout['key']} must begin with h{data['day']}-")
        check.texts(handout, "title")
        check.texts(handout, "use")
        check.cites(handout)
        if check.texts(handout, "body"):
            _body(check, handout["body"])


def _body(check, body):
    shapes = {}
    for language in LANGUAGES:
        shapes[language] = _shape(check, body, language)
        words = len(re.findall(r"[^\W_]+", body[language]))
        if words not in WORDS:
            check.warn(body, f"body: {words} words in {language}, {WORDS[0]} to {WORDS[-1]} are meant")
    for language in ("ru", "kk"):
        if shapes[language] != shapes["en"]:
            check.wrong(body, f"body: {language} has other headings, paragraphs or list items than en")


def _shape(check, body, language):
    """The kinds of the texts of a body, in order; what may not stand in a handout is reported."""
    shape, wrong = [], set()
    for token in MarkdownIt("commonmark").parse(body[language]):
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name not in ALLOWED or (name == "heading" and token.tag != "h2"):
            wrong.add(f"{name.replace('_', ' ')} {token.tag}".strip())
        if name == "hr" and "_" not in token.markup:
            wrong.add("a line of hyphens or stars")
        for child in token.children or ():
            inline = child.type.removesuffix("_open").removesuffix("_close")
            if inline not in ALLOWED_INLINE:
                wrong.add(inline.replace("_", " "))
            elif inline in {"strong", "em"} and "_" in child.markup:
                wrong.add("marking with underscores (use stars)")
        if token.nesting >= 0 and name != "inline":
            shape.append(name)
    if any(line.lstrip().startswith("|") for line in body[language].splitlines()):
        wrong.add("a table")
    for reason in sorted(wrong):
        check.wrong(body, f"body in {language}: {reason} is not allowed here")
    return shape
