import os
import secrets
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lms.core.backup import write_backup
from lms.core.database_copy import CopyFailed

SUFFIX = ".backup"


class Command(BaseCommand):
    help = "Write the database and all files into one encrypted file. The site may go on working."

    def add_arguments(self, parser):
        parser.add_argument("--output", type=Path, help="Path of the new file (default: var/backups/lms-<time>.backup)")
        parser.add_argument("--keep", type=int, help="Afterwards delete all but this many of the newest in the folder.")

    def handle(self, *, output, keep, **options):
        key = self.key()
        target = output or settings.VAR_DIR / "backups" / f"lms-{timezone.localtime():%Y%m%d-%H%M%S}{SUFFIX}"
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if target.exists():
            raise CommandError(f"{target} exists already.")
        try:
            manifest = write_backup(target, key)
        except CopyFailed as error:
            raise CommandError(str(error)) from None
        size = target.stat().st_size / 1_000_000
        self.stdout.write(f"{target}: {len(manifest['files']) - 1} files and the database, {size:.1f} MB")
        if keep:
            for old in sorted(target.parent.glob(f"lms-*{SUFFIX}"))[:-keep]:
                old.unlink()

    def key(self):
        path = Path(settings.BACKUP_KEY_FILE)
        if not path.exists():
            if path != settings.VAR_DIR / "backup.key":
                raise CommandError(f"There is no key at {path}. Make one: openssl rand -hex 32 > {path}")
            with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(secrets.token_hex(32) + "\n")
            self.stdout.write(
                f"A new key was made: {path}. Keep a copy of it away from this machine and from the backups: "
                "without it no backup can be opened, with it anyone can."
            )
        return read_key(path)


def read_key(path):
    try:
        key = bytes.fromhex(Path(path).read_text().strip())
    except (OSError, ValueError):
        key = b""
    if len(key) != 32:
        raise CommandError(f"{path} is not a key for backups (64 hexadecimal digits).")
    return key
