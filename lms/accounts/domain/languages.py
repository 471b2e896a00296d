"""A person has one language: of letters and refusals, and for staff that of the staff area.

Django keeps it in `User.language`, Wagtail in its own profile. Both functions write by `update`, which sends no signal,
so neither calls the other.
"""

from django.conf import settings
from wagtail.users.models import UserProfile

from ..models import User


def choose(user, language):
    """The person has chosen on the site. Somebody who never works in the admin gets no profile of Wagtail's."""
    user.language = language
    User.objects.filter(pk=user.pk).update(language=language)
    if user.is_staff_member:
        UserProfile.objects.get_or_create(user=user)
    UserProfile.objects.filter(user=user).update(preferred_language=language)


def take_over(profile):
    """The person has chosen in the admin. An empty choice, as in a new profile, changes nothing."""
    if profile.preferred_language in dict(settings.LANGUAGES):
        User.objects.filter(pk=profile.user_id).update(language=profile.preferred_language)
