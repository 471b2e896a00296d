"""Tasks and ticks that the processes under test run. Each writes to a file, so that a test sees what happened."""

import time
from pathlib import Path

from lms.core.tasks import task


@task
def slow_the_first_time(path):
    """Appends "begun"; the first run then sleeps for longer than any test waits, the second ends at once."""
    log = Path(path)
    first = not log.exists()
    with log.open("a") as file:
        file.write("begun\n")
    if first:
        time.sleep(120)
    with log.open("a") as file:
        file.write("done\n")


@task
def always_too_slow(path):
    with Path(path).open("a") as file:
        file.write("begun\n")
    time.sleep(120)


@task
def fail_with(text):
    raise ValueError(f"the address {text} is taken")


def tick_that_fails():
    raise ValueError("raushan@example.org")


def tick_that_counts():
    import os

    with Path(os.environ["TEST_TICK_LOG"]).open("a") as file:
        file.write("tick\n")
