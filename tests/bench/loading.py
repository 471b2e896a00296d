"""What loading all content costs: CPU of `manage.py seed` on an empty database, and once more when nothing changed."""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import migrated

FIRST_LIMIT, AGAIN_LIMIT = 120, 15
ROOT = Path(__file__).resolve().parent.parent.parent


def measure():
    """{name: (at most, CPU seconds)} of the first load and of the second, which writes no page.

    Needs the kept migrated database.
    """
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(migrated.kept(), Path(folder) / "db.sqlite3")
        first, again = load(folder), load(folder)
    assert "Content: 0 pages written" in again[1], again[1]
    return {
        "loading all content, CPU s": (FIRST_LIMIT, first[0]),
        "loading it again, CPU s": (AGAIN_LIMIT, again[0]),
    }


def load(folder):
    """(CPU seconds, what the command said) of one load in the variable folder `folder`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "manage.py", "seed"],
        cwd=ROOT,
        env={**os.environ, "LMS_VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "lms.settings.test"},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout
