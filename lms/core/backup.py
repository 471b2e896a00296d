"""Backup and restore: the database, private files and public media in one sealed file.

A backup is a tar archive in a sealed file (sealed.py). Its last member, the manifest, names every other with its
SHA-256, the kind of database and the migrations applied. Not in it: keys that sign certificates, the backup's own key,
settings from the environment. Files are written once and never changed, so the database is copied first: each file
that it knows is there afterwards.
"""

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from contextlib import ExitStack, suppress
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from . import database_copy
from .sealed import Sealer, Unsealable, Unsealer
from .supervision import AlreadyHeld, held, lock_folder

MANIFEST = "manifest.json"
DATABASE = "database"
BLOCK = 1024 * 1024


class Refused(Exception):
    """Nothing was changed; the message says why, in words for the operator."""


def folders():
    """Name in the archive -> folder on disk."""
    return {"private": Path(settings.PRIVATE_ROOT), "media": Path(settings.MEDIA_ROOT)}


def single_files():
    """Name in the archive -> file on disk, kept if it is there. A key outside VAR_DIR is the operator's to keep."""
    files = {"secret_key": settings.VAR_DIR / "secret_key", "factor_key": settings.FACTOR_KEY_FILE}
    return {name: path for name, path in files.items() if settings.VAR_DIR in path.parents}


# --- Writing ------------------------------------------------------------------------------------


def write_backup(target, key):
    """Write a backup to the path `target`, which must not exist. Returns its manifest."""
    part = target.with_name(target.name + ".part")
    try:
        with tempfile.TemporaryDirectory(dir=settings.VAR_DIR, prefix="backup-") as work:
            copy = Path(work) / DATABASE
            database_copy.dump(copy)
            database_copy.verify(copy)
            with open(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                sealer = Sealer(file, key)
                with tarfile.open(fileobj=sealer, mode="w|gz") as tar:
                    manifest = write_members(tar, copy)
                sealer.finish()
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def write_members(tar, database):
    digests = {DATABASE: add(tar, DATABASE, database)}
    for name, path in single_files().items():
        if path.exists():
            digests[name] = add(tar, name, path)
    for prefix, folder in folders().items():
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            name = f"{prefix}/{path.relative_to(folder)}"
            with suppress(FileNotFoundError):  # deleted since it was listed
                digests[name] = add(tar, name, path)
    manifest = {
        "made": timezone.now().isoformat(),
        "database": connection.vendor,
        "migrations": sorted("/".join(key) for key in MigrationLoader(connection).applied_migrations),
        "files": digests,
    }
    content = json.dumps(manifest, ensure_ascii=False).encode()
    info = tarfile.TarInfo(MANIFEST)
    info.size = len(content)
    tar.addfile(info, BytesIO(content))
    return manifest


class Digesting:
    """A readable file that keeps the SHA-256 of what was read."""

    def __init__(self, file):
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size=-1):
        data = self.file.read(size)
        self.digest.update(data)
        return data


def add(tar, name, path):
    with open(path, "rb") as file:
        info = tarfile.TarInfo(name)
        info.size = os.fstat(file.fileno()).st_size
        info.mtime = int(os.fstat(file.fileno()).st_mtime)
        reader = Digesting(file)
        tar.addfile(info, reader)
    return reader.digest.hexdigest()


# --- Reading ------------------------------------------------------------------------------------


def restore_backup(source, key, force=False):
    """Put the backup at the path `source` in place. Returns (manifest, folder with what stood there before or None).

    Everything is unpacked and verified before anything is replaced. Raises Refused or Unsealable with nothing changed.
    """
    with ExitStack() as stack:
        stop_if_running(stack)
        if not force:
            refuse_if_used()
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=settings.VAR_DIR, prefix="restore-")))
        manifest = unpack(source, key, work)
        refuse_if_unfit(manifest, work / DATABASE)
        before = replace(work)
        bring_up_to_date()
        if not force:  # there was nothing but an empty database
            shutil.rmtree(before)
    return manifest, before if force else None


def stop_if_running(stack):
    names = {"site", "scheduler"} | {path.stem for path in lock_folder().glob("*.lock")}
    try:
        for name in sorted(names):
            stack.enter_context(held(name))
    except AlreadyHeld:
        raise Refused("The site is running. Stop it first.") from None


def refuse_if_used():
    used = [str(folder) for folder in folders().values() if folder.exists() and any(folder.iterdir())]
    if connection.introspection.table_names():
        used.append(f"the database {connection.settings_dict['NAME']}")
    if used:
        raise Refused(f"There is data already: {', '.join(used)}. To replace it, add --force (ARGS=--force with make).")


def unpack(source, key, work):
    """Unpack into `work`; returns the manifest. Every member's name, digest and presence is verified."""
    digests = {}
    with open(source, "rb") as file:
        stream = Unsealer(file, key)
        with tarfile.open(fileobj=stream, mode="r|gz") as tar:
            for member in tar:
                target = safe_path(work, member)
                target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                reader = Digesting(tar.extractfile(member))
                with open(target, "wb", opener=private) as out:
                    shutil.copyfileobj(reader, out, BLOCK)
                digests[member.name] = reader.digest.hexdigest()
        while stream.read(BLOCK):
            pass  # to the sealed end, so that a cut file cannot pass
    manifest = json.loads((work / MANIFEST).read_bytes()) if digests.pop(MANIFEST, None) else {"files": None}
    if digests != manifest["files"]:
        raise Unsealable("The backup is not whole: its list of files and its files differ.")
    return manifest


def private(path, flags):
    return os.open(path, flags, 0o600)


def safe_path(work, member):
    path = (work / member.name).resolve()
    if not member.isfile() or not path.is_relative_to(work.resolve()):
        raise Unsealable(f"The backup holds something that is not a plain file: {member.name}")
    return path


def refuse_if_unfit(manifest, copy):
    if manifest["database"] != connection.vendor:
        raise Refused(f"The backup is of {manifest['database']}, and DATABASE_URL names {connection.vendor}.")
    newer = sorted(set(manifest["migrations"]) - known_migrations())
    if newer:
        raise Refused(f"The backup is of a newer version of this system (it has {newer[-1]}). Update the code first.")
    database_copy.verify(copy)


def known_migrations():
    here = MigrationLoader(None).disk_migrations
    return {"/".join(key) for key in here} | {"/".join(key) for each in here.values() for key in each.replaces}


def replace(work):
    """Move what stands here aside and the unpacked files into place; PostgreSQL is replaced in one transaction."""
    before = settings.VAR_DIR / f"before-restore-{timezone.now():%Y%m%d-%H%M%S}"
    before.mkdir(mode=0o700)
    database_copy.load(work / DATABASE, before)
    for name, place in {**folders(), **single_files()}.items():
        if place.exists():
            shutil.move(place, before / name)
        if (work / name).exists():
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.move(work / name, place)
    return before


def bring_up_to_date():
    """What a restored database needs: this code's migrations, no old sessions, no task held by a worker of the past."""
    call_command("migrate", verbosity=0)
    Session.objects.all().delete()
    DBTaskResult.objects.running().update(status=TaskResultStatus.READY, started_at=None)
    for path in settings.LMS_AFTER_RESTORE:
        import_string(path)()
    (settings.VAR_DIR / "prepared").unlink(missing_ok=True)
