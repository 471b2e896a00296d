"""The glossary: found in three languages, in alphabetical order, linked from lessons."""

import re
from dataclasses import dataclass

from lms.core.folding import ALPHABETS, fold, initial, matches, sort_key
from lms.core.models import LANGUAGES
from lms.core.streams import strings_of

from ..models.reference import GlossaryTerm

LINK = re.compile(r'href="#term-([a-z0-9-]+)"')
BRACKETS = re.compile(r"\(([^)]*)\)")


@dataclass(frozen=True)
class Entry:
    """A term for a reader of one language: `word`, its meaning, and the word in the other two as (language, word)."""

    key: str
    word: str
    definition: str
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Letter:
    letter: str
    entries: tuple[Entry, ...]


def glossary(language, wanted=""):
    """The alphabet of `language` as `Letter`s, each with its terms in order; those that have none stay, empty.

    `wanted` matches beginnings of words in any language, with or without the Kazakh letters.
    """
    found = {letter: [] for letter in [*ALPHABETS[language].upper(), "#"]}
    for term in GlossaryTerm.objects.all():
        if matches(wanted, term.term_kk, term.term_ru, term.term_en):
            entry = entry_of(term, language)
            found[initial(entry.word, language)].append(entry)
    if not found["#"]:
        del found["#"]
    return [
        Letter(letter, tuple(sorted(entries, key=lambda entry: sort_key(entry.word, language))))
        for letter, entries in found.items()
    ]


def entry_of(term, language):
    others = tuple((code, getattr(term, f"term_{code}")) for code in LANGUAGES if code != language)
    return Entry(term.key, term.text("term", language), term.text("definition", language), others)


def linked_terms(page):
    """Entries of the terms that the text of a lesson links to ("#term-<key>"), in the order of the text."""
    keys = list(dict.fromkeys(key for text in strings_of(page.body) for key in LINK.findall(text)))
    if not keys:
        return []
    language = page.content_language
    found = {term.key: entry_of(term, language) for term in GlossaryTerm.objects.filter(key__in=keys)}
    return [found[key] for key in keys if key in found]


def spellings(text):
    """The folded ways to name a term: as a whole, without brackets, what stands in brackets, between commas."""
    parts = [text, BRACKETS.sub(" ", text), *BRACKETS.findall(text)]
    parts += re.split(r"[,;]|\s/\s", BRACKETS.sub(" ", text))
    return {fold(part) for part in parts} - {""}


def keys_by_spelling(language):
    """{folded spelling: key} of every term in one language; a spelling that two terms share names neither."""
    found = {}
    for key, term in GlossaryTerm.objects.values_list("key", f"term_{language}"):
        for spelling in spellings(term):
            found[spelling] = None if found.get(spelling, key) != key else key
    return found


def key_of(text, index):
    """The key of the term that `text` names in an index of `keys_by_spelling`, or None."""
    whole = index.get(fold(text))
    return whole or next((index[spelling] for spelling in sorted(spellings(text)) if index.get(spelling)), None)
