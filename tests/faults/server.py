"""A real web server that can be killed and started again on the same address."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time

from django.db import connection


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """gunicorn with two workers in a process group of its own. `kill()` is SIGKILL to all of them at once."""

    def __init__(self, too_early=False):
        self.port = free_port()
        self.too_early = too_early
        self.process = None

    def start(self, wait=60):
        command = [sys.executable, "-m", "gunicorn", "tests.faults.wsgi", "--workers", "2", "--log-level", "critical"]
        environment = {**os.environ, "LMS_FAULT_DATABASE": str(connection.settings_dict["NAME"])}
        if self.too_early:
            environment["LMS_FAULT_TOO_EARLY"] = "1"
        self.process = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{self.port}"], env=environment, start_new_session=True
        )
        deadline = time.monotonic() + wait
        while not self.answers():
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.1)

    def answers(self):
        try:
            return self.request("GET", "/static/none").status < 500
        except OSError:
            return False

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def request(self, method, path, body=None, headers=None):
        """The answer, read to its end. Raises OSError or http.client.HTTPException when the server is gone."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            link.request(method, path, body, {"Host": "localhost", **(headers or {})})
            response = link.getresponse()
            response.text = response.read().decode()
            return response
        finally:
            link.close()
