"""What the check leaves alone: quotations, words in italics, names of laws."""

import re

from .patterns import compiled
from .plain import italics

QUOTES = re.compile(
    r"«[^«»\n\x1e]*(?:«[^«»\n\x1e]*»[^«»\n\x1e]*)*»"  # Kazakh and Russian, with one quotation inside
    r"|“[^“”\n\x1e]*”"
    r"|„[^„“\n\x1e]*“"
    r"|\"[^\"\n\x1e]*\""
)
# Official titles are quoted exactly, with or without quotation marks.
NAMES = compiled(
    [
        "affected by terrorist activities",
        "countering terrorism",
        "Recruited and Exploited by Terrorist and Violent Extremist Groups",
        "associated with terrorist and violent extremist groups",
        "foreign fighter phenomenon",
        "дет* пострадавш* от террористической деятельности",
        "противодейств* терроризму",
        "террористік әрекеттен зардап шеккен бала*",
        "терроризмге қарсы іс қимыл*",
    ]
)


def exempt(text, plain):
    """(start, end) of the parts of `text` that are left alone; `plain` is the text without tags."""
    quoted = [match.span() for match in QUOTES.finditer(plain)]
    named = [match.span() for match in NAMES.finditer(plain)]
    return [*quoted, *named, *italics(text)]
