from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from lms.seed.content import CONTENT, read_content
from lms.seed.wording import wording_warnings
from lms.seed.yaml_file import read_yaml


class Command(BaseCommand):
    help = "Checks every content file and reports all problems at once, each with file, line and reason."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--root", default=CONTENT, help="folder of the content files")

    def handle(self, *, root, **options):
        content = read_content(root)
        content.warnings += wording_warnings(Path(root), content.reference, lambda name: document(Path(root), name))
        for problem in sorted(content.problems, key=lambda p: (p.path, p.line)):
            self.stderr.write(str(problem))
        for warning in sorted(content.warnings, key=lambda p: (p.path, p.line)):
            self.stderr.write(f"warning: {warning}")
        for line in content.missing:
            self.stderr.write(f"still missing: {line}")
        if content.problems:
            raise CommandError(f"{len(content.problems)} problems. Nothing was loaded.")
        lessons = [lesson for course in content.courses for lesson in course.lessons.values()]
        words = {code: sum(v[code].words() for v in lessons if code in v) for code in ("en", "ru", "kk")}
        self.stdout.write(f"{len(lessons)} lessons; words: " + ", ".join(f"{k} {n:,}" for k, n in words.items()))
        editions = sum(len(course.editions) for course in content.courses)
        self.stdout.write(f"{editions} trainer's editions")


def document(root, name):
    """One YAML file; what is wrong in it is told with the other problems."""
    return read_yaml(name, (root / name).read_text(encoding="utf-8"), [])
