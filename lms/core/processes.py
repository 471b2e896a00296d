"""Keeps a handful of child processes running: `supervise` starts them, restarts a dead one, stops all together.

Children are forked, so that they share the memory of whatever the parent has imported. The parent must therefore have
one thread and no open connection to a database: both would be shared, too.
"""

import ctypes
import logging
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

logger = logging.getLogger("lms.processes")

PR_SET_PDEATHSIG = 1
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
forking = multiprocessing.get_context("fork")


class GivenUp(Exception):
    """A child ended again and again; the message names it."""


@dataclass
class Child:
    name: str
    run: Callable[[], None]
    process: forking.Process | None = None
    started: float = 0.0
    start_at: float = 0.0
    early_ends: int = 0

    def start(self):
        self.process = forking.Process(target=run_tied, args=(self.run, os.getpid()), name=self.name)
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)  # until the child has put down the parent's handlers
        self.process.start()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
        self.started = time.monotonic()
        logger.info("%s started, process %d", self.name, self.process.pid)


@dataclass(frozen=True)
class Patience:
    """How long a child must live to count as settled, the first delay before a restart (it doubles), and how
    many early ends in a row are too many. Seconds."""

    settled: float = 60
    delay: float = 1
    most: int = 6


def run_tied(run, parent):
    """In the child: run in a process group of its own, so that Ctrl-C reaches the supervisor alone, and on Linux get
    a SIGTERM as soon as the supervisor is gone, however it went."""
    os.setpgid(0, 0)
    for number in STOPS:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            return
    run()


def supervise(children, patience=Patience(), grace=10):
    """Run `children` until SIGINT, SIGTERM or SIGHUP, then stop them all within `grace` seconds.

    Raises GivenUp, with everything stopped, when a child keeps ending early.
    """
    stopping = []
    for number in STOPS:
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
    elif not child.process.is_alive():
        child.early_ends = 1 if now - child.started > patience.settled else child.early_ends + 1
        if child.early_ends >= patience.most:
            raise GivenUp(f"{child.name} ended {child.early_ends} times in a row; its own messages stand above.")
        delay = patience.delay * 2 ** (child.early_ends - 1)
        logger.warning("%s ended (status %d), restart in %g s", child.name, child.process.exitcode, delay)
        child.process, child.start_at = None, now + delay


def stop(children, grace):
    """Ask every child to end, wait up to `grace` seconds together, then kill what is left with its descendants."""
    running = [child for child in children if child.process and child.process.is_alive()]
    for child in running:
        child.process.terminate()
    deadline = time.monotonic() + grace
    for child in running:
        child.process.join(max(0, deadline - time.monotonic()))
        if child.process.is_alive():
            logger.warning("%s did not end in time and is killed", child.name)
            os.killpg(child.process.pid, signal.SIGKILL)
            child.process.join()
