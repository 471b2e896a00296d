"""The whole site as `make run` serves it, which can be killed and started again."""

import http.client
import os
import signal
import subprocess
import sys
import time

from tests.bench.memory import family
from tests.faults.server import free_port


class Site:
    """`manage.py lms_run` on the settings and database of this process. `kill()` is SIGKILL to all of its processes."""

    def __init__(self, too_early=False):
        self.port = free_port()
        self.too_early = too_early
        self.process = None

    def start(self, wait=90):
        environment = {**os.environ, "PORT": str(self.port)}
        command = [sys.executable, "manage.py", "lms_run"]
        if self.too_early:
            command = [sys.executable, "-m", "tests.exam.careless", "lms_run"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, env=environment, start_new_session=True, **quiet)
        deadline = time.monotonic() + wait
        while not self.answers():
            assert self.process.poll() is None and time.monotonic() < deadline, "the site did not start"
            time.sleep(0.1)

    def answers(self):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            link.request("GET", "/kk/verify/", headers={"Host": "localhost"})
            return link.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            link.close()

    def kill(self):
        members = family(self.process.pid)
        for pid in members:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
