"""Certificate wording: plain text with a few named variables, and dates in words. Pure functions."""

import re
from datetime import date

VARIABLES = ("hours", "minutes_per_hour", "start", "end", "format")
REQUIRED = ("hours", "start", "end")
VARIABLE = re.compile(r"\{(" + "|".join(VARIABLES) + r")\}")

# fmt: off
MONTHS = {
    "kk": ("қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым",
           "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"),
    "ru": ("января", "февраля", "марта", "апреля", "мая", "июня",
           "июля", "августа", "сентября", "октября", "ноября", "декабря"),
    "en": ("January", "February", "March", "April", "May", "June",
           "July", "August", "September", "October", "November", "December"),
}
# fmt: on
# No-break spaces: a date is not torn apart at the end of a line.
DATES = {
    "kk": "{year}\u00a0жылғы {day}\u00a0{month}",
    "ru": "{day}\u00a0{month} {year}\u00a0года",
    "en": "{day}\u00a0{month} {year}",
}


def fill(text: str, values: dict[str, str]) -> str:
    """`text` with every listed variable replaced, once and by exact match; everything else stays as it is."""
    return VARIABLE.sub(lambda match: str(values[match[1]]), text)


def stray_brace(text: str) -> str | None:
    """The first piece with a brace that is not one of the variables, or None."""
    rest = VARIABLE.sub("", text)
    found = re.search(r"\{[^{}]*\}", rest) or re.search(r"\{\w*|\}", rest)
    return found[0] if found else None


def missing_variable(text: str) -> str | None:
    """The first variable that a certificate must state and the text does not, or None."""
    return next((f"{{{name}}}" for name in REQUIRED if f"{{{name}}}" not in text), None)


def date_in_words(day: date, language: str) -> str:
    """«2026 жылғы 12 қазан», «12 октября 2026 года», "12 October 2026"; independent of message catalogues."""
    return DATES[language].format(year=day.year, day=day.day, month=MONTHS[language][day.month - 1])
