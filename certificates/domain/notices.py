"""Mail to holders: neutral words, a link, no name and no topic (S-11)."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from . import rendering


def tell_holder(certificate):
    """Tell the holder that the certificate is ready, in their language. Without a mailbox nobody is told."""
    user = certificate.holder.user
    if not user.email or rendering.read(certificate.file) is None:
        return
    with override(user.language):
        link = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('dashboard')}"
        text = render_to_string("certificates/mail/ready.txt", {"link": link})
        send_mail(_("Your certificate is ready"), text, None, [user.email])
