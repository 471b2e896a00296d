"""Several processes that begin at the same moment on the test's database, as several web workers would."""

import os
import subprocess
import sys

from django.conf import settings
from django.db import connection

# One process loads the site and forks the runners: loading it in each would take the most time of all.
RUN = """
import io, sys
from contextlib import redirect_stdout
from multiprocessing import get_context
import django
from django.conf import settings
from django.db import connections

name, count, code = sys.argv[1], int(sys.argv[2]), compile(sys.argv[3], "race", "exec")
settings.DATABASES["default"].update(NAME=name)
django.setup()
connections.close_all()
fork = get_context("fork")
start = fork.Barrier(count)

def run(number):
    start.wait(60)
    with redirect_stdout(io.StringIO()) as said:
        exec(code, {"number": number})
    print(f"{number} {said.getvalue().strip().splitlines()[-1]}\\n", end="", flush=True)

runners = [fork.Process(target=run, args=(number,)) for number in range(count)]
for runner in runners:
    runner.start()
for runner in runners:
    runner.join()
sys.exit(any(runner.exitcode for runner in runners))
"""


def race(code, count):
    """Runs `code` in `count` processes and returns the last line each printed, in their order.

    The code finds its own `number`, counted from 0. Use with `django_db(transaction=True)`: what a test has not
    committed, another process does not see. Raises CalledProcessError if one of them fails.
    """
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(connection.settings_dict["NAME"]), str(count), code],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "lms.settings.test", "LMS_VAR_DIR": str(settings.VAR_DIR)},
        stdout=subprocess.PIPE,
        text=True,
        timeout=120,
        check=True,
    )
    lines = dict(line.split(" ", 1) for line in done.stdout.splitlines())
    return [lines[str(number)] for number in range(count)]
