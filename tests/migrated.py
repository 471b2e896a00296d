"""One migrated SQLite database for every run: migrating takes half a minute, copying a file nothing.

The copy is named after all migrations of all installed apps, so that a changed migration makes a new one.
On PostgreSQL nothing is kept.
"""

import hashlib
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

import django
from django.apps import apps
from django.db import connection


def kept():
    """Where the migrated database of this state of the migrations is kept."""
    state = hashlib.sha256(django.__version__.encode())
    for config in apps.get_app_configs():
        for path in sorted(Path(config.path, "migrations").glob("*.py")):
            state.update(f"{config.name}/{path.name}".encode() + path.read_bytes())
    return Path(tempfile.gettempdir()) / f"lms-migrated-{os.getuid()}-{state.hexdigest()[:20]}.sqlite3"


def take():
    """Puts the kept database where the tests expect theirs; whether there was one."""
    if connection.vendor != "sqlite" or not kept().exists():
        return False
    shutil.copyfile(kept(), connection.settings_dict["TEST"]["NAME"])
    return True


def keep():
    """Keeps the database that has just been migrated, unless it is kept already."""
    if connection.vendor != "sqlite" or kept().exists():
        return
    half_done = kept().with_suffix(f".{os.getpid()}")
    with sqlite3.connect(half_done) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    copy.close()
    half_done.replace(kept())
