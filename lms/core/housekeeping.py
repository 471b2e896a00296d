"""Ticks that delete what has served its time. They look before they delete, so an idle site writes nothing."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

KEPT_DAYS = 30


def prune_results():
    """Delete the rows of tasks that ended more than thirty days ago."""
    ended = DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - timedelta(days=KEPT_DAYS))
    if ended.exists():
        ended.delete()


def prune_sessions():
    """Delete sessions that have expired."""
    expired = Session.objects.filter(expire_date__lt=timezone.now())
    if expired.exists():
        expired.delete()
