"""What loading all content costs: CPU of `manage.py seed` on an empty database, and once more when nothing changed;
then what the papers of one of its days cost."""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import migrated

FIRST_LIMIT, AGAIN_LIMIT = 120, 15
PAPER_CPU_LIMIT, PAPER_SIZE_LIMIT = 3, 2
ROOT = Path(__file__).resolve().parent.parent.parent


def measure():
    """{name: (at most, found)} of the first load, of the second, which writes no page, and of the papers of a day.

    Needs the kept migrated database.
    """
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(migrated.kept(), Path(folder) / "db.sqlite3")
        first, again = load(folder), load(folder)
        papers = json.loads(run(folder, "-m", "tests.bench.day_papers").splitlines()[-1])
    assert "Content: 0 pages written" in again[1], again[1]
    return {
        "loading all content, CPU s": (FIRST_LIMIT, first[0]),
        "loading it again, CPU s": (AGAIN_LIMIT, again[0]),
        **{f"{kind} paper of a day, CPU s": (PAPER_CPU_LIMIT, cpu) for kind, (cpu, _size) in papers.items()},
        **{f"{kind} paper of a day, MiB": (PAPER_SIZE_LIMIT, size) for kind, (_cpu, size) in papers.items()},
    }


def load(folder):
    """(CPU seconds, what the command said) of one load in the variable folder `folder`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = run(folder, "manage.py", "seed")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, said


def run(folder, *arguments):
    """What Python says when it runs with `arguments` in the variable folder `folder`."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "LMS_VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "lms.settings.test"},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout
