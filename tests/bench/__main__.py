"""Measures pages of the seeded site: `make bench`, or `make bench ARGS=--short`.

CPU time is of this process alone, median of many warm requests through all middleware. Milliseconds are the machine's:
what says something is the ratio to the bare Wagtail page, an `<h1>` without a base template at a lesson's depth.
"""

# ruff: noqa: E402  (models can be imported only after django.setup)

import argparse
import statistics
import time

import django

django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from lms.core.models import HomePage
from tests.tour import stops

LANGUAGE = "kk"
COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE")


def bare_page():
    """An `<h1>` as deep in the Kazakh tree as a lesson: below home, catalogue, course and module."""
    parent = HomePage.objects.get(locale__language_code=LANGUAGE)
    for level in ("one", "two", "three", "four"):
        child = parent.get_children().filter(slug=f"bare-{level}").first()
        parent = child or parent.add_child(instance=Page(title="Bare", slug=f"bare-{level}", locale=parent.locale))
    return parent


def visits():
    """(name, address, person who looks or None) for everything that is measured; the bare page comes first."""
    bare = bare_page()
    yield "bare Wagtail page", bare.url, None
    bare.get_ancestors().get(slug="bare-one").delete()  # or it would stand in the menu of every other page
    yield "bare Django view", "/bare-view/", None
    yield from stops(LANGUAGE)


def measure(address, person, repeats):
    """(CPU milliseconds, queries, bytes, status) of one address."""
    client = Client(HTTP_HOST="localhost")
    if person:
        client.force_login(person)
    for _ in range(3):
        client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    queries = sum(query["sql"].lstrip("( ").upper().startswith(COUNTED) for query in captured.captured_queries)
    times = []
    for _ in range(repeats):
        begun = time.process_time()
        client.get(address)
        times.append(time.process_time() - begun)
    return statistics.median(times) * 1000, queries, len(response.content), response.status_code


def main():
    parser = argparse.ArgumentParser(description="Measure pages against a bare Wagtail page and a bare Django view.")
    parser.add_argument("--short", action="store_true", help="ten requests a page instead of a hundred")
    repeats = 10 if parser.parse_args().short else 100
    print(f"{'page':32} {'CPU ms':>8} {'ratio':>6} {'queries':>8} {'bytes':>8} {'status':>7}")
    base, failed = None, False
    for name, address, person in visits():
        cpu, queries, size, status = measure(address, person, repeats)
        base = base or cpu
        failed = failed or status != 200
        print(f"{name:32} {cpu:8.2f} {cpu / base:6.2f} {queries:8} {size:8} {status:7}")
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
