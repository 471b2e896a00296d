"""Rules that every template keeps: nothing inline, nothing author-written passes as safe (S-12)."""

import re

import pytest
from django.conf import settings

from lms.core.templatetags.lms import sprite

TEMPLATES = sorted(path for path in (settings.BASE_DIR / "templates").rglob("*.html"))
ON_PAPER = settings.BASE_DIR / "templates/certificates/pdf"

INLINE = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*="),
    "style element": re.compile(r"<style\b"),
    "script in the page": re.compile(r"<script\b(?![^>]*\b(?:src=|type=\"application/(?:json|ld\+json)\"))"),
    "event handler": re.compile(r"<[^>]*\son[a-z]+\s*="),
    "javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "marked safe": re.compile(r"\|\s*(?:safe|safeseq|richtext)\b|\{%\s*autoescape\s+off"),
    "other host": re.compile(r"<(?:script|link|img|iframe|source|video)\b[^>]*\b(?:src|href)=\"(?:https?:)?//"),
}


@pytest.mark.parametrize("rule", INLINE)
def test_no_template_has(rule):
    on_screen = [path for path in TEMPLATES if ON_PAPER not in path.parents]
    assert [path.name for path in on_screen if INLINE[rule].search(path.read_text())] == []


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("style attribute", '<p class="a" style="color:red">'),
        ("style element", "<style>"),
        ("script in the page", "<script>go()</script>"),
        ("event handler", '<img src="x" onerror="go()">'),
        ("javascript address", '<a href="JavaScript:go()">'),
        ("marked safe", "{{ text | safe }}"),
        ("other host", '<img src="https://other.example/x.png">'),
    ],
)
def test_each_rule_finds_what_it_is_for(rule, text):
    assert INLINE[rule].search(text)


def test_every_input_of_a_staff_screen_names_its_type():
    """Wagtail draws a box only around inputs that do."""
    staff = [path for path in TEMPLATES if path.parent.name == "staff"]
    inputs = [(path.name, tag) for path in staff for tag in re.findall(r"<input\b[^>]*", path.read_text())]
    assert len(inputs) > 20
    assert [(name, tag) for name, tag in inputs if " type=" not in tag] == []


def test_a_script_with_an_address_or_with_data_is_allowed():
    rule = INLINE["script in the page"]
    assert not rule.search('<script src="/static/a.js" defer></script>')
    assert not rule.search('<script id="a" type="application/json">{}</script>')


NAMED = re.compile(r"\{% (icon|css|js|asset) [\"']([^\"']+)")


def test_every_icon_style_and_script_that_a_template_names_exists():
    named = {match.groups() for path in TEMPLATES for match in NAMED.finditer(path.read_text())}
    static = settings.BASE_DIR / "lms/static/lms"
    exists = {
        "icon": lambda name: name in sprite(),
        "css": lambda name: (static / f"css/{name}.css").exists(),
        "js": lambda name: (static / f"js/{name}.js").exists(),
        "asset": lambda name: (static / name).exists(),
    }
    assert {(kind, name) for kind, name in named if not exists[kind](name)} == set()
