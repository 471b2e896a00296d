"""`lms_run` with real processes: it restarts what dies, stops all together and leaves nobody behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest
from django.conf import settings

pytestmark = pytest.mark.any_database


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


def test_a_busy_port_is_said_before_anything_is_set_up(port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        script, surroundings = settings.BASE_DIR / "scripts/run", {"PATH": os.environ["PATH"], "PORT": str(port)}
        run = subprocess.run([script], env=surroundings, capture_output=True, text=True, timeout=60)
    words = f"port {port} is in use. Stop the program that has it, or take another: make run PORT={port + 1}"
    assert (run.returncode, run.stdout, run.stderr) == (1, "", f"\nStopped: {words}\n")


def test_only_memory_crosses_the_forks(running, port):
    """No connection to a database, no socket and no second thread is there to be shared; the lock of the site is the
    supervisor's alone, so that it is free as soon as the supervisor is gone."""
    pids = {"supervisor": running.pid, **{name: pid for name, (pid,) in processes(running).items()}}
    assert urllib.request.urlopen(f"http://localhost:{port}/en/verify/").status == 200

    held = {name: open_files(pid) for name, pid in pids.items()}
    assert [name for name in held["supervisor"] if "sqlite" in name or name.startswith("socket:")] == []
    assert [name for name in held["web"] if "sqlite" in name] == []
    assert len(os.listdir(f"/proc/{running.pid}/task")) == 1
    assert [name for name, files in held.items() if any(file.endswith("/site.lock") for file in files)] == [
        "supervisor"
    ]


def open_files(pid):
    folder = f"/proc/{pid}/fd"
    return [os.readlink(f"{folder}/{number}") for number in os.listdir(folder)]


def test_a_child_that_keeps_ending_is_given_up_and_the_others_are_stopped():
    script = """
import sys, time
from lms.core.processes import Child, GivenUp, Patience, supervise

steady, broken = Child("steady", lambda: time.sleep(60)), Child("broken", lambda: sys.exit(3))
try:
    supervise([steady, broken], Patience(settled=60, delay=0.01, most=3))
except GivenUp as error:
    print(steady.process.pid, error)
"""
    run = subprocess.run([sys.executable, "-c", script], cwd=settings.BASE_DIR, capture_output=True, text=True)
    pid, message = run.stdout.split(" ", 1)
    assert message == "broken ended 3 times in a row; its own messages stand above.\n"
    assert not alive(int(pid))
