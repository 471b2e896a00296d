"""Sources, words and clearances, built in code."""

from datetime import date

from courses.domain import currency
from courses.models import Citation, GlossaryTerm, GuidePair, Source

NOTES = {"kk": "Жаңа бап", "ru": "Новая статья", "en": "A new article"}


def build_source(key="KZ-RC", **fields):
    fields = {"citation_en": f"{key} in English", "checked_on": date(2026, 11, 1), **fields}
    fields.setdefault("next_review", date(2027, 5, 1))
    return Source.objects.create(key=key, **fields)


def cite(page, *sources):
    """Adds sources to the end of a lesson's list."""
    start = page.citations.count()
    for place, source in enumerate(sources, start):
        Citation.objects.create(page=page, source=source, sort_order=place)


def build_change(source, day=date(2026, 3, 2), by=None):
    return currency.mark_changed(source, changed_on=day, notes=NOTES, by=by)


def build_term(key, kk, ru, en, **fields):
    texts = {"term_kk": kk, "term_ru": ru, "term_en": en}
    meanings = {f"definition_{code}": f"{word} means" for code, word in (("kk", kk), ("ru", ru), ("en", en))}
    return GlossaryTerm.objects.create(key=key, **{**texts, **meanings, **fields})


def build_pair(key="bomb", **fields):
    texts = {
        f"{name}_{code}": f"{name} {code}" for name in ("avoid", "prefer", "reason") for code in ("kk", "ru", "en")
    }
    return GuidePair.objects.create(key=key, **{**texts, **fields})
