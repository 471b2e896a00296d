"""The project's own `task` decorator.

Exception texts can hold what a person typed (a duplicate address in a database error). Task rows and logs are read
by operators and kept for weeks, so a failed task leaves the kind and places of the failure, never its text.
"""

import functools
import traceback

import django_tasks


class TaskFailed(Exception):
    """Stands for the exception that ended a task; says its kind and where it was raised, not its text."""


def describe(error):
    """Kind of `error` and the places it came through, innermost last, without any value from the data."""
    places = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    return " > ".join([kind, *places])


def task(function=None, **options):
    """`django_tasks.task` for a plain function whose failure must not carry people's data into rows and logs."""
    if function is None:
        return functools.partial(task, **options)

    @functools.wraps(function)
    def discreet(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        except Exception as error:
            failure = describe(error)
        raise TaskFailed(failure)

    return django_tasks.task(**options)(discreet)
