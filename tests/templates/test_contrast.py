"""Contrast of the colour tokens in both schemes (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re

import pytest
from django.conf import settings

CSS = (settings.BASE_DIR / "lms/static/lms/css/tokens.css").read_text()
LIGHT, DARK = CSS.split("@media (prefers-color-scheme: dark)")
DARK = DARK.split("@media (prefers-reduced-motion")[0]
TOKEN = re.compile(r"--([\w-]+): (#[0-9a-f]{3,6});")

TEXT, SHAPE = 4.5, 3
PAGE_INKS = ("ink", "ink-2", "link", "brand", "madder", "sage", "dusk", "gold-ink")
PAIRS = [
    *((ink, ground, TEXT) for ground in ("bg", "surface", "sunken") for ink in PAGE_INKS),
    *((shape, ground, SHAPE) for ground in ("bg", "surface", "sunken") for shape in ("line-2", "focus")),
    *((ink, "brand-soft", TEXT) for ink in ("ink", "ink-2", "link", "brand", "brand-2")),
    *((ink, f"{dye}-soft", TEXT) for dye in ("gold", "sage", "dusk", "madder") for ink in ("ink", "ink-2", "link")),
    ("gold-ink", "gold-soft", TEXT),
    ("sage", "sage-soft", TEXT),
    ("dusk", "dusk-soft", TEXT),
    ("madder", "madder-soft", TEXT),
    ("on-brand", "brand", TEXT),
    ("on-brand", "brand-2", TEXT),
    ("surface", "dusk", TEXT),
    ("surface", "sage", SHAPE),
    ("on-deep", "deep", TEXT),
    ("on-deep-2", "deep", TEXT),
    ("on-deep", "deep-2", TEXT),
    ("deep-gold", "deep", SHAPE),
    ("gold", "surface", SHAPE),
]


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_21():
    assert contrast("#000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_of_ink_and_ground(scheme):
    tokens = dict(TOKEN.findall(LIGHT)) | (dict(TOKEN.findall(DARK)) if scheme == "dark" else {})
    found = {(ink, ground): contrast(tokens[ink], tokens[ground]) for ink, ground, _floor in PAIRS}
    assert {pair: round(found[pair[:2]], 2) for pair in PAIRS if found[pair[:2]] < pair[2]} == {}
