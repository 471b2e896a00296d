"""What follows from news of allauth."""

from allauth.account.signals import email_changed
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from django.dispatch import receiver


@receiver(email_changed)
def end_sessions_of_the_old_address(request, user, **kwargs):
    """Whoever else sits in the account loses it. A new password does so by itself: Django ties sessions to it."""
    end_other_sessions(request, user)
