"""Finds wording that labels people, in Kazakh, Russian and English. Pure: text and rules in, findings out.

>>> [finding.words for finding in check("The time bomb in class 4.", [rule("bomb", ["time bomb*"])])]
['time bomb']

It warns and never blocks (R-16). Left alone: quotations, words in italics (an example, a word about a word), and the
official names in `exceptions.NAMES`.
"""

from dataclasses import dataclass

from .exceptions import exempt
from .patterns import compiled
from .plain import blanked


@dataclass(frozen=True)
class Rule:
    """One pair of the language guide in one language."""

    key: str
    pattern: object
    avoid: str
    prefer: str
    reason: str


@dataclass(frozen=True)
class Finding:
    """`words` stand at `start` to `end` of the text that was checked."""

    start: int
    end: int
    words: str
    rule: Rule


def rule(key, patterns, avoid="", prefer="", reason=""):
    """A Rule of patterns such as "дет* боевик*"; None when there are none."""
    pattern = compiled(patterns)
    return Rule(key, pattern, avoid, prefer, reason) if pattern else None


def check(text, rules):
    """Findings in `text`, plain or rich, in its order; of two that overlap the longer one."""
    plain = blanked(text)
    spared = exempt(text, plain)
    found = [
        Finding(match.start(), match.end(), " ".join(match.group().split()), one)
        for one in rules
        if one
        for match in one.pattern.finditer(plain)
        if not any(start <= match.start() and match.end() <= end for start, end in spared)
    ]
    kept = []
    for finding in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or finding.start >= kept[-1].end:
            kept.append(finding)
    return kept
