"""A process that issues certificates on the tests' database and, if told so, is killed at a chosen moment.

Usage: python -m tests.certificates.child VERB MOMENT ID...
VERB is `issue` (with ids of enrolments) or `carry_out` (with the id of a batch). MOMENT is `-` or one of MOMENTS.
"""

import os
import signal
import sys
import time

import django

django.setup()

from certificates.domain import batches, issuing, notices, rendering  # noqa: E402  (Django must be ready)


def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)


def on_call(number, module, name, before):
    """At the given call of `module.name` the process dies: before the call, or right after it."""
    original, calls = getattr(module, name), []

    def replacement(*args, **kwargs):
        calls.append(1)
        if len(calls) == number and before:
            die()
        result = original(*args, **kwargs)
        if len(calls) == number:
            die()
        return result

    setattr(module, name, replacement)


MOMENTS = {
    "-": lambda: None,
    "numbered, not committed": lambda: on_call(2, issuing, "record", before=False),
    "registered, not rendered": lambda: on_call(2, rendering, "make_file", before=True),
    "file written, not committed": lambda: on_call(2, rendering, "write", before=False),
    "file there, state not": lambda: on_call(2, rendering, "make_file", before=False),
    "ready, not told": lambda: on_call(2, notices, "tell_holder", before=True),
}


def wait_for_the_others():
    """Both processes begin in the same moment, named by the test."""
    time.sleep(max(0, float(os.environ.get("TEST_BEGIN", "0")) - time.time()))


if __name__ == "__main__":
    verb, moment, *ids = sys.argv[1:]
    MOMENTS[moment]()
    rendering.renderer()
    wait_for_the_others()
    if verb == "issue":
        batches.carry_out(issuing.issue([int(pk) for pk in ids], None).pk)
    else:
        batches.carry_out(int(ids[0]))
