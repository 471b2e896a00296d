"""The list of devices keeps address and browser only while somebody is signed in there."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session


def prune():
    """Delete entries of the list whose session has ended."""
    ended = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key"))
    if ended.exists():
        ended.delete()
