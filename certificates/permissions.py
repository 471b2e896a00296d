"""Who may do what with certificates: one predicate for each question."""

from lms.accounts import roles


def may_issue(user, organisation):
    """Issuers of the organisation that holds the cohort."""
    return roles.can(user, "issue_certificates", organisation)


def may_download(user, certificate):
    """The holder; and issuers of the organisation, for printing."""
    if not user.is_authenticated:
        return False
    holder = getattr(certificate, "holder", None)
    if holder is None:
        return False
    return holder.user_id == user.pk or may_issue(user, certificate.organisation)
