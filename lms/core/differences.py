"""What has changed between two texts, for a reader."""

import re
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join

PIECES = re.compile(r"\w+|\W")


def marked(before, after):
    """`after` with what is new in <ins> and what has gone in <del>; both plain text, the result safe HTML."""
    old, new = PIECES.findall(before), PIECES.findall(after)
    parts = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(("{}", "".join(new[c:d])))
            continue
        if a < b:
            parts.append(("<del>{}</del>", "".join(old[a:b])))
        if c < d:
            parts.append(("<ins>{}</ins>", "".join(new[c:d])))
    return format_html_join("", "{}", ((format_html(shape, text),) for shape, text in parts))
