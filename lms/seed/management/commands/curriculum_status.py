from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lms.seed.content import CONTENT, read_content
from lms.seed.status import status


class Command(BaseCommand):
    help = "Writes docs/curriculum-status.md: what the content files have, lack and leave open."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--root", default=CONTENT, help="folder of the content files")
        parser.add_argument("--file", default=Path(settings.BASE_DIR) / "docs/curriculum-status.md", type=Path)
        parser.add_argument("--check", action="store_true", help="write nothing; fail when the file is out of date")

    def handle(self, *, root, file, check, **options):
        content = read_content(root)
        if content.problems:
            raise CommandError(f"{len(content.problems)} problems in the content files: see content_check.")
        text = status(content)
        if check:
            if not file.exists() or file.read_text(encoding="utf-8") != text:
                raise CommandError(f"{file.name} is out of date. Run: manage.py curriculum_status")
            return
        file.write_text(text, encoding="utf-8")
        self.stdout.write(f"{file} written.")
