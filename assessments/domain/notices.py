"""Mail to learners about results and exam days: neutral words, a link, no name and no topic (S-11)."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..enums import Feedback
from ..models.regrade import RegradedAttempt
from . import feedback


def tell_regraded(regrade_id):
    """Tells everybody whose result moved, in their language; without a mailbox nobody is told.

    Nor is anybody whose quiz does not tell the score yet (S-18): the result page will show the new one.
    """
    rows = (
        RegradedAttempt.objects.filter(regrade=regrade_id)
        .select_related("regrade", "attempt__quiz", "attempt__sitting", "attempt__enrolment__user")
        .order_by("attempt_id")
    )
    for row in rows:
        user = row.attempt.enrolment.user
        if not user.email or Feedback.SCORE not in feedback.told(row.attempt):
            continue
        with override(user.language):
            address = reverse("attempt_result", args=[row.attempt.public_id])
            context = {"row": row, "link": f"{settings.WAGTAILADMIN_BASE_URL}{address}"}
            text = render_to_string("assessments/mail/regraded.txt", context)
            send_mail(_("A result was checked again"), text, None, [user.email])


def of_cancelling(notice):
    """What somebody with a seat is told when an exam day was cancelled: when it was to be."""
    context = {"notice": notice, "link": f"{settings.WAGTAILADMIN_BASE_URL}{reverse('dashboard')}"}
    return _("An exam day was cancelled"), render_to_string("assessments/mail/cancelled.txt", context)
