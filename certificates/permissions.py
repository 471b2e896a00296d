"""Who may do what with certificates: one predicate for each question, asked by views and by Wagtail's admin."""

from django.contrib.auth import get_user_model
from wagtail.permission_policies.base import BasePermissionPolicy

from courses.models import Cohort
from lms.accounts import roles

ISSUE, EDIT_TEXTS = "issue_certificates", "edit_reference"


def may_issue(user, organisation):
    """Issuers of the organisation that holds the cohort."""
    return roles.can(user, ISSUE, organisation)


def cohorts_to_issue_for(user):
    """The cohorts of organisations where this person issues certificates."""
    return Cohort.objects.filter(roles.scope(user, ISSUE))


def may_write_note(user):
    """The Center's editors and administrators: a source and its changes belong to no single organisation."""
    return roles.reaches_all(user, EDIT_TEXTS)


def may_download(user, certificate):
    """The holder; and issuers of the organisation, for printing."""
    if not user.is_authenticated:
        return False
    holder = getattr(certificate, "holder", None)
    if holder is None:
        return False
    return holder.user_id == user.pk or may_issue(user, certificate.organisation)


class TextPolicy(BasePermissionPolicy):
    """Certificate texts and signatories: whoever keeps the organisation's reference data, which the issuer does not.

    So nobody alone decides both what is signed and who gets it. Nothing is deleted: a text is needed for as long as
    the course runs, a signatory ends by a date.
    """

    actions = frozenset({"add", "change", "view"})

    def __init__(self, model, organisation):
        super().__init__(model)
        self.organisation = organisation

    def user_has_permission(self, user, action):
        return action in self.actions and roles.can(user, EDIT_TEXTS)

    def user_has_permission_for_instance(self, user, action, instance):
        return action in self.actions and self.visible_to(user).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user, actions):
        return self.visible_to(user)

    def visible_to(self, user):
        return self.model.objects.filter(roles.scope(user, EDIT_TEXTS, self.organisation))

    def users_with_any_permission(self, actions):
        return get_user_model().objects.none()
