"""Does it fit on the paper: letters and widths, measured in the certificate's own fonts.

The sizes and widths are those of `templates/certificates/pdf/certificate.css`.
"""

import unicodedata
from functools import lru_cache

from django.conf import settings
from fontTools.ttLib import TTFont

FOLDER = settings.BASE_DIR / "templates/certificates/pdf"
REGULAR, BOLD = 400, 600
POINT = 25.4 / 72
WIDTH = 237.0
COLUMN = 113.0
# Room between the person and the foot, and the lines that share it.
ROOM = 61.0
COLUMN_SIZE, COLUMN_LINE = 11, 1.4
ENGLISH_SIZE, ENGLISH_LINE, ENGLISH_GAP = 9.5, 1.4, 4.0
LATIN_SIZE = 11
SMALL_SIZE = 9.5
# Size in points and lines, the best first.
NAME_SHAPES = ((26, 1), (22, 1), (19, 1), (19, 2), (16, 2))
LONGEST_NAME = 120
# Kerning is not measured; it widens a line by less than this.
MARGIN = 0.98


@lru_cache
def advances(weight):
    """Character code -> width in thousandths of the font size."""
    with TTFont(FOLDER / f"literata-{weight}.ttf", lazy=True) as font:
        widths, scale = font["hmtx"].metrics, 1000 / font["head"].unitsPerEm
        return {code: widths[glyph][0] * scale for code, glyph in font.getBestCmap().items()}


def unprintable(text):
    """The first character that the fonts lack or that has no shape, in words for a person; None if all is well."""
    for char in text:
        category = unicodedata.category(char)
        if ord(char) not in advances(BOLD) or category[0] == "C" or category in {"Zl", "Zp"}:
            code = f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip()
            return code if category[0] in "CMZ" else f"{char} ({code})"
    return None


def width(text, size, weight):
    """Width in millimetres of a text whose letters are all printable."""
    table = advances(weight)
    return sum(table[ord(char)] for char in text) * size * POINT / 1000


def lines(text, size, weight, room):
    """How many lines of `room` millimetres the text takes; None if a word is longer than a line."""
    count, line = 1, ""
    for piece in pieces(text):
        if width((line + piece).rstrip(), size, weight) <= room * MARGIN:
            line += piece
            continue
        if width(piece.rstrip(), size, weight) > room * MARGIN:
            return None
        count, line = count + 1, piece
    return count


def pieces(text):
    """What may not be torn apart: words with the space or hyphen behind them."""
    found, start = [], 0
    for index, char in enumerate(text):
        if char in " -":
            found.append(text[start : index + 1])
            start = index + 1
    return [*found, text[start:]] if text[start:] else found


def shape_name(name):
    """(font size, lines) in the largest size in which the name fits, on one line or two; None if it does not.

    Two lines are of nearly equal length, torn at a space if one will do, else behind a hyphen.
    """
    if len(name) > LONGEST_NAME:
        return None
    for size, most in NAME_SHAPES:
        found = [name] if most == 1 else halves(name, size, " ") or halves(name, size, "-")
        if found and all(width(line, size, BOLD) <= WIDTH * MARGIN for line in found):
            return size, found
    return None


def halves(name, size, at):
    """The name torn once behind the character `at` so that the wider part is as narrow as it can be, or None."""
    splits = [(name[: i + 1].rstrip(), name[i + 1 :]) for i, char in enumerate(name[:-1]) if char == at]
    return min(splits, key=lambda split: max(width(part, size, BOLD) for part in split), default=None)


def latin_name_fits(name):
    return lines(name, LATIN_SIZE, REGULAR, WIDTH) == 1


def texts_fit(texts):
    """Whether the three wordings leave the foot of the page free; measured in bold, the wider of the two."""
    taken = {
        "kk": lines(texts["kk"]["wording"], COLUMN_SIZE, BOLD, COLUMN),
        "ru": lines(texts["ru"]["wording"], COLUMN_SIZE, BOLD, COLUMN),
        "en": lines(texts["en"]["wording"], ENGLISH_SIZE, BOLD, WIDTH),
    }
    if None in taken.values():
        return False
    columns = max(taken["kk"], taken["ru"]) * COLUMN_SIZE * COLUMN_LINE * POINT
    english = taken["en"] * ENGLISH_SIZE * ENGLISH_LINE * POINT + ENGLISH_GAP
    opening = " · ".join(texts[code]["opening"] for code in ("kk", "ru", "en"))
    heads = [opening, *(f"{texts[code]['organisation']}. {texts[code]['centre']}" for code in ("kk", "ru", "en"))]
    return columns + english <= ROOM and all(lines(head, SMALL_SIZE, BOLD, WIDTH) == 1 for head in heads)
