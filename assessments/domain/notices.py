"""Mail to learners about results and exam days: neutral words, a link, no name and no topic (S-11)."""

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.enums import EnrolmentStatus
from courses.models import Enrolment

from ..enums import Feedback
from ..models.regrade import RegradedAttempt
from ..models.sitting import SittingNotice
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


def of_exam_day(notice):
    """What somebody with a seat is told of an exam day that was moved or cancelled, or None."""
    return of_cancelling(notice) if notice.sitting_id is None else of_moving(notice.pk)


def of_moving(pk):
    """When an exam day was to be and when it is now.

    None when there is nothing to tell any more: it is back where it was, over or cancelled, a later notice tells more,
    or the seat was given up. All of this is read at once, so that a move meanwhile is told here or by its own notice.
    """
    later = SittingNotice.objects.filter(sitting=OuterRef("sitting"), user=OuterRef("user"), pk__gt=OuterRef("pk"))
    seats = Enrolment.objects.filter(cohort=OuterRef("cohort"), user=OuterRef("user"), status=EnrolmentStatus.ACTIVE)
    rows = SittingNotice.objects.filter(~Exists(later), Exists(seats), pk=pk, sitting__closes_at__gt=timezone.now())
    notice = rows.select_related("sitting", "cohort").first()
    if notice is None:
        return None
    sitting = notice.sitting
    if (notice.opens_at, notice.closes_at) == (sitting.opens_at, sitting.closes_at):
        return None
    context = {"notice": notice, "link": f"{settings.WAGTAILADMIN_BASE_URL}{reverse('dashboard')}"}
    return _("The time of an exam was changed"), render_to_string("assessments/mail/moved.txt", context)


def of_cancelling(notice):
    """What somebody with a seat is told when an exam day was cancelled: when it was to be."""
    context = {"notice": notice, "link": f"{settings.WAGTAILADMIN_BASE_URL}{reverse('dashboard')}"}
    return _("An exam day was cancelled"), render_to_string("assessments/mail/cancelled.txt", context)
