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
        text = render_to_string("certificates/mail/ready.txt", {"link": own_page()})
        send_mail(_("Your certificate is ready"), text, None, [user.email])


def tell_of_revocation(user):
    """Tell the holder, in their language, that a certificate was withdrawn; the page says which and whom to ask."""
    if not user.email or not user.is_active:
        return
    with override(user.language):
        text = render_to_string("certificates/mail/revoked.txt", {"link": own_page()})
        send_mail(_("Your certificate has been withdrawn"), text, None, [user.email])


def of_change(notice):
    """What a holder is told about a note: where it stands. Its words may name a topic, so they stay on the page."""
    text = render_to_string("certificates/mail/note.txt", {"link": own_page()})
    return _("A note about your course"), text


def own_page():
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('dashboard')}"
