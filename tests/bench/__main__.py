"""`make bench`: our pages beside a bare Wagtail page and a bare Django view, in one run.

Ratios count; milliseconds are the machine's. Writes docs/measured/bench.md with --write; --small is for CI.
--loading measures what loading all content costs and nothing else (docs/measured/loading.md).
Exits 1 when a target is missed, except with --small: a busy machine proves nothing.
"""

# ruff: noqa: E402  (models can be imported only after django.setup)

import argparse
import sys
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from wagtail.models import Page

from courses.models import LessonPage
from tests import migrated
from tests.bench import loading, memory, numbers, pages, papers, report, wire
from tests.bench.measure import measure
from tests.bench.site import build


@contextmanager
def bare_lessons():
    """Lessons as Wagtail alone would serve them: public, no context, an h1 and nothing else."""
    with mock.patch.multiple(
        LessonPage, is_public=True, get_context=Page.get_context, template="bare.html", create=True
    ):
        yield


def main():
    options = argparse.ArgumentParser(prog="make bench ARGS=...")
    options.add_argument("--small", action="store_true", help="fewer people and rounds")
    options.add_argument("--loading", action="store_true", help="only what loading all content costs")
    options.add_argument("--write", action="store_true", help="write docs/measured/bench.md or loading.md")
    options = options.parse_args()
    make_database()
    text, missed = report.limits(loading.measure()) if options.loading else measure_site(options.small)
    print(text)
    if options.write:
        report.write("loading" if options.loading else "bench", text)
    for line in missed:
        print("MISSED", line)
    return 1 if missed and not options.small else 0


def make_database():
    settings.CACHES["memory"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "TIMEOUT": 60}
    settings.TEMPLATES[0]["DIRS"] = [*settings.TEMPLATES[0]["DIRS"], Path(__file__).parent / "templates"]
    connection.settings_dict["NAME"] = connection.settings_dict["TEST"]["NAME"]
    migrated.take()
    call_command("migrate", verbosity=0)
    migrated.keep()
    call_command("createcachetable", verbosity=0)


def measure_site(is_small):
    """What `report.report` returns."""
    rounds = 10 if is_small else 40
    data = build(people=20 if is_small else 130)
    with bare_lessons():
        address = data.lesson.get_url()
        bare = measure("bare Wagtail page", lambda: Client().get(address), rounds)
    measured = [measure(name, call, rounds) for name, call in pages.calls(data)]
    figures = {
        "certificate, CPU ms": (papers.CPU_LIMIT, (paper := papers.measure(data.certificates))[0]),
        f"growth of the PDF child over {len(data.certificates)} certificates, MiB": (10, paper[2] - paper[1]),
        "web server, worker and scheduler, MiB (PSS)": (memory.LIMIT, memory.measure()),
    }
    spent, asked = numbers.measure(data)
    what = f"statistics of {len(data.seats)} attempts of {numbers.QUESTIONS} questions"
    figures |= {f"{what}, CPU s": (numbers.CPU_LIMIT, spent), f"{what}, queries": (numbers.QUERY_LIMIT, asked)}
    if not is_small:
        figures |= loading.measure()
    return report.report(bare, measured, wire.lesson(data), pages.TARGETS, figures)


sys.exit(main())
