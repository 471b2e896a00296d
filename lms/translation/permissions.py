"""Who may do what at the translation desk: one predicate for each question."""

from django.db.models import Q

from lms.accounts import roles
from lms.accounts.domain.grants import organisation_of
from lms.accounts.models import Organisation

DESK = ("write_pages", "review_pages")


def may_change_lead(user, module):
    """Editors of the Center and administrators: for the pages of their organisation."""
    return roles.can(user, "edit_reference", organisation_of(module))


def may_open_desk(user):
    """Whoever writes or reviews pages somewhere."""
    return any(roles.can(user, right) for right in DESK)


def sees_all(user):
    return any(roles.reaches_all(user, right) for right in DESK)


def organisations_of(user):
    """Ids of the organisations for which `user` writes or reviews."""
    found = Q(pk__in=[])
    for right in DESK:
        found |= roles.scope(user, right, "pk")
    return set(Organisation.objects.filter(found).values_list("pk", flat=True))


def may_see(user, page):
    """Writers of the page's organisation, and its reviewers what is public or under review."""
    organisation = organisation_of(page)
    if roles.can(user, "write_pages", organisation):
        return True
    return roles.can(user, "review_pages", organisation) and (page.live or page.current_workflow_state is not None)


def may_translate(user, page):
    """Writers of the page's organisation."""
    return roles.can(user, "write_pages", organisation_of(page))


def may_write_somewhere(user):
    """Opens a form, never a page."""
    return roles.can(user, "write_pages")
