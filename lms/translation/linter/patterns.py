"""Patterns of the language guide as regular expressions.

A pattern is words apart by a space; between them the text may have spaces or a hyphen. `*` stands for the rest of a
word, so that endings do not matter: "дет* боевик*" finds "детям боевиков". ё and е are one letter.
"""

import re

BETWEEN = r"[ \t\n\u00a0\-\u2010-\u2014]+"


def compiled(patterns):
    """One regular expression that finds any of the patterns as whole words, the longest first; None for none."""
    wanted = sorted({" ".join(pattern.split()) for pattern in patterns} - {""}, key=len, reverse=True)
    if not wanted:
        return None
    joined = "|".join(BETWEEN.join(word(part) for part in pattern.split(" ")) for pattern in wanted)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)


def word(part):
    text = re.escape(part).replace(r"\*", r"\w*")
    return re.sub("[её]", "[её]", text)
