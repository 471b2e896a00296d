"""A killed worker loses no task; a failure leaves no personal data; ticks are independent of each other."""

import os
import signal

import pytest
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from . import child_tasks


def lines(path):
    return path.read_text().split() if path.exists() else []


@pytest.fixture
def log(tmp_path):
    return tmp_path / "task-log"


def test_a_task_whose_worker_is_killed_runs_again_on_the_next(database_tasks, start, wait_until, log):
    row_id = child_tasks.slow_the_first_time.enqueue(str(log)).id
    first = start("lms_worker", "--worker-id", f"{os.uname().nodename[:32]}:1:first")
    wait_until(lambda: lines(log) == ["begun"])

    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert DBTaskResult.objects.get(pk=row_id).status == "RUNNING"

    start("lms_worker", "--worker-id", f"{os.uname().nodename[:32]}:2:second")
    wait_until(lambda: DBTaskResult.objects.get(pk=row_id).status == "SUCCESSFUL")
    assert lines(log) == ["begun", "begun", "done"]
    assert [name.split(":")[2] for name in DBTaskResult.objects.get(pk=row_id).worker_ids] == ["first", "second"]


def test_the_scheduler_leaves_a_task_of_a_living_worker_alone(database_tasks, start, wait_until, log):
    row_id = child_tasks.slow_the_first_time.enqueue(str(log)).id
    start("lms_worker")
    wait_until(lambda: lines(log) == ["begun"])

    assert start("lms_scheduler", "--once").wait(60) == 0
    row = DBTaskResult.objects.get(pk=row_id)
    assert (row.status, len(row.worker_ids)) == ("RUNNING", 1)


def test_a_task_that_kills_three_workers_is_given_up(database_tasks, start, wait_until, log):
    row_id = child_tasks.always_too_slow.enqueue(str(log)).id
    for attempt in (1, 2, 3):
        worker = start("lms_worker")
        wait_until(lambda count=attempt: len(lines(log)) == count)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()

    assert start("lms_scheduler", "--once").wait(60) == 0
    row = DBTaskResult.objects.get(pk=row_id)
    assert (row.status, row.traceback) == ("FAILED", "Its worker died in each of 3 tries.")
    assert row.finished_at is not None


def test_another_machines_task_is_not_judged_here(database_tasks, start, log):
    row_id = child_tasks.always_too_slow.enqueue(str(log)).id
    DBTaskResult.objects.filter(pk=row_id).update(status="RUNNING", worker_ids=["elsewhere:1:abc"])

    assert start("lms_scheduler", "--once").wait(60) == 0
    assert DBTaskResult.objects.get(pk=row_id).status == "RUNNING"


def test_a_failed_task_leaves_kind_and_place_but_no_personal_data(database_tasks, start):
    row_id = child_tasks.fail_with.enqueue("raushan@example.org").id
    worker = start("lms_worker", "--batch")
    assert worker.wait(60) == 0

    row = DBTaskResult.objects.get(pk=row_id)
    assert row.status == "FAILED"
    assert "builtins.ValueError > " in row.traceback
    assert "child_tasks.py" in row.traceback
    assert "raushan@example.org" not in row.traceback
    assert "raushan@example.org" not in worker.log.read_text()


def test_a_failing_tick_is_logged_without_its_text_and_stops_no_other(start, tmp_path):
    ticks = "tests.lms.core.child_tasks.tick_that_fails tests.lms.core.child_tasks.tick_that_counts"
    scheduler = start("lms_scheduler", "--once", TEST_TICKS=ticks)

    assert scheduler.wait(60) == 0
    assert lines(tmp_path / "ticks") == ["tick"]
    logged = scheduler.log.read_text()
    assert "tick_that_fails failed: builtins.ValueError > " in logged
    assert "raushan@example.org" not in logged


def test_a_second_scheduler_refuses_to_start(start, wait_until, tmp_path):
    counting = "tests.lms.core.child_tasks.tick_that_counts"
    first = start("lms_scheduler", "--interval", "0.2", TEST_TICKS=counting)
    wait_until(lambda: len(lines(tmp_path / "ticks")) >= 2)

    second = start("lms_scheduler")
    assert second.wait(60) == 1
    last_line = second.log.read_text().splitlines()[-1]
    assert last_line == "CommandError: A scheduler is already running on this folder for data."

    first.terminate()
    assert first.wait(60) == 0


def test_an_idle_round_of_ticks_writes_nothing(db, settings, queries):
    settings.LMS_TICKS = [
        "lms.core.supervision.take_up_again",
        "lms.core.housekeeping.prune_results",
        "lms.core.housekeeping.prune_sessions",
    ]
    with queries(3) as captured:
        for path in settings.LMS_TICKS:
            import_string(path)()
    assert {query["sql"].split()[0] for query in captured.captured_queries} == {"SELECT"}
