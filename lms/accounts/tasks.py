"""Background work of this app: mails."""

from django.core.mail import send_mail
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from lms.core.tasks import task

from .models import Membership, User


@task()
def tell_about_role(membership_id):
    """Tell the person and both administrators that a role with great power was granted."""
    membership = Membership.objects.select_related("user", "organisation", "granted_by", "seconded_by").get(
        pk=membership_id
    )
    for person in {membership.user, membership.granted_by, membership.seconded_by} - {None}:
        if person.email:
            with override(person.language):
                send_mail(gettext("A role was granted"), role_mail(membership), None, [person.email])


def role_mail(membership):
    lines = [
        gettext("Person: %s") % membership.user,
        gettext("Role: %s") % membership.get_role_display(),
        gettext("Organisation: %s") % membership.organisation,
        gettext("From: %s") % date_format(membership.valid_from),
    ]
    if membership.valid_to:
        lines.append(gettext("To: %s") % date_format(membership.valid_to))
    if membership.granted_by:
        lines.append(gettext("Granted by: %s") % membership.granted_by)
        lines.append(gettext("Confirmed by: %s") % membership.seconded_by)
    else:
        lines.append(gettext("Granted on the command line of the server."))
    lines.append("")
    lines.append(gettext("If this is not right, tell the other administrators at once."))
    return "\n".join(lines)


@task()
def tell_about_factor(user_id, asked_by_id, confirmed_by_id):
    """Tell the person and both administrators that the second factor was taken away."""
    user, *administrators = (User.objects.get(pk=pk) for pk in (user_id, asked_by_id, confirmed_by_id))
    for person in (user, *administrators):
        if person.email:
            with override(person.language):
                send_mail(
                    gettext("A second factor was reset"), factor_mail(user, *administrators), None, [person.email]
                )


def factor_mail(user, asked_by, confirmed_by):
    return "\n".join(
        [
            gettext("Person: %s") % user,
            gettext("Asked by: %s") % asked_by,
            gettext("Confirmed by: %s") % confirmed_by,
            "",
            gettext("The person was signed out everywhere and sets a new second factor after the next sign-in."),
            gettext("If this is not right, tell the other administrators at once."),
        ]
    )
