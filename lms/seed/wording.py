"""The wording check over the content files: warnings for their authors, by file and line."""

import re

from lms.translation.linter import check, rule

from .lesson_file import Problem
from .yaml_file import LANGUAGES, Mapping

# Lists of words to avoid, and citations, whose titles are not ours.
LEFT_OUT = {"reference/language-guide.yaml", "sources.yaml"}
ITALIC = re.compile(r"(?<![*\w])\*(?!\*)([^*\n]+)\*(?![*\w])")


def rules_of(reference):
    """{language: rules} of the language guide's file."""
    return {
        language: [
            rule(row["key"], row["stems"][language], *(row[name][language] for name in ("avoid", "prefer", "reason")))
            for row in reference.get("language-guide", [])
        ]
        for language in LANGUAGES
    }


def markdown_findings(path, text, rules):
    """A Problem for each wording in one Markdown file; italics are marked as rich text has them."""
    rich = ITALIC.sub(r"<i>\1</i>", text)
    return [problem(path, rich.count("\n", 0, finding.start) + 1, finding) for finding in check(rich, rules)]


def yaml_findings(path, document, rules):
    """The same for a YAML document whose texts stand under en, ru, kk."""
    return [
        problem(path, line, finding)
        for line, language, text in texts(document)
        for finding in check(text, rules[language])
    ]


def problem(path, line, finding):
    return Problem(path, line, f"“{finding.words}” may label people; better: {finding.rule.prefer}")


def texts(node, line=1, language=None):
    """(line, language, text) of every text in the document that stands under a language."""
    if isinstance(node, dict):
        line = node.line if isinstance(node, Mapping) else line
        for name, inner in node.items():
            yield from texts(inner, line, name if name in LANGUAGES else language)
    elif isinstance(node, list):
        for inner in node:
            yield from texts(inner, line, language)
    elif isinstance(node, str) and language:
        yield line, language, node


def wording_warnings(root, reference, read):
    """Findings in every file below `root`; `read(name)` gives a YAML document."""
    rules = rules_of(reference)
    found = []
    for path in sorted(root.rglob("*.md")):
        name = path.relative_to(root)
        found += markdown_findings(str(name), path.read_text(encoding="utf-8"), rules[name.parts[1]])
    for path in sorted(root.rglob("*.yaml")):
        name = str(path.relative_to(root))
        if name not in LEFT_OUT and (document := read(name)):
            found += yaml_findings(name, document, rules)
    return found
