from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lms.core.backup import Refused, restore_backup
from lms.core.database_copy import CopyFailed
from lms.core.sealed import Unsealable

from .backup import read_key


class Command(BaseCommand):
    help = "Put a backup in place. Everything in it is verified before anything here is replaced."
    requires_system_checks = []  # there may be no database yet

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--force", action="store_true", help="Replace the data that is here.")

    def handle(self, *, file, force, **options):
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        key = read_key(settings.BACKUP_KEY_FILE)
        try:
            manifest, before = restore_backup(file, key, force)
        except (Refused, Unsealable, CopyFailed) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"The backup of {manifest['made']} is in place. Everyone has to log in again.")
        if before:
            self.stdout.write(f"What stood here before is in {before}. Delete it when it is no longer needed.")
