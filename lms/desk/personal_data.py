"""What the site holds of one person, across the apps: a copy of it, and its erasure (S-23, S-25; docs/privacy.md)."""

import logging
import os

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import FileField
from django.utils import timezone
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from assessments.models import Accommodation, Attempt, KeyView, SittingNotice
from certificates.domain.erasure import erase_holder
from courses.models import Enrolment, OwnerNotice
from lms.accounts.models import FactorReset, Membership, MembershipRequest, Profile, User

logger = logging.getLogger("lms.personal_data")

# Every table with rows about a person, and the way from a row to the person.
ABOUT = {
    "accounts.User": "pk",
    "accounts.Profile": "user",
    "accounts.Membership": "user",
    "accounts.MembershipRequest": "user",
    "accounts.FactorReset": "user",
    "account.EmailAddress": "user",
    "mfa.Authenticator": "user",
    "usersessions.UserSession": "user",
    "wagtailusers.UserProfile": "user",
    "courses.Enrolment": "user",
    "courses.UnitResult": "enrolment__user",
    "courses.Attendance": "enrolment__user",
    "courses.OwnerNotice": "user",
    "assessments.Attempt": "enrolment__user",
    "assessments.AttemptItem": "attempt__enrolment__user",
    "assessments.RegradedAttempt": "attempt__enrolment__user",
    "assessments.SittingEvent": "attempt__enrolment__user",
    "assessments.SittingNotice": "user",
    "assessments.PaperEntry": "enrolment__user",
    "assessments.Accommodation": "user",
    "assessments.KeyView": "user",
    "certificates.Certificate": "holder__user",
    "certificates.CertificateHolder": "user",
    "certificates.CertificateFile": "certificate__holder__user",
    "certificates.CertificateEvent": "certificate__holder__user",
    "certificates.IssueItem": "enrolment__user",
    "certificates.HolderNotice": "user",
}
# Would open a door to whoever reads the copy, or names somebody else.
LEFT_OUT = {
    "accounts.User": {"password"},
    "mfa.Authenticator": {"data"},
    "usersessions.UserSession": {"session_key", "data"},
}
# Go with the person at once; the rest goes with the certificates, attempts and seats.
OF_THE_PERSON = (
    Profile, EmailAddress, Authenticator, FactorReset, MembershipRequest, UserProfile, Accommodation, KeyView,
    OwnerNotice, SittingNotice,
)  # fmt: skip
OTHER_PEOPLE = {
    "granted_by",
    "seconded_by",
    "ended_by",
    "requested_by",
    "decided_by",
    "recorded_by",
    "by",
    "allowed_by",
    "entered_by",
    "written_by",
}


class Refused(Exception):
    """Nothing was changed; the message says why, in words for the operator."""


def copy_of(user):
    """{table: rows}, each row {field: value}; relations as their text, secrets and other people left out."""
    tables = {}
    for label, path in ABOUT.items():
        model = apps.get_model(label)
        left_out = LEFT_OUT.get(label, set()) | OTHER_PEOPLE
        fields = [field for field in model._meta.concrete_fields if field.name not in left_out]
        tables[label] = [
            {field.name: value_of(row, field) for field in fields}
            for row in model._default_manager.filter(**{path: user.pk}).order_by("pk")
        ]
    return tables


def value_of(row, field):
    if isinstance(field, FileField):
        return field.value_from_object(row).name
    if not field.is_relation:
        return field.value_from_object(row)
    related = getattr(row, field.name)
    return None if related is None else str(related)


def erase(user):
    """Take away everything that tells who `user` is. Raises Refused while they hold a role.

    An empty account without any name stays, so that what they did for others (a mark recorded, a role granted) keeps
    its place. A certificate's entry stays without its holder. Safe to run twice; noted outside the database, so that
    a restored backup is erased again.
    """
    if user.is_superuser or Membership.objects.active().filter(user=user).exists():
        raise Refused("This person holds a role. End it first.")
    with transaction.atomic():
        erase_holder(user)
        Attempt.objects.filter(enrolment__user=user).delete()
        Enrolment.objects.filter(user=user).delete()
        for model in OF_THE_PERSON:
            model.objects.filter(user=user).delete()
        for session in UserSession.objects.filter(user=user):
            session.end()
        empty(user)
    note(user)
    logger.info("Erased the person %s", user.public_id)


def empty(user):
    kind = ContentType.objects.get_for_model(User)
    ModelLogEntry.objects.filter(content_type=kind, object_id=str(user.pk)).update(label=str(user.public_id))
    user.groups.clear()
    user.user_permissions.clear()
    user.email = user.login_name = user.last_login = None
    user.is_active = False
    user.set_unusable_password()
    user.save()


def noted():
    return settings.VAR_DIR / "erased"


def note(user):
    with open(os.open(noted(), os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), "a") as file:
        file.write(f"{user.public_id} {timezone.localdate()}\n")


def erase_again():
    """After a restore: whoever was erased since the backup was made is erased in it, too."""
    if not noted().exists():
        return
    erased = {line.split()[0] for line in noted().read_text().splitlines() if line.strip()}
    for user in User.objects.filter(public_id__in=erased):
        Membership.objects.active().filter(user=user).delete()
        erase(user)
