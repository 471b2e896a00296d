"""What stands in lms/locale is complete: each of our strings has a text in Kazakh and in Russian."""

import ast
import shutil
from collections import Counter
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from lms.translation.upstream import entries, key
from tests.lms.translation.conftest import INTERFACE
from tests.lms.translation.test_upstream_catalogues import FORMS, PLACEHOLDER, TAG, faults, pairs

PERCENT = r"%%"
COLLECTED = {"_", "gettext", "ngettext", "pgettext", "npgettext", "gettext_lazy", "ngettext_lazy", "pgettext_lazy"}


def marks(text):
    """Placeholders, doubled percent signs and tags, each as often as it stands."""
    return Counter([*PLACEHOLDER.findall(text), *TAG.findall(text), *[PERCENT] * text.count(PERCENT)])


def outer(text):
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


@pytest.mark.parametrize("language", ["kk", "ru"])
class TestEachLanguage:
    def test_nothing_is_fuzzy_empty_or_obsolete(self, language):
        file = polib.pofile(str(INTERFACE / language / "LC_MESSAGES/django.po"))
        assert [entry.msgid for entry in file if entry.fuzzy or entry.obsolete or not entry.translated()] == []

    def test_plural_forms_are_complete(self, language):
        found = entries(INTERFACE, language, "django")
        assert {len(entry.msgstr_plural) for entry in found if entry.msgid_plural} == {FORMS[language]}

    def test_marks_are_equal(self, language):
        unequal = [
            (source, text)
            for entry in entries(INTERFACE, language, "django")
            for source, text in pairs(entry)
            # A first form may carry a number that English leaves out: in Russian it also serves 21 and 31.
            if marks(text) not in (marks(source), marks(entry.msgid_plural or source))
        ]
        assert faults(unequal) == []

    def test_outer_spaces_are_equal(self, language):
        every = [pair for entry in entries(INTERFACE, language, "django") for pair in pairs(entry)]
        assert faults((source, text) for source, text in every if outer(source) != outer(text)) == []


@pytest.fixture
def sources(tmp_path):
    """A copy of the code and templates: collecting strings writes files beside each template."""
    folders = {settings.BASE_DIR / config.name.split(".")[0] for config in apps.get_app_configs()}
    for folder in {settings.BASE_DIR / "templates", *filter(Path.is_dir, folders)}:
        for file in folder.rglob("*"):
            if file.suffix in {".py", ".html", ".txt"}:
                copy = tmp_path / file.relative_to(settings.BASE_DIR)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, copy)
    return tmp_path


def test_no_string_to_translate_stands_in_a_formatted_string(sources):
    """Collecting strings does not look into f-strings: what stands there would stay English unnoticed."""
    files = list(sources.rglob("*.py"))
    assert len(files) > 200
    calls = [
        (file.name, call)
        for file in files
        for text in ast.walk(ast.parse(file.read_text()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
    ]
    assert [(name, ast.unparse(call)) for name, call in calls if ast.unparse(call.func) in COLLECTED] == []


def test_collecting_the_strings_would_change_nothing(sources, settings, monkeypatch):
    collected = sources / "collected"
    collected.mkdir()
    settings.LOCALE_PATHS = [collected]
    monkeypatch.chdir(sources)
    call_command("makemessages", locale=["kk"], verbosity=0)

    strings = {key(entry) for entry in entries(collected, "kk", "django")}
    for language in ("kk", "ru"):
        stored = {key(entry) for entry in entries(INTERFACE, language, "django")}
        assert (language, sorted(strings - stored, key=str), sorted(stored - strings, key=str)) == (language, [], [])
