"""The command that says what an upgrade brought, tried on a copy of our catalogues with holes."""

import shutil
import sys
from io import StringIO
from pathlib import Path

import polib
import pytest
from django.core.management import CommandError, call_command

from lms.translation.upstream import LEARNER_PACKAGES, gaps
from tests.lms.translation.conftest import INTERFACE, UPSTREAM


@pytest.fixture
def folders(tmp_path, settings):
    """(interface, upstream): copies of lms/locale and lms/locale_upstream, as the only LOCALE_PATHS."""
    interface, upstream = tmp_path / "locale", tmp_path / "locale_upstream"
    shutil.copytree(INTERFACE, interface)
    shutil.copytree(UPSTREAM, upstream)
    settings.LOCALE_PATHS = [interface, upstream]
    return interface, upstream


def run(*arguments):
    out = StringIO()
    call_command("upstream_messages", *arguments, stdout=out)
    return out.getvalue().splitlines()


def catalogue(folder: Path, language: str) -> polib.POFile:
    return polib.pofile(str(folder / language / "LC_MESSAGES/django.po"))


def test_nothing_that_learners_meet_is_missing(settings):
    settings.LOCALE_PATHS = [settings.BASE_DIR / name for name in ("lms/locale", "lms/locale_upstream")]
    met = tuple(f"{language} {name} " for language in ("kk", "ru") for name in LEARNER_PACKAGES)
    left = [line.rsplit(", ", 1)[1] for line in run("--check", "--summary") if line.startswith(met)]
    assert set(left) == {"0 left"}


def test_a_hole_is_named_and_refused(folders):
    kazakh = catalogue(folders[1], "kk")
    kazakh.remove(kazakh.find("Incorrect code."))
    kazakh.save()

    lines = run()
    (at,) = (n for n, line in enumerate(lines) if line.startswith("kk allauth django: "))
    assert (lines[at].rsplit(", ", 1)[1], lines[at + 1]) == ("1 left", "    'Incorrect code.'")
    with pytest.raises(CommandError, match=r"^Strings that learners meet and that have no text: 1$") as refused:
        run("--check")
    assert refused.value.returncode == 1


def test_a_text_of_the_interface_fills_the_hole(folders):
    interface, upstream = folders
    kazakh, own = catalogue(upstream, "kk"), catalogue(interface, "kk")
    kazakh.remove(kazakh.find("Incorrect code."))
    kazakh.save()
    own.append(polib.POEntry(msgid="Incorrect code.", msgstr="Код дұрыс емес."))
    own.save()

    assert [gap.missing for gap in gaps() if (gap.package, gap.language) == ("allauth", "kk")] == [[]]


def test_pruning_removes_second_texts_alone(folders):
    interface, upstream = folders
    before = [entry.msgid for entry in catalogue(upstream, "kk")]
    own = catalogue(interface, "kk")
    own.append(polib.POEntry(msgid="Incorrect code.", msgstr="Код қате."))
    own.append(polib.POEntry(msgid="Incorrect password.", msgstr=""))
    own.save()

    assert run("--prune") == ["1 entries removed"]
    assert [entry.msgid for entry in catalogue(upstream, "kk")] == [one for one in before if one != "Incorrect code."]


def test_without_polib_the_command_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "polib", None)
    monkeypatch.delitem(sys.modules, "lms.translation.upstream")
    monkeypatch.delattr("lms.translation.upstream")
    with pytest.raises(CommandError, match=r"polib is missing\. It is a development dependency"):
        run()
