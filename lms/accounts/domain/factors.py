"""Taking away the second factor of somebody who lost it: two administrators, everybody concerned is told (S-02).

The person signs in with the password afterwards and sets a new factor before any staff address opens.
"""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from wagtail.log_actions import log

from .. import roles, tasks
from ..models import FactorReset, User
from . import errors

RIGHT = "manage_people"


def may_reset(by, user):
    """Whether `by` manages the people of every organisation where `user` has a role: the factor guards them all."""
    if by == user or user.is_superuser or not User.objects.visible_to(by).filter(pk=user.pk).exists():
        return False
    held = user.memberships.active().select_related("organisation")
    return all(roles.can(by, RIGHT, membership.organisation) for membership in held)


@transaction.atomic
def request_reset(user, *, by):
    """Proposes to a second administrator to take away the factors of `user`; returns the FactorReset.

    Raises `errors.MayNotReset`, `errors.NoFactor` or `errors.AlreadyAsked`.
    """
    if not may_reset(by, user):
        raise errors.MayNotReset
    if not Authenticator.objects.filter(user=user).exists():
        raise errors.NoFactor
    reset, created = FactorReset.objects.get_or_create(user=user, defaults={"requested_by": by})
    if not created:
        raise errors.AlreadyAsked
    log(user, "accounts.ask_factor_reset", user=by)
    return reset


@transaction.atomic
def confirm_reset(reset, *, by):
    """The second administrator agrees: factors go, every session of the person ends, all three are told by mail.

    Raises `errors.NeedsSecond` or `errors.MayNotReset`; the one who asked must still be allowed to ask.
    """
    user = reset.user
    if by == reset.requested_by:
        raise errors.NeedsSecond
    if not (may_reset(by, user) and may_reset(reset.requested_by, user)):
        raise errors.MayNotReset
    Authenticator.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    log(user, "accounts.reset_factor", user=by, data={"asked_by": reset.requested_by_id})
    tasks.tell_about_factor.enqueue(user.pk, reset.requested_by_id, by.pk)
    reset.delete()


@transaction.atomic
def drop_reset(reset, *, by):
    """Either administrator drops the proposal."""
    if not may_reset(by, reset.user):
        raise errors.MayNotReset
    reset.delete()
