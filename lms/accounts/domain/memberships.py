"""Granting and ending roles: the one verb that writes the membership and Wagtail's rights together.

Rules (docs/security.md, S-01): only administrators grant, nobody to themselves, the roles in `NEEDS_SECOND` only
with a second administrator, and both are told by mail. The first administrators come from the command line.
"""

from django.db import transaction
from django.utils import timezone

from .. import roles, tasks
from ..models import Membership, MembershipRequest, Organisation
from ..roles import NEEDS_SECOND, NOT_YET, ONLY_IN_CENTER, Role
from ..signals import rights_written
from . import errors, grants


@transaction.atomic
def grant(user, role, organisation, *, by, valid_from=None, valid_to=None, seconded_by=None):
    """Gives `user` the role in the organisation; returns the Membership. Raises `errors.Refused`.

    `valid_from` defaults to today; `valid_to` None means until it is ended.
    """
    _check_administrator(by, organisation)
    if by == user:
        raise errors.ToOneself
    if role in NEEDS_SECOND:
        if seconded_by is None or seconded_by in (by, user):
            raise errors.NeedsSecond
        _check_administrator(seconded_by, organisation)
    return _write(user, role, organisation, valid_from, valid_to, granted_by=by, seconded_by=seconded_by)


@transaction.atomic
def bootstrap(user, role, organisation, *, valid_from=None, valid_to=None):
    """The same without an administrator: for `manage.py grant` and the seed, never for a request."""
    return _write(user, role, organisation, valid_from, valid_to)


@transaction.atomic
def request_grant(user, role, organisation, *, by, valid_from=None, valid_to=None):
    """Proposes a role of `NEEDS_SECOND` to a second administrator; returns the MembershipRequest."""
    _check_administrator(by, organisation)
    if by == user:
        raise errors.ToOneself
    valid_from = valid_from or timezone.localdate()
    _check_possible(user, role, organisation, valid_from, valid_to)
    wish = MembershipRequest(
        user=user, role=role, organisation=organisation, valid_from=valid_from, valid_to=valid_to, requested_by=by
    )
    wish.full_clean()
    wish.save()
    return wish


@transaction.atomic
def confirm(wish, *, by):
    """The second administrator agrees; returns the Membership."""
    membership = grant(
        wish.user,
        wish.role,
        wish.organisation,
        by=wish.requested_by,
        valid_from=wish.valid_from,
        valid_to=wish.valid_to,
        seconded_by=by,
    )
    wish.delete()
    return membership


@transaction.atomic
def decline(wish, *, by):
    """The second administrator, or the one who proposed it, drops the proposal."""
    _check_administrator(by, wish.organisation)
    wish.delete()


@transaction.atomic
def end(membership, *, by, on=None):
    """Ends a role after the day `on`; without a day, at once."""
    _check_administrator(by, membership.organisation)
    today = timezone.localdate()
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    if on and on > today:
        membership.valid_to = on
    else:
        membership.valid_to = max(membership.valid_from, today)
        membership.ended_at = timezone.now()
    membership.ended_by = by
    membership.full_clean()
    membership.save()
    if _leaves_center_without_administrator(membership):
        raise errors.LastAdministrator
    roles.forget(membership.user)
    sync_grants()
    return membership


def sync_grants():
    """Makes Wagtail's groups what the memberships of today say; upper apps then do the same for theirs."""
    with transaction.atomic():
        changed = grants.write()
        rights_written.send(sender=None)
    return changed


def apply_dates():
    """The scheduler's tick: roles begin and end with their dates, pages made since get their rights."""
    sync_grants()


def _write(user, role, organisation, valid_from, valid_to, **signed):
    valid_from = valid_from or timezone.localdate()
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    _check_possible(user, role, organisation, valid_from, valid_to)
    membership = Membership(
        user=user, role=role, organisation=organisation, valid_from=valid_from, valid_to=valid_to, **signed
    )
    membership.full_clean()
    membership.save()
    roles.forget(user)
    sync_grants()
    if role in NEEDS_SECOND:
        tasks.tell_about_role.enqueue(membership.pk)
    return membership


def _check_administrator(user, organisation):
    if not roles.can(user, "manage_people", organisation):
        raise errors.NotAnAdministrator


def _check_possible(user, role, organisation, valid_from, valid_to):
    if role in NOT_YET:
        raise errors.NotYet
    if role in ONLY_IN_CENTER and organisation.kind != Organisation.Kind.CENTER:
        raise errors.OnlyInCenter
    held = Membership.objects.filter(user=user, role=role, organisation=organisation)
    if held.overlapping(valid_from, valid_to).exists():
        raise errors.AlreadyHeld


def _leaves_center_without_administrator(membership):
    if membership.role != Role.ADMINISTRATOR or membership.organisation.kind != Organisation.Kind.CENTER:
        return False
    last_day = membership.valid_to if membership.ended_at is None else timezone.localdate()
    left = Membership.objects.filter(
        role=Role.ADMINISTRATOR, organisation=membership.organisation, user__is_active=True
    )
    return not left.exclude(pk=membership.pk).overlapping(last_day, None).exists()
