"""`lms_run` with real processes: it restarts what dies, stops all together and leaves nobody behind."""

import os
import re
import signal
import socket
import sys

import pytest

from lms.core.processes import Child, GivenUp, Patience, supervise


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def processes(run):
    """Name -> process ids in the order they were started, from what lms_run logged."""
    found = {}
    for name, pid in re.findall(r"(\w+) started, process (\d+)", run.log.read_text()):
        found.setdefault(name, []).append(int(pid))
    return found


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as stat:
        return stat.read().rsplit(")", 1)[1].split()[0] != "Z"


@pytest.fixture
def running(start, port, wait_until):
    run = start("lms_run", "--port", str(port))
    wait_until(lambda: len(processes(run)) == 3)
    wait_until(lambda: "Starting worker" in run.log.read_text() and "Booting worker" in run.log.read_text())
    return run


def test_ctrl_c_stops_all_three(running, port):
    pids = processes(running)
    assert set(pids) == {"web", "worker", "scheduler"}

    os.kill(running.pid, signal.SIGINT)
    assert running.wait(60) == 0
    assert [alive(pid) for (pid,) in pids.values()] == [False, False, False]
    assert f"The site is at http://localhost:{port}" in running.log.read_text()


def test_a_killed_worker_is_replaced_and_the_others_stay(running, wait_until):
    before = processes(running)
    os.kill(before["worker"][0], signal.SIGKILL)

    wait_until(lambda: len(processes(running)["worker"]) == 2)
    after = processes(running)
    assert (after["web"], after["scheduler"]) == (before["web"], before["scheduler"])
    wait_until(lambda: running.log.read_text().count("Starting worker worker_id") == 2)


def test_no_process_survives_a_killed_supervisor(running, wait_until):
    pids = [pid for (pid,) in processes(running).values()]
    os.kill(running.pid, signal.SIGKILL)

    wait_until(lambda: not any(alive(pid) for pid in pids))


def test_a_busy_port_is_said_in_one_sentence(start, port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        run = start("lms_run", "--port", str(port))
        assert run.wait(60) == 1
    assert run.log.read_text() == (
        f"CommandError: Port {port} cannot be used (Address already in use). Stop the program that has it, "
        f"or take another: make run PORT={port + 1}\n"
    )


def test_a_child_that_keeps_ending_is_given_up_and_the_others_are_stopped():
    steady = Child("steady", [sys.executable, "-c", "import time; time.sleep(60)"])
    broken = Child("broken", [sys.executable, "-c", "raise SystemExit(3)"])
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        with pytest.raises(GivenUp, match="broken ended 3 times in a row"):
            supervise([steady, broken], Patience(settled=60, delay=0.01, most=3))
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    assert not alive(steady.process.pid)
