from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from lms.core.figures import percent, span

SPANS = [
    ("en", (2026, 11, 24), (2026, 11, 26), "24–26 November 2026"),
    ("ru", (2026, 11, 24), (2026, 11, 26), "24–26 ноября 2026 г."),
    ("kk", (2026, 11, 24), (2026, 11, 26), "2026 жылғы 24–26 қараша"),
    ("en", (2026, 11, 30), (2026, 12, 2), "30 November – 2 December 2026"),
    ("ru", (2026, 11, 30), (2026, 12, 2), "30 ноября – 2 декабря 2026 г."),
    ("kk", (2026, 11, 30), (2026, 12, 2), "2026 жылғы 30 қараша – 2 желтоқсан"),
    ("en", (2026, 12, 28), (2027, 1, 8), "28 December 2026 – 8 January 2027"),
    ("ru", (2026, 12, 28), (2027, 1, 8), "28 декабря 2026 г. – 8 января 2027 г."),
    ("kk", (2026, 12, 28), (2027, 1, 8), "2026 жылғы 28 желтоқсан – 2027 жылғы 8 қаңтар"),
    ("en", (2026, 5, 5), (2026, 5, 5), "5 May 2026"),
    ("ru", (2026, 5, 5), (2026, 5, 5), "5 мая 2026 г."),
    ("kk", (2026, 5, 5), (2026, 5, 5), "2026 жылғы 5 мамыр"),
    ("en", (2025, 5, 5), (2026, 5, 6), "5 May 2025 – 6 May 2026"),
]


@pytest.mark.parametrize(("language", "first", "last", "said"), SPANS)
def test_days_are_said_in_the_readers_order(language, first, last, said):
    with override(language):
        text = span(date(*first), date(*last))
    assert text.lower() == said.lower()  # the small letter of Kazakh months stands in our catalogue, which is left out


@pytest.mark.parametrize(("language", "said"), [("en", "60%"), ("ru", "60\u00a0%"), ("kk", "60\u00a0%")])
def test_a_percentage_has_the_gap_of_its_language(language, said):
    with override(language):
        assert percent(60) == said


def test_nobody_reads_more_than_they_have():
    with override("en"):
        assert [percent(value) for value in (Decimal("59.99"), 66.7, 0, 100)] == ["59%", "66%", "0%", "100%"]
