"""Measures one address: CPU milliseconds of this process (median), SQL statements, bytes."""

import gzip
import statistics
import time
from dataclasses import dataclass

from django.db import connection
from django.test.utils import CaptureQueriesContext

COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE")


@dataclass
class Measured:
    """`cpu` in milliseconds a request, `queries` of the kinds in COUNTED, `size` in bytes and gzip bytes."""

    name: str
    cpu: float
    queries: int
    size: int
    zipped: int

    def row(self, bare):
        return (
            f"| {self.name} | {self.cpu:.1f} | {self.cpu / bare.cpu:.2f} | {self.queries} | "
            f"{self.queries - bare.queries:+d} | {self.size / 1024:.1f} | {self.zipped / 1024:.1f} |"
        )


def measure(name, call, rounds=40, warm=5):
    """Calls `call()` (returns a response) and returns a Measured; AssertionError unless it answers 200 or 302."""
    for _ in range(warm):
        response = call()
        assert response.status_code in (200, 302), f"{name}: {response.status_code}"
    with CaptureQueriesContext(connection) as captured:
        response = call()
    statements = [q["sql"].lstrip("( ").split(" ", 1)[0].upper() for q in captured.captured_queries]
    spent = []
    for _ in range(rounds):
        begun = time.process_time()
        call()
        spent.append((time.process_time() - begun) * 1000)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return Measured(
        name, statistics.median(spent), sum(s in COUNTED for s in statements), len(body), len(gzip.compress(body, 6))
    )
