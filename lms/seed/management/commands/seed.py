import logging
from contextlib import contextmanager

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lms.accounts.domain import memberships
from lms.seed.content import CONTENT, read_content
from lms.seed.loader import load
from lms.seed.quizzes import load_course_quizzes
from lms.seed.records import load_course, load_reference, load_sources, load_words, organisation_of
from lms.seed.specs import course_specs, site_specs


class Command(BaseCommand):
    help = "Loads the content files: everything is checked first, then written page by page; edited pages are kept."

    def add_arguments(self, parser):
        parser.add_argument("--root", default=CONTENT, help="folder of the content files")
        parser.add_argument("--demo", action="store_true", help="also make demonstration people (development only)")

    def handle(self, *, root, demo, **options):
        if demo and not getattr(settings, "IS_DEVELOPMENT", False):
            raise CommandError("Demonstration people exist only under the development settings.")
        content = read_content(root)
        for problem in sorted(content.problems, key=lambda p: (p.path, p.line)):
            self.stderr.write(str(problem))
        if content.problems:
            raise CommandError(f"{len(content.problems)} problems in the content files. Nothing was loaded.")
        with only_warnings("wagtail"):  # it tells of every page published
            outcome = self._load(content)
        self.stdout.write(f"Content: {len(outcome.written)} pages written, {len(outcome.unchanged)} unchanged.")
        for label in outcome.kept:
            self.stdout.write(f"Kept as an editor left it: {label}")
        if demo:
            from lms.seed.demo import load_demo

            load_demo(self.stdout)

    def _load(self, content):
        center = load_reference(content.reference)
        load_sources(content.sources)
        load_words(content.reference)
        specs, kept = list(site_specs(content)), []
        for course in content.courses:
            place = organisation_of(course, center)
            record = load_course(course, place)
            quizzes, edited = load_course_quizzes(course, place)
            kept += edited
            specs += course_specs(content, course, record, quizzes)
        name = content.pages["home"]["title"]["kk"]
        outcome = load(specs, site_name=name, progress=self._progress if self.stdout.isatty() else _silent)
        outcome.kept += kept
        memberships.sync_grants()  # new course pages get their trainers and their review
        return outcome

    def _progress(self, done, total, label):
        bar = "#" * (30 * done // total)
        self.stdout.write(f"\r[{bar:<30}] {done}/{total} {label:<30}", ending="\n" if done == total else "")
        self.stdout.flush()


@contextmanager
def only_warnings(name):
    """The logger `name` keeps to warnings meanwhile."""
    log = logging.getLogger(name)
    before = log.level
    log.setLevel(logging.WARNING)
    try:
        yield
    finally:
        log.setLevel(before)


def _silent(done, total, label):
    pass
