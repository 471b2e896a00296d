"""Attempts of people who may have seen a key, for the second person who decides (S-17)."""

from lms.accounts import roles

from ..models.attempt import Attempt

RIGHT = "allow_attempts"


def visible_to(user):
    """The submitted attempts that `user` may decide: of runs of their organisations, never their own."""
    rows = Attempt.objects.filter(keys_seen=True, submitted_at__isnull=False)
    rows = rows.filter(roles.scope(user, RIGHT, "enrolment__cohort__organisation")).exclude(enrolment__user=user)
    return rows.select_related("enrolment__cohort", "enrolment__user__profile", "allowed_by__profile")


def waiting(rows):
    return rows.filter(allowed_at__isnull=True).order_by("submitted_at", "pk")


def allowed(rows):
    return rows.filter(allowed_at__isnull=False).order_by("-allowed_at", "pk")
