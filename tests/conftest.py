"""Fixtures that every test may use."""

from contextlib import contextmanager

import pytest
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test.utils import CaptureQueriesContext

from certificates import triggers
from tests import migrated
from tests.factories.site import build_site, find_site


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings):
    return migrated.take()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        migrated.keep()


def pytest_collection_modifyitems(config, items):
    """First the tests that begin with what migrations left, then those with `site`, then those that flush it away.

    On PostgreSQL only those that depend on the database: the others find there what they found on SQLite.
    """
    if connection.vendor != "sqlite":
        config.hook.pytest_deselected(items=[item for item in items if not depends_on_database(item)])
        items[:] = filter(depends_on_database, items)

    def flushes(item):
        marker = item.get_closest_marker("django_db")
        return "transactional_db" in item.fixturenames or (marker and marker.kwargs.get("transaction"))

    items.sort(key=lambda item: 2 if flushes(item) else "site" in item.fixturenames)


def depends_on_database(item):
    touches = item.get_closest_marker("django_db") or not {"db", "transactional_db"}.isdisjoint(item.fixturenames)
    return touches and not item.get_closest_marker("any_database")


@pytest.fixture(scope="session")
def standing_site(django_db_setup, django_db_blocker):
    """The site of all tests of this session, built once: that takes longer than most tests."""
    with django_db_blocker.unblock():
        build_site()


@pytest.fixture
def site(standing_site, db):
    """Locales kk (default), ru, en; a root page, a home and a catalogue in each tree; collections; the Site.

    Does not assume the rows that migrations made: a transactional test before this one has flushed them.
    """
    return find_site() or build_site()


@pytest.fixture
def queries():
    """Asserts the literal number of SELECT, INSERT, UPDATE and DELETE; transactions do not count.

    PostgreSQL's server-side cursor (DECLARE) is a SELECT that Django fetches in pieces.

    >>> with queries(3):
    ...     client.get(url)
    """

    @contextmanager
    def counted(expected):
        with CaptureQueriesContext(connection) as captured:
            yield captured
        sql = [q["sql"] for q in captured.captured_queries]
        counting = [
            s
            for s in sql
            if s.lstrip("( ").split(" ", 1)[0].upper() in {"SELECT", "INSERT", "UPDATE", "DELETE", "DECLARE"}
        ]
        assert len(counting) == expected, f"{len(counting)} queries, not {expected}:\n" + "\n".join(counting)

    return counted


@pytest.fixture(autouse=True, scope="session")
def flush_is_allowed_in_tests():
    """Transactional tests empty all tables afterwards; the register's triggers refuse that, as they should."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_without_triggers(operations, statements):
        triggers.remove(operations.connection)
        flush(operations, statements)
        triggers.install(operations.connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_without_triggers)
        yield
