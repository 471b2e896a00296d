"""What a certificate costs: CPU of this process and of the child that makes the PDF, and the child's memory."""

import os
import resource

from certificates.domain import rendering

CPU_LIMIT = 60
TICKS = os.sysconf("SC_CLK_TCK")


def child_of_renderer():
    """Process id of the warm child."""
    return rendering.renderer().process.pid


def cpu_of(pid):
    """CPU seconds of a process so far."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def child_state():
    """(CPU seconds so far, resident MiB) of the child."""
    pid = child_of_renderer()
    with open(f"/proc/{pid}/statm") as file:
        resident = int(file.read().split()[1]) * resource.getpagesize() / 2**20
    return cpu_of(pid), resident


def measure(certificates):
    """Renders each certificate once more, warm; returns (CPU ms a certificate, MiB before, MiB after)."""
    for certificate in certificates[:2]:
        rendering.renderer().render(rendering.to_html(certificate))
    before, size_before = child_state()
    own = resource.getrusage(resource.RUSAGE_SELF)
    for certificate in certificates:
        rendering.renderer().render(rendering.to_html(certificate))
    after, size_after = child_state()
    mine = resource.getrusage(resource.RUSAGE_SELF)
    spent = after - before + mine.ru_utime + mine.ru_stime - own.ru_utime - own.ru_stime
    return spent / len(certificates) * 1000, size_before, size_after
