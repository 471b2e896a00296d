"""Memory of the running site: web server with two workers, worker and scheduler together, after some visits."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request

from django.conf import settings
from django.db import connection

LIMIT = 350
VISITS = 60


def measure():
    """Proportional set size in MiB of `manage.py lms_run` and all its children, on a copy of the measured database."""
    folder = tempfile.mkdtemp(prefix="lms-bench-site-")
    with sqlite3.connect(f"{folder}/db.sqlite3") as copy:
        connection.connection.backup(copy)
    copy.close()
    for key in settings.VAR_DIR.glob("*.key"):
        shutil.copy(key, folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    manage = [sys.executable, "manage.py"]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "lms.settings.dev",
        "LMS_VAR_DIR": folder,
        "PORT": str(port),
    }
    for command in (["createcachetable"], ["collectstatic", "--no-input"]):
        subprocess.run([*manage, *command, "--verbosity", "0"], env=environment, check=True)
    site = subprocess.Popen([*manage, "lms_run"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        visit(f"http://localhost:{port}")
        return sum(proportional(pid) for pid in family(site.pid)) / 1024
    finally:
        site.send_signal(signal.SIGTERM)
        site.wait(30)


def visit(address):
    deadline = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(f"{address}/kk/", timeout=10)
            break
        except OSError:
            assert time.monotonic() < deadline, "the site did not start"
            time.sleep(0.3)
    for number in range(VISITS):
        urllib.request.urlopen(address + ("/kk/", "/ru/courses/", "/en/verify/")[number % 3], timeout=10).read()


def family(pid):
    """`pid` and every process below it."""
    children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    return [pid, *(member for child in children for member in family(int(child)))]


def proportional(pid):
    """KiB of a process; none for one that ended meanwhile, as a child that makes a PDF may."""
    try:
        with open(f"/proc/{pid}/smaps_rollup") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("Pss:"))
    except (FileNotFoundError, ProcessLookupError):
        return 0
