"""How often something may be tried, counted in the database: all processes and machines share one count (S-03).

A window begins with the first try and ends `seconds` later; tries beyond the limit do not lengthen it. Keys are
stored as keyed digests: an address or e-mail in a key cannot be read back from the table.

Outside `transaction.atomic()`: a count that is rolled back with its transaction was not made.
"""

import time

from django.db import connection
from django.utils.crypto import salted_hmac

from .models import RateBucket

TABLE = RateBucket._meta.db_table
# One statement, so that two tries at once are two. SQLite and PostgreSQL read it alike.
COUNT_ONE = f"""INSERT INTO {TABLE} (key, ends, count) VALUES (%s, %s, 1)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN {TABLE}.ends <= %s THEN 1 ELSE {TABLE}.count + 1 END,
        ends = CASE WHEN {TABLE}.ends <= %s THEN excluded.ends ELSE {TABLE}.ends END
    RETURNING count"""
GIVE_BACK = f"UPDATE {TABLE} SET count = count - 1 WHERE key = %s AND ends > %s AND count > 0"


def digest(key):
    return salted_hmac("lms.core.ratelimit", key, algorithm="sha256").hexdigest()


def allow(key: str, limit: int, seconds: int) -> bool:
    """Count one try for `key`; false when it is more than `limit` within a window of `seconds`."""
    now = time.time()
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ONE, [digest(key), now + seconds, now, now])
        (count,) = cursor.fetchone()
    return count <= limit


def give_back(key: str) -> None:
    """Take back one try, for limits that count failures only: `allow` before the attempt, this after a success."""
    with connection.cursor() as cursor:
        cursor.execute(GIVE_BACK, [digest(key), time.time()])


def forget(key: str) -> None:
    """Begin anew, as after a password was reset by its owner."""
    RateBucket.objects.filter(key=digest(key)).delete()


def prune() -> None:
    """Delete windows that have ended."""
    ended = RateBucket.objects.filter(ends__lt=time.time())
    if ended.exists():
        ended.delete()
