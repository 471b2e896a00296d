from django.conf import settings
from django.core.management.base import BaseCommand

from lms.desk.retention import due, purge


class Command(BaseCommand):
    help = "Deletes answers, results, attendance and seats of runs that ended long ago (LMS_KEPT_MONTHS). For good."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say what would be deleted")

    def handle(self, *, dry_run, **options):
        counts = {name: rows.count() for name, rows in due().items()} if dry_run else purge()
        said = ", ".join(f"{count} {name}" for name, count in counts.items())
        told = "Would delete" if dry_run else "Deleted"
        self.stdout.write(f"{told}, of runs that ended more than {settings.KEPT_MONTHS} months ago: {said}.")
