"""`manage.py upstream_messages`: what new versions of Django, allauth and Wagtail say that we cannot say yet."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = (
        "Lists strings of the installed packages that have no Kazakh or Russian text, neither in the package nor in "
        "lms/locale_upstream. Run it after every upgrade."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="Exit with 1 when a package that learners meet has gaps."
        )
        parser.add_argument(
            "--prune",
            action="store_true",
            help="Remove from lms/locale_upstream what lms/locale translates too; nothing is listed.",
        )
        parser.add_argument("--summary", action="store_true", help="Print the numbers alone.")

    def handle(self, *, check, prune, summary, **options):
        try:  # Not at the top: production runs without polib, and the other commands must not miss it.
            from lms.translation import upstream
        except ModuleNotFoundError as error:
            raise CommandError(
                f"{error.name} is missing. It is a development dependency: pip install -r requirements-dev.txt"
            ) from error

        if prune:
            interface, ours = (Path(path) for path in settings.LOCALE_PATHS)
            self.stdout.write(f"{upstream.prune(interface, ours)} entries removed")
            return
        found = upstream.gaps()
        for gap in found:
            self._print(gap, summary)
        blocking = sum(len(gap.missing) for gap in found if gap.package in upstream.LEARNER_PACKAGES)
        if check and blocking:
            raise CommandError(f"Strings that learners meet and that have no text: {blocking}", returncode=1)

    def _print(self, gap, summary):
        self.stdout.write(f"{gap.language} {gap.package} {gap.domain}: {gap.total} strings, {len(gap.missing)} left")
        for one in [] if summary else gap.missing:
            context = f"[{one.context}] " if one.context else ""
            self.stdout.write(f"    {context}{one.msgid!r}")
