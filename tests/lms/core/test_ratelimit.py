"""Tries are counted once, whoever asks, and nothing readable is kept."""

import subprocess
import sys

import pytest
from django.conf import settings

from lms.core import ratelimit
from lms.core.models import RateBucket

CHILD = """
import django
django.setup()
from lms.core.ratelimit import allow
print(sum(allow("hall", 60, 3600) for _ in range(30)))
"""


@pytest.fixture
def clock(monkeypatch):
    now = [1_800_000_000.0]
    monkeypatch.setattr(ratelimit.time, "time", lambda: now[0])
    return now


def test_a_window_begins_with_the_first_try_and_denied_tries_do_not_lengthen_it(db, clock):
    answers = []
    for seconds in (0, 10, 10, 10, 29, 1, 0, 0):
        clock[0] += seconds
        answers.append(ratelimit.allow("door", 3, 60))
    assert answers == [True, True, True, False, False, True, True, True]
    assert ratelimit.allow("another door", 3, 60) is True


def test_a_try_given_back_does_not_count(db, clock):
    for _ in range(10):
        assert ratelimit.allow("door", 2, 60)
        ratelimit.give_back("door")
    assert [ratelimit.allow("door", 2, 60) for _ in range(3)] == [True, True, False]
    ratelimit.forget("door")
    assert ratelimit.allow("door", 2, 60) is True


def test_an_ended_window_is_not_made_negative_and_is_pruned(db, clock, queries):
    ratelimit.allow("old", 5, 60)
    ratelimit.allow("young", 5, 600)
    clock[0] += 61
    ratelimit.give_back("old")
    assert dict(RateBucket.objects.values_list("key", "count")) == {
        ratelimit.digest("old"): 1,
        ratelimit.digest("young"): 1,
    }
    ratelimit.prune()
    assert list(RateBucket.objects.values_list("key", flat=True)) == [ratelimit.digest("young")]
    with queries(1):
        ratelimit.prune()


def test_nothing_of_the_key_can_be_read_in_the_table(db):
    ratelimit.allow("login raushan@example.org 203.0.113.7", 5, 60)
    (row,) = RateBucket.objects.values_list("key", flat=True)
    assert len(row) == 64 and set(row) <= set("0123456789abcdef")


def test_one_try_is_one_query(db, queries):
    with queries(1):
        ratelimit.allow("door", 5, 60)


def test_processes_share_one_count(child_environment):
    children = [
        subprocess.Popen(
            [sys.executable, "-c", CHILD], cwd=settings.BASE_DIR, env=child_environment, stdout=subprocess.PIPE
        )
        for _ in range(4)
    ]
    allowed = [int(child.communicate(timeout=60)[0]) for child in children]
    assert sum(allowed) == 60
    assert RateBucket.objects.get().count == 120
