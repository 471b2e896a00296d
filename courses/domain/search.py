"""Finding lessons, days and words in the reader's language: by Wagtail's index, folded, and only what they may read."""

import unicodedata
from dataclasses import dataclass

from django.apps import apps
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.query import And, PlainText

from lms.core.folding import STRESS, beginning, fold, stem

from ..models.reference import GlossaryTerm
from . import access
from .words import entry_of

LONGEST, MOST_WORDS = 120, 8
BEFORE, WINDOW = 70, 240


@dataclass(frozen=True)
class Piece:
    """A part of an excerpt; `is_hit` if it is one of the words looked for."""

    text: str
    is_hit: bool


@dataclass(frozen=True)
class Hit:
    page: Page
    excerpt: list[Piece]


def stems_of(text):
    """The words of a question as they are looked for: folded, without their commonest endings."""
    return [stem(word) for word in fold(text[:LONGEST]).split()[:MOST_WORDS]]


def find_pages(user, locale, stems):
    """Ids of the live lessons and days in this language that hold every stem and that `user` may read, best first.

    Those with more of the words in their title come first, then the order of the course.
    """
    if not stems:
        return []
    pages = Page.objects.live().filter(access.readable(user), locale=locale).type(*models())
    question = And([PlainText(word) for word in stems]) if len(stems) > 1 else PlainText(stems[0])
    # PostgreSQL's index adds a rank to each row.
    found = by_beginnings(question, pages.values_list("pk", "title", "path"))
    patterns = [beginning(word) for word in stems]
    return [row[0] for row in sorted(found, key=lambda row: (-holding(row[1], patterns), row[2]))]


def models():
    return [apps.get_model(name) for name in ("courses.LessonPage", "courses.ModulePage")]


def by_beginnings(question, pages):
    """The rows of the queryset whose indexed words begin with those of the question, in any order.

    Wagtail's own search knows whole words alone, its autocompletion the last one's beginning; Kazakh and Russian
    words end in too many ways for either.
    """
    backend = get_search_backend()
    compiler = type("Beginnings", (backend.query_compiler_class,), {"LAST_TERM_IS_PREFIX": True})
    return backend._search(compiler, question, pages, order_by_relevance=False)


def holding(text, patterns):
    """How many of the patterns the text has."""
    return sum(bool(pattern.search(text.lower())) for pattern in patterns)


def hits(pks, stems):
    """Pages by their ids, in this order, each with an excerpt."""
    by_pk = {}
    for model in models():
        by_pk |= model.objects.select_related("locale", "alias_of__locale").in_bulk(pks)
    return [Hit(by_pk[pk], excerpt(by_pk[pk].found_in(), stems)) for pk in pks if pk in by_pk]


def find_terms(language, stems):
    """Entries of the glossary whose word, in any language, holds every stem."""
    if not stems:
        return []
    patterns = [beginning(word) for word in stems]
    found = [
        term
        for term in GlossaryTerm.objects.all()
        if holding(f"{term.term_kk} {term.term_ru} {term.term_en}", patterns) == len(patterns)
    ]
    return [entry_of(term, language) for term in found]


def excerpt(text, stems):
    """A piece of the text around the first word that is looked for, as `Piece`s; its beginning if there is none."""
    text = " ".join(unicodedata.normalize("NFC", text.replace(STRESS, "")).split())
    small = text.lower()
    if len(small) != len(text):  # a letter that changes its number in lower case
        small = text
    wanted = beginning(*stems)
    first = wanted.search(small)
    start = max(0, first.start() - BEFORE) if first else 0
    start = text.find(" ", start) + 1 if start else 0
    end = len(text) if len(text) - start <= WINDOW else text.rfind(" ", start, start + WINDOW)
    end = end if end > start else start + WINDOW
    pieces, place = [Piece("… ", False)] if start else [], start
    for match in wanted.finditer(small, start, end):
        pieces += [Piece(text[place : match.start()], False), Piece(text[match.start() : match.end()], True)]
        place = match.end()
    pieces.append(Piece(text[place:end] + (" …" if end < len(text) else ""), False))
    return [piece for piece in pieces if piece.text]
