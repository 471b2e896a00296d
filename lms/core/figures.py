"""Figures in the words of the reader's language: a span of days, a percentage."""

import re

from django.utils.dateformat import format as date_text
from django.utils.formats import get_format
from django.utils.translation import get_language

DAY_AND_MONTH = re.compile(r"j [EFN]")
NO_BREAK_SPACE = "\u00a0"


def span(first, last):
    """The days from `first` to `last`, month and year said once where they are the same.

    24–26 November 2026 · 24–26 ноября 2026 г. · 2026 жылғы 24–26 қараша
    """
    form = get_format("DATE_FORMAT")
    whole = date_text(last, form)
    if first == last:
        return whole
    if first.year != last.year:
        return f"{date_text(first, form)} – {whole}"
    short = DAY_AND_MONTH.search(form)[0]
    end = date_text(last, short)
    begin = f"{first.day}–" if first.month == last.month else f"{date_text(first, short)} – "
    return whole.replace(end, begin + end, 1)


def percent(value):
    """The number without its fraction, so that nobody reads more than they have: 59.9 is not yet 60.

    60% in English, 60 % in Kazakh and Russian.
    """
    gap = "" if get_language() == "en" else NO_BREAK_SPACE
    return f"{int(value)}{gap}%"
