"""A backup restored into an empty place is the same data; a backup that is not sound replaces nothing."""

import hashlib
import io
import tarfile
from pathlib import Path

import pytest
from django.db import ConnectionHandler, connection
from django.db.migrations.recorder import MigrationRecorder
from django_tasks_db.models import DBTaskResult

from lms.accounts.models import Profile, User
from lms.core import backup
from lms.core.sealed import Sealer, Unsealable
from tests.factories.site import build_site

KEY = bytes(range(32))
PERSON = "Аружан Қасымқызы"
# What a restore changes on purpose: sessions end, interrupted tasks wait again, newer migrations are applied.
CHANGED_ON_PURPOSE = {"django_session", "django_migrations", "sqlite_sequence", DBTaskResult._meta.db_table}


def all_rows(database):
    """Table -> its rows in a stable order, read over a connection of its own."""
    other = ConnectionHandler({"default": {**connection.settings_dict, "NAME": database}})["default"]
    try:
        with other.cursor() as cursor:
            tables = {}
            for table in set(other.introspection.table_names(cursor)) - CHANGED_ON_PURPOSE:
                cursor.execute(f"SELECT * FROM {other.ops.quote_name(table)}")
                tables[table] = sorted(map(repr, cursor.fetchall()))
            return tables
    finally:
        other.close()


def all_files(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def empty_database(tmp_path):
    """Name of a second, empty database on the same engine."""
    if connection.vendor == "sqlite":
        yield str(tmp_path / "restored.sqlite3")
        return
    name = f"{connection.settings_dict['NAME']}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield name
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}"')


@pytest.fixture
def data(transactional_db, tmp_path):
    """People, pages, a task under a worker, private and public files in the folder `var`."""
    build_site()
    user = User.objects.create_user(email="aruzhan@example.org", password="long-enough-9")
    Profile.objects.create(user=user, given_name=PERSON)
    DBTaskResult.objects.create(
        args_kwargs={"args": [7], "kwargs": {}},
        task_path="x.y",
        backend_name="default",
        run_after=None,
        status="RUNNING",
        worker_ids=["elsewhere:1:a"],
    )
    var = tmp_path / "var"
    var.mkdir(mode=0o700)
    for name, content in {
        "factor.key": b"a secret",
        "private/certificates/2026/a.pdf": b"%PDF-1.7 " + bytes(range(256)) * 8000,
        "private/empty": b"",
        f"private/documents/{PERSON}.txt": PERSON.encode(),
        "media/images/b.png": b"\x89PNG" + b"0" * 100_000,
    }.items():
        path = var / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return var


@pytest.fixture
def here(settings, tmp_path):
    """In this process: the same folders that `data` filled."""
    settings.VAR_DIR = tmp_path / "var"
    settings.PRIVATE_ROOT = settings.VAR_DIR / "private"
    settings.MEDIA_ROOT = settings.VAR_DIR / "media"
    return tmp_path / "made.backup"


def test_everything_comes_back_in_an_empty_place(data, start, tmp_path, empty_database):
    target, there = tmp_path / "made.backup", tmp_path / "there"
    saved = start("backup", "--output", str(target))
    assert saved.wait(60) == 0, saved.log.read_text()
    key = data / "backup.key"
    assert f"A new key was made: {key}" in saved.log.read_text()
    assert (key.stat().st_mode & 0o777, target.stat().st_mode & 0o777) == (0o600, 0o600)
    content = target.read_bytes()
    assert not any(word.encode() in content for word in (PERSON, "aruzhan@example.org", "%PDF-1.7", "manifest"))

    elsewhere = {"LMS_VAR_DIR": str(there), "TEST_DATABASE": empty_database, "LMS_BACKUP_KEY_FILE": str(key)}
    restored = start("restore", str(target), **elsewhere)
    assert restored.wait(60) == 0, restored.log.read_text()

    original = all_rows(connection.settings_dict["NAME"])
    assert {"accounts_user", "accounts_profile", "wagtailcore_page"} <= set(original)
    assert all_rows(empty_database) == original
    assert all_files(there / "private") == all_files(data / "private")
    assert all_files(there / "media") == all_files(data / "media")
    assert len(all_files(there / "private")) == 3
    assert (there / "factor.key").read_bytes() == b"a secret"

    again = start("restore", str(target), **elsewhere)
    assert again.wait(60) == 1
    assert "There is data already: " in again.log.read_text()


def test_force_replaces_and_keeps_what_was_here(data, start, tmp_path, empty_database):
    target, there = tmp_path / "made.backup", tmp_path / "there"
    elsewhere = {"LMS_VAR_DIR": str(there), "TEST_DATABASE": empty_database}
    elsewhere["LMS_BACKUP_KEY_FILE"] = str(data / "backup.key")
    assert start("backup", "--output", str(target)).wait(60) == 0
    assert start("restore", str(target), **elsewhere).wait(60) == 0
    (there / "private/written-since.txt").write_text("newer")

    forced = start("restore", str(target), "--force", **elsewhere)
    assert forced.wait(60) == 0, forced.log.read_text()
    assert all_rows(empty_database) == all_rows(connection.settings_dict["NAME"])
    assert all_files(there / "private") == all_files(data / "private")
    (kept,) = there.glob("before-restore-*")
    assert (kept / "private/written-since.txt").read_text() == "newer"


def test_an_interrupted_task_waits_again_after_a_restore(data, here):
    backup.write_backup(here, KEY)
    backup.restore_backup(here, KEY, force=True)
    (row,) = DBTaskResult.objects.all()
    assert (row.status, row.started_at) == ("READY", None)


def everything(var):
    files = {name: digest for name, digest in all_files(var).items() if not name.startswith("workers/")}
    return files, all_rows(connection.settings_dict["NAME"])


def refused(here, match, error=backup.Refused, key=KEY, force=True):
    """Assert that a restore is refused and leaves every row and file as it was."""
    var = here.parent / "var"
    before = everything(var)
    with pytest.raises(error, match=match):
        backup.restore_backup(here, key, force=force)
    assert everything(var) == before


def test_an_unsound_backup_replaces_nothing(data, here):
    backup.write_backup(here, KEY)
    whole = here.read_bytes()
    refused(here, "another key", Unsealable, key=bytes(32))
    here.write_bytes(whole[:-1])
    refused(here, "damaged", Unsealable)
    here.write_bytes(whole[:2000] + bytes([whole[2000] ^ 1]) + whole[2001:])
    refused(here, "damaged", Unsealable)


def test_a_place_with_data_and_a_running_site_are_left_alone(data, here):
    backup.write_backup(here, KEY)
    refused(here, "There is data already", force=False)
    with backup.held("site"):
        refused(here, "The site is running")


def test_a_backup_of_a_newer_version_is_refused(data, here):
    recorder = MigrationRecorder(connection)
    recorder.record_applied("courses", "9999_of_the_future")
    try:
        backup.write_backup(here, KEY)
    finally:
        recorder.record_unapplied("courses", "9999_of_the_future")
    refused(here, "newer version of this system .it has courses/9999_of_the_future")


@pytest.mark.parametrize("name", ["../outside.txt", "/tmp/outside-of-restore.txt"])
def test_a_sealed_archive_cannot_write_outside(data, here, name):
    with here.open("wb") as file:
        sealer = Sealer(file, KEY)
        with tarfile.open(fileobj=sealer, mode="w|gz") as tar:
            info = tarfile.TarInfo(name)
            info.size = 3
            tar.addfile(info, io.BytesIO(b"abc"))
        sealer.finish()
    refused(here, "not a plain file", Unsealable)
    assert not Path("/tmp/outside-of-restore.txt").exists()
    assert not (here.parent / "var/outside.txt").exists()


def test_a_file_that_is_not_in_the_list_is_refused(data, here, monkeypatch):
    listed = backup.add

    def forget(tar, name, path):
        digest = listed(tar, name, path)
        return "0" * 64 if name == "private/empty" else digest

    monkeypatch.setattr(backup, "add", forget)
    backup.write_backup(here, KEY)
    refused(here, "not whole", Unsealable)


def test_only_the_newest_are_kept(data, start, tmp_path):
    folder = tmp_path / "kept"
    folder.mkdir()
    for name in ("lms-20260101-000000.backup", "lms-20260102-000000.backup", "notes.txt"):
        (folder / name).write_text("old")
    made = start("backup", "--output", str(folder / "lms-20260103-000000.backup"), "--keep", "2")
    assert made.wait(60) == 0
    assert sorted(path.name for path in folder.iterdir()) == [
        "lms-20260102-000000.backup",
        "lms-20260103-000000.backup",
        "notes.txt",
    ]
