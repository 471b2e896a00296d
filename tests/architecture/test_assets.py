"""Vendored files are listed with source, version, licence and hash (S-25)."""

import hashlib
import re

from django.conf import settings

ROW = re.compile(r"^\| `(?P<path>[^`]+)` \|.*\| `(?P<digest>[0-9a-f]{64})` \|$", re.MULTILINE)
VENDORED = {".woff2", ".woff", ".ttf", ".otf"}


def listed():
    text = (settings.BASE_DIR / "docs/assets.md").read_text()
    return {match["path"]: match["digest"] for match in ROW.finditer(text)}


def test_listed_files_are_unchanged():
    actual = {path: hashlib.sha256((settings.BASE_DIR / path).read_bytes()).hexdigest() for path in listed()}
    assert actual == listed()


def test_every_font_is_listed():
    fonts = {
        str(path.relative_to(settings.BASE_DIR))
        for folder in ("lms/static", "templates")
        for path in (settings.BASE_DIR / folder).rglob("*")
        if path.suffix in VENDORED
    }
    assert fonts == {path for path in listed() if path.endswith(tuple(VENDORED))}
