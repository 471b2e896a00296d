"""Old task rows and expired sessions go; what is still of use stays."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from lms.core import housekeeping


def make_task(**fields):
    return DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}}, task_path="x", backend_name="default", run_after=None, **fields
    )


def test_only_tasks_that_ended_a_month_ago_go(db):
    old, recent = timezone.now() - timedelta(days=31), timezone.now() - timedelta(days=29)
    make_task(status="SUCCESSFUL", finished_at=old)
    make_task(status="FAILED", finished_at=old)
    kept = {make_task(status="SUCCESSFUL", finished_at=recent).pk, make_task(status="READY").pk}

    housekeeping.prune_results()
    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == kept


def test_only_expired_sessions_go(db):
    now = timezone.now()
    Session.objects.create(session_key="expired", session_data="", expire_date=now - timedelta(seconds=1))
    Session.objects.create(session_key="alive", session_data="", expire_date=now + timedelta(minutes=1))

    housekeeping.prune_sessions()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["alive"]
