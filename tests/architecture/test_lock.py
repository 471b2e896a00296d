"""The lock files hold exact versions with hashes, name no host, and follow the .in files (S-25)."""

import re

import pytest
from django.conf import settings

PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)
FILES = ["requirements", "requirements-dev"]


def text(name):
    return (settings.BASE_DIR / name).read_text()


def pins(name):
    """(package, version) of every line, with the package's name as pip compares it."""
    return {(re.sub(r"[-_.]+", "-", package).lower(), version) for package, version in PINNED.findall(text(name))}


def wanted(name):
    """The same for an .in file, where a package may have extras."""
    return {
        (re.sub(r"[-_.]+", "-", package).lower(), version)
        for package, version in re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+)$", text(name), re.MULTILINE)
    }


@pytest.mark.parametrize("name", FILES)
def test_every_package_is_pinned_with_hashes_and_no_host_is_named(name):
    entries = re.split(r"\n(?=\S)", text(f"{name}.txt").strip())
    assert [entry for entry in entries if not PINNED.match(entry) or "--hash=sha256:" not in entry] == []
    assert "://" not in text(f"{name}.txt")


@pytest.mark.parametrize("name", FILES)
def test_the_lock_follows_what_is_asked_for(name):
    assert wanted(f"{name}.in") - pins(f"{name}.txt") == set()
    assert len(wanted(f"{name}.in")) >= 10


def test_tests_run_with_the_very_packages_of_the_site():
    assert pins("requirements.txt") - pins("requirements-dev.txt") == set()
