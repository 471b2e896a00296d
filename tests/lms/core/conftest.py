import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection
from django_tasks import task_backends


@pytest.fixture
def wait_until(tmp_path):
    """Polls `condition` and returns its first true value; fails after `seconds`."""

    def wait(condition, seconds=60):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if value := condition():
                return value
            time.sleep(0.05)
        said = {log.name: log.read_text() for log in tmp_path.glob("*.log")}
        raise AssertionError(f"it did not happen in time; the processes said: {said}")

    return wait


@pytest.fixture
def child_environment(transactional_db, tmp_path):
    """Environment of a process that works on this test's database, with a folder for data of its own."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.lms.core.child_settings",
        "TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "LMS_VAR_DIR": str(tmp_path / "var"),
        "TEST_TICK_LOG": str(tmp_path / "ticks"),
    }


@pytest.fixture
def start(child_environment, tmp_path):
    """Starts `manage.py <arguments>`; what it prints goes to `process.log`. All are killed after the test."""
    started = []

    def start_process(*arguments, **environment):
        log = tmp_path / f"{len(started)}-{arguments[0]}.log"
        with log.open("w") as output:
            process = subprocess.Popen(
                [sys.executable, "manage.py", *arguments],
                cwd=settings.BASE_DIR,
                env={**child_environment, **environment},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        process.log = log
        started.append(process)
        return process

    yield start_process
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture
def database_tasks(settings):
    """Tasks enqueued by the test go to the database, for a worker process to find."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return task_backends["default"]
