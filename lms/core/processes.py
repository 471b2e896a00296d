"""Keeps a handful of child processes running: `supervise` starts them, restarts a dead one, stops all together."""

import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

logger = logging.getLogger("lms.processes")

PR_SET_PDEATHSIG = 1


class GivenUp(Exception):
    """A child ended again and again; the message names it."""


@dataclass
class Child:
    name: str
    command: list
    process: subprocess.Popen | None = None
    started: float = 0.0
    start_at: float = 0.0
    early_ends: int = 0

    def start(self):
        self.process = subprocess.Popen(self.command, preexec_fn=tied_to_parent())
        self.started = time.monotonic()
        logger.info("%s started, process %d", self.name, self.process.pid)


@dataclass(frozen=True)
class Patience:
    """How long a child must live to count as settled, the first delay before a restart (it doubles), and how
    many early ends in a row are too many. Seconds."""

    settled: float = 60
    delay: float = 1
    most: int = 6


def tied_to_parent():
    """What a child runs before its program: a process group of its own, so that Ctrl-C reaches the supervisor
    alone, and on Linux a SIGTERM as soon as the supervisor is gone, however it went."""
    parent = os.getpid()
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def before_program():
        os.setpgid(0, 0)
        if libc:
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:
                os._exit(1)

    return before_program


def supervise(children, patience=Patience(), grace=10):
    """Run `children` until SIGINT, SIGTERM or SIGHUP, then stop them all within `grace` seconds.

    Raises GivenUp, with everything stopped, when a child keeps ending early.
    """
    stopping = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, frame: stopping.append(received))
    try:
        while not stopping:
            for child in children:
                attend_to(child, patience)
            time.sleep(0.2)
    finally:
        stop(children, grace)


def attend_to(child, patience):
    now = time.monotonic()
    if child.process is None:
        if now >= child.start_at:
            child.start()
    elif child.process.poll() is not None:
        child.early_ends = 1 if now - child.started > patience.settled else child.early_ends + 1
        if child.early_ends >= patience.most:
            raise GivenUp(f"{child.name} ended {child.early_ends} times in a row; its own messages stand above.")
        delay = patience.delay * 2 ** (child.early_ends - 1)
        logger.warning("%s ended (status %d), restart in %g s", child.name, child.process.returncode, delay)
        child.process, child.start_at = None, now + delay


def stop(children, grace):
    """Ask every child to end, wait up to `grace` seconds together, then kill what is left with its descendants."""
    running = [child for child in children if child.process and child.process.poll() is None]
    for child in running:
        child.process.terminate()
    deadline = time.monotonic() + grace
    for child in running:
        try:
            child.process.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            logger.warning("%s did not end in time and is killed", child.name)
            os.killpg(child.process.pid, signal.SIGKILL)
            child.process.wait()
