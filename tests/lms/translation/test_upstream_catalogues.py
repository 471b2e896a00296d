"""What stands in lms/locale_upstream is complete, safe to format, and said once."""

import re
from collections import Counter

import polib
import pytest

from lms.translation.upstream import entries, key, package_folders, translated
from tests.lms.translation.conftest import INTERFACE, UPSTREAM

CATALOGUES = [(language, domain) for language in ("kk", "ru") for domain in ("django", "djangojs")]
REPLACEMENT = "Replaces the upstream text."
PLACEHOLDER = re.compile(r"%\(\w+\)(?:\.\d)?[a-z]|%[sdr]|\{\w*\}|\(ENTER\)")
TAG = re.compile(r"</?\w+")
FORMS = {"kk": 2, "ru": 3}


def ours(language, domain):
    return entries(UPSTREAM, language, domain)


def pairs(entry):
    """(source, translation) of every form; a plural form is held against the plural source."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    first, *others = entry.msgstr_plural.values()
    return [(entry.msgid, first)] + [(entry.msgid_plural, other) for other in others]


def faults(found):
    return [f"{source!r} -> {text!r}" for source, text in found]


@pytest.mark.parametrize(("language", "domain"), CATALOGUES)
class TestEveryCatalogue:
    def test_nothing_is_fuzzy_empty_or_obsolete(self, language, domain):
        file = polib.pofile(str(UPSTREAM / language / "LC_MESSAGES" / f"{domain}.po"))
        assert [e.msgid for e in file if e.fuzzy or e.obsolete or not e.translated()] == []

    def test_nothing_is_said_twice(self, language, domain):
        counted = Counter((e.msgctxt, e.msgid) for e in ours(language, domain))
        assert [one for one, number in counted.items() if number > 1] == []

    def test_plural_forms_are_complete(self, language, domain):
        assert {len(e.msgstr_plural) for e in ours(language, domain) if e.msgid_plural} <= {FORMS[language]}

    def test_placeholders_are_equal(self, language, domain):
        unequal = [
            (source, text)
            for entry in ours(language, domain)
            for source, text in pairs(entry)
            # Russian's first form also serves 21 and 31, so there it may carry a number that English leaves out.
            if Counter(PLACEHOLDER.findall(source)) != Counter(PLACEHOLDER.findall(text))
            and Counter(PLACEHOLDER.findall(entry.msgid_plural)) != Counter(PLACEHOLDER.findall(text))
        ]
        assert faults(unequal) == []

    def test_tags_are_equal(self, language, domain):
        unequal = [
            (source, text)
            for entry in ours(language, domain)
            for source, text in pairs(entry)
            if Counter(TAG.findall(source)) != Counter(TAG.findall(text))
        ]
        assert faults(unequal) == []

    def test_outer_spaces_are_equal(self, language, domain):
        def outer(text):
            return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

        every = [pair for entry in ours(language, domain) for pair in pairs(entry)]
        assert faults((source, text) for source, text in every if outer(source) != outer(text)) == []

    def test_the_interface_does_not_translate_it_too(self, language, domain):
        """The first folder of LOCALE_PATHS wins silently; `upstream_messages --prune` removes the second text."""
        own = {key(e) for e in ours(language, domain)}
        assert sorted(own & translated(INTERFACE, language, domain), key=str) == []


def test_russian_has_every_string_that_kazakh_has():
    """kk is the fallback of ru: what Russian lacks would appear in Kazakh."""
    russian = set().union(*(translated(folder, "ru", "django") for folder in package_folders().values()))
    russian |= translated(UPSTREAM, "ru", "django") | translated(INTERFACE, "ru", "django")
    assert [e.msgid for e in ours("kk", "django") if key(e) not in russian] == []


def test_scripts_have_the_same_strings_in_both_languages():
    """A script's catalogue is made of one package and ours, so the other package's Russian does not help."""
    assert {key(e) for e in ours("kk", "djangojs")} == {key(e) for e in ours("ru", "djangojs")}


def test_russian_repeats_upstream_only_to_replace_it():
    upstream = set().union(*(translated(folder, "ru", "django") for folder in package_folders().values()))
    repeated = {e.msgid for e in ours("ru", "django") if key(e) in upstream}
    assert repeated == {e.msgid for e in ours("ru", "django") if e.comment == REPLACEMENT}
