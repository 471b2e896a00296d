"""Several processes that begin at the same moment on the test's database, as several web workers would."""

import os
import subprocess
import sys

from django.conf import settings
from django.db import connection

PREAMBLE = """
import sys
import django
from django.conf import settings
settings.DATABASES["default"].update(NAME=sys.argv[1])
django.setup()
print("ready", flush=True)
number = int(sys.stdin.readline())
"""


def race(code, count):
    """Runs `code` in `count` processes and returns the last line each printed, in their order.

    The code finds its own `number`, counted from 0. Use with `django_db(transaction=True)`: what a test has not
    committed, another process does not see. A process that fails raises CalledProcessError.
    """
    name = str(connection.settings_dict["NAME"])
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "lms.settings.test", "LMS_VAR_DIR": str(settings.VAR_DIR)}
    runners = [
        subprocess.Popen(
            [sys.executable, "-c", PREAMBLE + code, name],
            cwd=settings.BASE_DIR,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _runner in range(count)
    ]
    for runner in runners:
        runner.stdout.readline()
    for number, runner in enumerate(runners):
        runner.stdin.write(f"{number}\n")
        runner.stdin.flush()
    printed = []
    for runner in runners:
        output, _errors = runner.communicate(timeout=120)
        if runner.returncode:
            raise subprocess.CalledProcessError(runner.returncode, "race", output)
        printed.append(output.strip().splitlines()[-1])
    return printed
