"""What follows from news of allauth and of Wagtail's account page."""

from allauth.account.signals import email_changed
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.users.models import UserProfile

from .domain import languages


@receiver(email_changed)
def end_sessions_of_the_old_address(request, user, **kwargs):
    """Whoever else sits in the account loses it. A new password does so by itself: Django ties sessions to it."""
    end_other_sessions(request, user)


@receiver(post_save, sender=UserProfile)
def speak_one_language(instance, **kwargs):
    """Who chooses a language for the staff area has chosen it for letters and refusals, too."""
    languages.take_over(instance)
