"""Strings of the installed packages (Django, allauth, Wagtail …) that have no text in one of our languages.

Django merges the catalogues of its core, of every installed app and of `LOCALE_PATHS`, so a string counts as translated
when any of them has it. A script's catalogue (`djangojs`) is served per package: there only the package's own and ours
count. Texts that the packages lack stand in `lms/locale_upstream`.
"""

from pathlib import Path
from typing import NamedTuple

import django
import polib
from django.apps import apps
from django.conf import settings

LANGUAGES = ("kk", "ru")
DOMAINS = ("django", "djangojs")
# Packages whose strings a learner meets; the rest is the trainers' and editors' interface.
LEARNER_PACKAGES = frozenset({"django.conf", "django.contrib.auth", "django.contrib.humanize", "allauth", "wagtail"})


class Key(NamedTuple):
    """What gettext looks a text up by."""

    context: str | None
    msgid: str
    has_plural: bool


class Gap(NamedTuple):
    """The strings of one package that lack a text in one language, in the order of its catalogue."""

    package: str
    domain: str
    language: str
    total: int
    missing: list[Key]


def key(entry: polib.POEntry) -> Key:
    return Key(entry.msgctxt, entry.msgid, bool(entry.msgid_plural))


def entries(folder: Path, language: str, domain: str) -> list[polib.POEntry]:
    """Live entries of one catalogue; an empty list when the file does not exist."""
    path = folder / language / "LC_MESSAGES" / f"{domain}.po"
    return [entry for entry in polib.pofile(str(path)) if not entry.obsolete] if path.exists() else []


def translated(folder: Path, language: str, domain: str) -> set[Key]:
    return {key(entry) for entry in entries(folder, language, domain) if entry.translated()}


def package_folders() -> dict[str, Path]:
    """Locale folders of Django's core and of the installed apps that are not ours, by package name."""
    folders = {"django.conf": Path(django.__file__).parent / "conf/locale"}
    for config in apps.get_app_configs():
        folder = Path(config.path) / "locale"
        if folder.is_dir() and not _is_ours(config.name):
            folders[config.name] = folder
    return folders


def gaps() -> list[Gap]:
    """One `Gap` for each package, domain and language, also when nothing is missing."""
    folders = package_folders()
    found = []
    for domain in DOMAINS:
        for language in LANGUAGES:
            own = {name: translated(folder, language, domain) for name, folder in folders.items()}
            ours = set().union(*(translated(Path(path), language, domain) for path in settings.LOCALE_PATHS))
            merged = ours.union(*own.values())
            for name, folder in folders.items():
                wanted = _source_keys(folder, domain)
                have = merged if domain == "django" else ours | own[name]
                if wanted:
                    missing = [one for one in wanted if one not in have]
                    found.append(Gap(name, domain, language, len(wanted), missing))
    return found


def prune(interface: Path, upstream: Path) -> int:
    """Remove from `upstream` what `interface` (ours, looked up first) translates too; return how many entries went."""
    removed = 0
    for language in LANGUAGES:
        for domain in DOMAINS:
            path = upstream / language / "LC_MESSAGES" / f"{domain}.po"
            doubles = translated(interface, language, domain)
            if not doubles or not path.exists():
                continue
            catalogue = polib.pofile(str(path), wrapwidth=100)
            kept = [entry for entry in catalogue if key(entry) not in doubles]
            if len(kept) < len(catalogue):
                removed += len(catalogue) - len(kept)
                catalogue[:] = kept
                catalogue.save()
    return removed


def _is_ours(app_name: str) -> bool:
    return (settings.BASE_DIR / app_name.split(".")[0]).is_dir()


def _source_keys(folder: Path, domain: str) -> list[Key]:
    """The package's strings: its English catalogue, or the Russian one when it ships no English."""
    source = entries(folder, "en", domain) or entries(folder, "ru", domain)
    return list(dict.fromkeys(key(entry) for entry in source))
