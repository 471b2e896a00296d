"""The oldest browsers named in templates/README.md understand what we send (C-03), and it stays small."""

import gzip
import re

import pytest
from django.conf import settings

STATIC = settings.BASE_DIR / "lms/static/lms"
STYLES = sorted((STATIC / "css").glob("*.css"))
SCRIPTS = sorted(path for path in (STATIC / "js").rglob("*.js") if "vendor" not in path.parts)

NOT_IN_STYLES = {
    ":has()": r":has\(",
    ":is() and :where()": r":(?:is|where)\(",
    "cascade layers": r"@layer",
    "container queries": r"@container|container-type",
    "nesting": r"(?m)^\s*&|[{;]\s*&",
    "inset": r"(?<![\w-])inset(?:-(?:block|inline)[\w-]*)?\s*:",
    "logical shorthands": r"(?<![\w-])(?:margin|padding|border)-(?:block|inline)\s*:",
    "logical sizes": r"(?<![\w-])(?:max-|min-)?(?:block|inline)-size\s*:",
    "color-mix()": r"color-mix\(",
    "lists in :not()": r":not\([^)]*,",
    "small viewport units": r"\d(?:s|l|d)v[hw]\b",
    "rgb() without commas": r"rgba?\(\s*\d+\s+\d+",
    "popover and dialog": r":popover-open|::backdrop",
}
NOT_IN_SCRIPTS = {
    "optional chaining": r"\?\.(?!\d)",
    "nullish operators": r"\?\?",
    "private fields": r"\bthis\.#",
    "replaceChildren": r"\.replaceChildren\(",
    "replaceAll": r"\.replaceAll\(",
    "at()": r"\.at\(",
    "structuredClone": r"\bstructuredClone\(",
    "dialog and popover": r"\.showModal\(|\.showPopover\(",
    "randomUUID": r"\brandomUUID\(",
    "Object.hasOwn": r"\bObject\.hasOwn\(",
    "logical assignment": r"(?:\|\||&&|\?\?)=",
    "top-level await": r"(?m)^await\b",
    "evaluation": r"\beval\(|\bnew Function\(|\.innerHTML\s*=",
}
GUARD = re.compile(r"@supports[^{]*\{")


def unguarded(css):
    """The style sheet without comments and without what stands inside `@supports`."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    while guard := GUARD.search(css):
        end, depth = guard.end(), 1
        while depth:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        css = css[: guard.start()] + css[end:]
    return css


@pytest.mark.parametrize("feature", NOT_IN_STYLES)
def test_styles_do_without(feature):
    pattern = re.compile(NOT_IN_STYLES[feature])
    assert [path.name for path in STYLES if pattern.search(unguarded(path.read_text()))] == []


@pytest.mark.parametrize("feature", NOT_IN_SCRIPTS)
def test_scripts_do_without(feature):
    pattern = re.compile(NOT_IN_SCRIPTS[feature])
    assert [path.name for path in SCRIPTS if pattern.search(path.read_text())] == []


@pytest.mark.parametrize(
    ("feature", "css"),
    [
        (":has()", ".a:has(.b) { color: red; }"),
        ("nesting", ".a { & .b { color: red; } }"),
        ("inset", ".a { inset: 0; }"),
        ("logical shorthands", ".a { margin-inline: auto; }"),
        ("lists in :not()", ".a:not(.b, .c) { color: red; }"),
        ("small viewport units", ".a { min-height: 100svh; }"),
    ],
)
def test_the_check_sees_a_feature_and_accepts_it_behind_a_guard(feature, css):
    pattern = re.compile(NOT_IN_STYLES[feature])
    assert pattern.search(unguarded(css))
    assert not pattern.search(unguarded(f"@supports selector(:has(a)) {{ @media print {{ {css} }} }} .c {{ top: 0; }}"))


def test_styles_of_learners_fit_in_14_kilobytes():
    of_learners = [path for path in STYLES if path.stem not in {"staff", "trainer"}]
    assert sum(len(gzip.compress(path.read_bytes(), 9)) for path in of_learners) <= 14 * 1024


def test_own_scripts_fit_in_25_kilobytes():
    assert sum(len(gzip.compress(path.read_bytes(), 9)) for path in SCRIPTS) <= 25 * 1024


def test_heading_font_fits_in_25_kilobytes():
    assert (STATIC / "fonts/literata-display.woff2").stat().st_size <= 25 * 1024
