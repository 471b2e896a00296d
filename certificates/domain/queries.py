"""Reading: the certificates of one person, the people of one cohort."""

from ..models import Certificate
from . import rendering


def mine(user):
    """The person's certificates whose file is there and unchanged, newest first, each with `revoked`."""
    own = Certificate.objects.ready().with_state().filter(holder__user=user).select_related("file")
    return [certificate for certificate in own if rendering.read(certificate.file) is not None]


def dashboard_section(user):
    """For `courses.sections`: the person's certificates, or nothing when there are none."""
    certificates = mine(user)
    return ("certificates/_mine.html", {"certificates": certificates}) if certificates else None
