"""A process that tells people by letter on the tests' database and, if told so, is killed at its second letter.

Usage: python -m tests.lms.core.child_letters TASK MOMENT ID
TASK is the dotted path of a task that takes one id, MOMENT is `-` or one of MOMENTS.
"""

import os
import signal
import sys

import django
from django.utils.module_loading import import_string

django.setup()

from lms.core import notices  # noqa: E402  (Django must be ready)

MOMENTS = ("claimed, not sent", "sent, not noted")


def kill_at_the_second_letter(moment):
    original, calls = notices.send, []

    def send(*args):
        calls.append(1)
        if len(calls) == 2 and moment == "sent, not noted":
            original(*args)
        if len(calls) == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        original(*args)

    notices.send = send


if __name__ == "__main__":
    task, moment, pk = sys.argv[1:]
    if moment in MOMENTS:
        kill_at_the_second_letter(moment)
    import_string(task).call(int(pk))
