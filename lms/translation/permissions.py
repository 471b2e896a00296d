"""Who may do what at the translation desk: one predicate for each question."""

from lms.accounts import roles
from lms.accounts.domain.grants import organisation_of


def may_change_lead(user, module):
    """Editors of the Center and administrators: for the pages of their organisation."""
    return roles.can(user, "edit_reference", organisation_of(module))
