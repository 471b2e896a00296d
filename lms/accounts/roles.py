"""Who may do what: the whole matrix on one screen.

Everybody with an account is a learner; what a learner may do hangs on a seat in a cohort, not on a role.
A role is a Membership: in one organisation, from a date to a date. The Center's administrators and editors
hold their rights for every organisation, everybody else for the own organisation alone.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    TRAINER = "trainer", _("trainer")
    SECOND_READER = "second_reader", _("second reader")
    COORDINATOR = "coordinator", _("regional coordinator")
    EDITOR = "editor", _("editor")
    ADMINISTRATOR = "administrator", _("administrator")
    ISSUER = "issuer", _("issuer of certificates")
    SAFEGUARDING = "safeguarding", _("safeguarding focal point")
    OBSERVER = "observer", _("observer")


MATRIX = """
right               trainer  second_reader  coordinator  editor  administrator  issuer  safeguarding  observer
read_course            x           x             x          x          x           .          .           .
read_editions          x           x             .          x          x           .          .           .
write_pages            x           .             .          x          .           .          .           .
review_pages           .           x             .          x          .           .          .           .
withdraw_pages         .           .             .          x          x           .          .           .
edit_reference         .           .             .          x          x           .          .           .
run_cohorts            .           .             x          .          x           .          .           .
record_attendance      x           .             x          .          x           .          .           .
export_questions       .           .             .          x          x           .          .           .
accommodate_people     .           .             .          .          x           .          .           .
allow_attempts         .           .             .          .          x           .          .           .
regrade                .           .             .          x          .           .          .           .
manage_people          .           .             .          .          x           .          .           .
issue_certificates     .           .             .          .          .           x          .           .
"""

# Cannot be granted: nothing would show these people what the role promises.
NOT_YET = {
    Role.COORDINATOR: _("the regional screens do not exist yet"),
    Role.SAFEGUARDING: _("the screens for concerns and complaints do not exist yet"),
    Role.OBSERVER: _("the reports for observers do not exist yet"),
}
# Granted by two administrators; both are told by mail.
NEEDS_SECOND = {Role.ADMINISTRATOR, Role.ISSUER, Role.SAFEGUARDING}
# Held in the Center, these reach every organisation. Editors work for the Center alone: theirs is the last word.
REACHES_ALL = {Role.EDITOR, Role.ADMINISTRATOR}
ONLY_IN_CENTER = {Role.EDITOR}


def read_matrix(text):
    """{right: set of roles} of a table in which `x` means yes."""
    header, *rows = [line.split() for line in text.strip().splitlines()]
    roles = [Role(name) for name in header[1:]]
    return {right: {role for role, mark in zip(roles, marks, strict=True) if mark == "x"} for right, *marks in rows}


RIGHTS = read_matrix(MATRIX)


def can(user, right, organisation=None):
    """Whether `user` holds `right` today in `organisation`.

    Without an organisation: whether they hold it anywhere, which opens a menu or a list, never an object.
    An unknown right is a KeyError.
    """
    holders = RIGHTS[right]
    if not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser:
        return True
    return any(
        organisation is None or organisation_id == organisation.pk or everywhere
        for role, organisation_id, everywhere in held(user)
        if role in holders
    )


def reaches_all(user, right):
    """Whether `user` holds `right` today in every organisation there is or will be."""
    return can(user, right) and not scope(user, right)


def places(user, right):
    """Ids of the organisations in which `user` holds `right` today by a role there; see `reaches_all` for the rest."""
    if not user.is_authenticated or not user.is_active:
        return set()
    return {organisation_id for role, organisation_id, _everywhere in held(user) if role in RIGHTS[right]}


def holds(user, role, organisation_id):
    """Whether `user` has this very role today in the organisation, or one that reaches it."""
    return (
        user.is_authenticated
        and user.is_active
        and any(
            held_role == role and (place == organisation_id or everywhere)
            for held_role, place, everywhere in held(user)
        )
    )


def scope(user, right, field="organisation"):
    """A Q for the rows whose organisation (at the lookup `field`) is one where `user` holds `right` today.

    >>> Cohort.objects.filter(roles.scope(user, "run_cohorts"))
    """
    if not can(user, right):
        return Q(pk__in=[])
    rows = [row for row in held(user) if row[0] in RIGHTS[right]]
    if user.is_superuser or any(everywhere for _role, _organisation_id, everywhere in rows):
        return Q()
    return Q(**{f"{field}__in": {organisation_id for _role, organisation_id, _everywhere in rows}})


def held(user):
    """Roles in force today as [(role, organisation id, reaches every organisation)], read once a user object, and not
    at all for somebody whom `LoginBackend.get_user` found without a membership."""
    today = timezone.localdate()
    if getattr(user, "_roles_held", (None,))[0] != today:
        rows = user.memberships.active(today).values_list("role", "organisation_id", "organisation__kind")
        rows = rows if getattr(user, "is_member", True) else ()
        user._roles_held = (
            today,
            [(role, pk, kind == "center" and role in REACHES_ALL) for role, pk, kind in rows],
        )
    return user._roles_held[1]


def forget(user):
    """Drops what `held` keeps on this user object; the verbs that change memberships call it."""
    for name in ("_roles_held", "is_member"):
        user.__dict__.pop(name, None)
