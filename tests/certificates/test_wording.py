from datetime import date

import pytest

from certificates.wording import date_in_words, fill, missing_variable, stray_brace

VALUES = {"hours": "80", "minutes_per_hour": "45", "start": "12 October 2026", "end": "{hours}", "format": "blended"}


def test_listed_variables_are_filled_once():
    text = "{hours} h of {minutes_per_hour} min, {start} to {end}, {format}; {hours}"
    assert fill(text, VALUES) == "80 h of 45 min, 12 October 2026 to {hours}, blended; 80"


@pytest.mark.parametrize(
    "text",
    ["{{ settings.SECRET_KEY }}", "{x.__class__}", "{hours!r}", "{hours:>9}", "{0}", "{}", "%(hours)s", "{ hours }"],
)
def test_anything_else_stays_literal(text):
    assert fill(text, VALUES) == text


@pytest.mark.parametrize(
    ("text", "stray"),
    [
        ("{hours} {start}–{end}", None),
        ("{hours} {hourz}", "{hourz}"),
        ("{{hours}}", "{}"),
        ("{x.__class__}", "{x.__class__}"),
        ("{{ settings.SECRET_KEY }}", "{ settings.SECRET_KEY }"),
        ("{hours", "{hours"),
        ("hours}", "}"),
    ],
)
def test_stray_braces_are_found(text, stray):
    assert stray_brace(text) == stray


@pytest.mark.parametrize(("text", "missing"), [("{hours} {start} {end}", None), ("{hours} {end}", "{start}")])
def test_what_the_wording_must_state(text, missing):
    assert missing_variable(text) == missing


@pytest.mark.parametrize(
    ("language", "words"),
    [("kk", "2026 жылғы 12 қазан"), ("ru", "12 октября 2026 года"), ("en", "12 October 2026")],
)
def test_dates_in_words(language, words):
    printed = date_in_words(date(2026, 10, 12), language)
    assert printed.replace("\u00a0", " ") == words


def test_every_month_has_a_name_of_its_own():
    for language in ("kk", "ru", "en"):
        assert len({date_in_words(date(2026, month, 1), language) for month in range(1, 13)}) == 12
