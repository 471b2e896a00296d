"""What makes a test fair for one person: extra time, no limit, breaks, large print. No reason is ever kept."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log

from courses.models import Enrolment
from lms.accounts import roles
from lms.accounts.models import Membership, Profile, User

from ..models.accommodation import EXTRA_PERCENTS, Accommodation
from ..models.attempt import Attempt
from . import timing
from .errors import NothingGranted, NotYours, NotYourself
from .locks import lock_seats

RIGHT = "accommodate_people"
GRANTED, WITHDRAWN = "assessments.grant_aids", "assessments.withdraw_aids"  # who and when, never what (C-16)


def people_of(by):
    """Those whom `by` may give extra time to: who learn in, work for or hold a role in an organisation of theirs."""
    if not roles.can(by, RIGHT):
        return User.objects.none()
    if roles.reaches_all(by, RIGHT):
        return User.objects.all()
    learners = Enrolment.objects.filter(roles.scope(by, RIGHT, "cohort__organisation")).values("user")
    workers = Profile.objects.filter(roles.scope(by, RIGHT)).values("user")
    members = Membership.objects.filter(roles.scope(by, RIGHT)).values("user")
    return User.objects.filter(Q(pk__in=learners) | Q(pk__in=workers) | Q(pk__in=members))


def search(by, words):
    """Of `people_of` those whose name or e-mail holds every word; without words those with an accommodation."""
    people = people_of(by).called(words).select_related("profile", "accommodation")
    if not words:
        people = people.filter(accommodation__isnull=False)
    return people.order_by("profile__family_name", "profile__given_name", "pk")


@transaction.atomic
def grant(user, *, by, extra_percent=0, no_limit=False, break_minutes=0, large_print=False):
    """Sets what stands on `user` in place of what stood there; returns the Accommodation.

    It holds for every attempt begun later, and an open attempt gains the time at once: its deadline, its limit and the
    closing time of its sitting for this person. An open attempt never loses time that it was promised.
    Raises NotYourself, NotYours, NothingGranted, ValueError for a share of extra time that is not offered.
    """
    check(user, by)
    if extra_percent not in EXTRA_PERCENTS or break_minutes < 0:
        raise ValueError((extra_percent, break_minutes))
    if not (extra_percent or no_limit or break_minutes or large_print):
        raise NothingGranted
    lock_seats([user.pk])  # no attempt begins meanwhile
    before = Accommodation.objects.select_for_update().filter(user=user).first()
    after = Accommodation(
        pk=before and before.pk,
        user=user,
        extra_percent=extra_percent,
        no_limit=no_limit,
        break_minutes=break_minutes,
        large_print=large_print,
        granted_by=by,
        granted_at=timezone.now(),
    )
    after.save()
    widen_open(user, before, after, after.granted_at)
    log(user, GRANTED, user=by)
    return after


@transaction.atomic
def withdraw(user, *, by):
    """Later attempts have the time that everybody has; an open one keeps what it was promised. Safe to call twice.

    Raises NotYourself, NotYours.
    """
    check(user, by)
    if Accommodation.objects.filter(user=user).delete()[0]:
        log(user, WITHDRAWN, user=by)


def check(user, by):
    if user.pk == by.pk:
        raise NotYourself
    if not people_of(by).filter(pk=user.pk).exists():
        raise NotYours


def widen_open(user, before, after, now):
    rows = Attempt.objects.select_for_update(of=("self",)).filter(enrolment__user=user, submitted_at__isnull=True)
    for attempt in rows.select_related("sitting").order_by("pk"):
        if timing.widen(attempt, before, after, now):
            attempt.save(update_fields=["limit_seconds", "deadline", "break_seconds", "break_began_at"])
