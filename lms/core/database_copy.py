"""A consistent copy of the whole database as one file, and the way back: SQLite's backup API, or pg_dump and psql."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection


class CopyFailed(Exception):
    """The database could not be copied or the copy is not sound; the message says why."""


def dump(target):
    """Write a copy to the new file `target`. The site may go on working meanwhile."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, no -wal beside it
    else:
        run("pg_dump", "--format=custom", "--compress=0", "--no-owner", "--no-privileges", "--file", target)


def verify(copy):
    """Raise CopyFailed unless the file is a sound copy."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as database:
            answers = database.execute("PRAGMA integrity_check").fetchall()
        if answers != [("ok",)]:
            raise CopyFailed(f"The copy of the database is damaged: {answers[0][0]}")
    else:
        run("pg_restore", "--list", copy, connects=False)


def load(copy, before):
    """Put the copy in place of the database. SQLite's present files move to the folder `before`."""
    connection.close()
    if connection.vendor == "sqlite":
        place = Path(connection.settings_dict["NAME"])
        for path in [place, *(place.with_name(place.name + end) for end in ("-wal", "-shm"))]:
            if path.exists():
                shutil.move(path, before / path.name)
        shutil.move(copy, place)
    else:
        script = copy.with_name("database.sql")
        run("pg_restore", "--no-owner", "--no-privileges", "--file", script, copy, connects=False)
        clear = "DROP OWNED BY CURRENT_USER CASCADE"
        settled = ["--quiet", "--no-psqlrc", "--output", os.devnull, "--set", "ON_ERROR_STOP=1"]
        run("psql", *settled, "--single-transaction", "--command", clear, "--file", script)


def run(program, *arguments, connects=True):
    settings = connection.settings_dict
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    connecting = {name: str(settings[key]) for name, key in named.items() if settings[key]} if connects else {}
    try:
        subprocess.run(
            [program, *map(str, arguments)],
            env={**os.environ, **connecting},
            check=True,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            stdout=None if connects else subprocess.DEVNULL,
        )
    except FileNotFoundError:
        raise CopyFailed(f"{program} is missing: install PostgreSQL's client programs.") from None
    except subprocess.CalledProcessError as error:
        raise CopyFailed(f"{program} failed: {error.stderr.strip()}") from None
