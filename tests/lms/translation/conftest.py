"""The upstream catalogues, compiled into a folder of the test's own: a test must not depend on who compiled before."""

import subprocess

import pytest
from django.conf import settings as project_settings

INTERFACE, UPSTREAM = (project_settings.BASE_DIR / name for name in ("lms/locale", "lms/locale_upstream"))


@pytest.fixture(scope="session")
def compiled(tmp_path_factory):
    """The folder with strictly compiled .mo files; msgfmt itself refuses a placeholder that differs."""
    folder = tmp_path_factory.mktemp("locale")
    for source in UPSTREAM.glob("*/LC_MESSAGES/*.po"):
        target = folder / source.relative_to(UPSTREAM).with_suffix(".mo")
        target.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["msgfmt", "--check-format", "-o", target, source], check=True)
    return folder


@pytest.fixture
def upstream_texts(compiled, settings):
    """Django speaks with the packages' texts and `lms/locale_upstream`, without the interface's own catalogues."""
    settings.LOCALE_PATHS = [compiled]
