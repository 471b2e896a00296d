"""What keeps background work alive: the mark of a living worker, tasks of dead workers, the scheduler's ticks.

A worker holds a file lock for as long as it lives; the kernel lets go of it however the worker dies. So a task
that stands as running under a worker whose lock is free was interrupted. Locks are files on one machine: a worker's
id names its machine, and only that machine judges it.
"""

import fcntl
import logging
import os
import secrets
import socket
from contextlib import contextmanager

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from .tasks import describe

logger = logging.getLogger("lms.supervision")

MOST_TRIES = 3
DAY = 24 * 60 * 60


class AlreadyHeld(Exception):
    """Another living process holds this lock."""


def lock_folder():
    folder = settings.VAR_DIR / "workers"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@contextmanager
def held(name):
    """Hold the lock `name` for the time of the block, in which its open file is given: a fork must close its own
    copy of it. Raises AlreadyHeld if another process has the lock."""
    with open(lock_folder() / f"{name}.lock", "a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyHeld(name) from None
        yield file


def is_held(name):
    try:
        with held(name):
            return False
    except AlreadyHeld:
        return True


def machine():
    return socket.gethostname()[:32]


def new_worker_id():
    return f"{machine()}:{os.getpid()}:{secrets.token_hex(4)}"


def is_dead(worker_id):
    return worker_id.startswith(f"{machine()}:") and not is_held(worker_id)


def take_up_again():
    """Put tasks of dead workers back into the queue; one that has had three tries is set to failed.

    Returns the number of tasks changed. Safe to run at any time and in several processes.
    """
    changed = 0
    for row in DBTaskResult.objects.running():
        if not (row.worker_ids and is_dead(row.worker_ids[-1])):
            continue
        if len(row.worker_ids) < MOST_TRIES:
            outcome = {"status": TaskResultStatus.READY, "started_at": None}
        else:
            outcome = {
                "status": TaskResultStatus.FAILED,
                "finished_at": timezone.now(),
                "exception_class_path": "lms.core.tasks.TaskFailed",
                "traceback": f"Its worker died in each of {MOST_TRIES} tries.",
            }
        # Only if nothing has happened to it since it was read.
        same = DBTaskResult.objects.filter(pk=row.pk, status=row.status, started_at=row.started_at)
        if same.update(**outcome):
            logger.warning("Task %s (%s): its worker died, now %s", row.pk, row.task_path, outcome["status"])
            changed += 1
    return changed


def remove_old_locks():
    """Delete lock files that dead workers left behind more than a day ago."""
    for path in lock_folder().glob(f"{machine()}:*.lock"):
        if timezone.now().timestamp() - path.stat().st_mtime > DAY and not is_held(path.stem):
            path.unlink(missing_ok=True)


def run_ticks():
    """Call every function that LMS_TICKS names; one that fails is logged and does not stop the others."""
    for path in settings.LMS_TICKS:
        try:
            import_string(path)()
        except Exception as error:
            logger.error("Tick %s failed: %s", path, describe(error))
        finally:
            close_old_connections()
