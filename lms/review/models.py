"""The step of a review that nobody can take alone (docs/security.md, S-06)."""

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from lms.accounts import roles
from lms.accounts.models import User
from lms.accounts.roles import RIGHTS, Role

from . import rules


class IndependentReview(Task):
    """A step that people with `role` in `organisation` take, a role that has the right `review_pages`.

    Nobody approves a text they edited since it was last published, and nobody approves two steps of one review.
    A review always goes on with the first step that has not approved the latest text: a change begins it again.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=16, choices=Role)

    class Meta:
        verbose_name = _("independent review")
        verbose_name_plural = _("independent reviews")
        constraints = [models.UniqueConstraint(fields=["organisation", "role"], name="review_step_once")]

    def reviewers(self):
        """Everybody who may take this step today."""
        holders = self.organisation.memberships.active().filter(role=self.role, role__in=RIGHTS["review_pages"])
        return User.objects.filter(pk__in=holders.values("user"), is_active=True)

    def is_reviewer(self, user):
        if user.is_superuser:
            return True
        return self.role in RIGHTS["review_pages"] and roles.holds(user, self.role, self.organisation_id)

    def start(self, workflow_state, user=None):
        first = workflow_state.get_next_task()
        if first is not None and first.pk != self.pk:
            return first.specific.start(workflow_state, user=user)
        return super().start(workflow_state, user=user)

    def user_can_access_editor(self, obj, user):
        return self.is_reviewer(user)

    def locked_for_user(self, obj, user):
        return not self.is_reviewer(user)

    def get_actions(self, obj, user):
        if not self.is_reviewer(user):
            return []
        actions = [("reject", _("Request changes"), True)]
        if self._may_approve(obj, user):
            actions += [("approve", _("Approve"), False), ("approve", _("Approve with comment"), True)]
        return actions

    def _may_approve(self, page, user):
        state = page.current_workflow_state
        return state is not None and not rules.why_not(state, self, user)

    @transaction.atomic
    def on_action(self, task_state, user, action_name, **kwargs):
        # The page of the address may be another one than the page of the task state: only the latter counts.
        state = task_state.workflow_state
        if rules.begins_again(state, user):
            return
        task_state.refresh_from_db()
        if action_name not in {name for name, _label, _form in self.get_actions(state.content_object, user)}:
            raise PermissionDenied
        super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        if not self.is_reviewer(user):
            return waiting.none()
        mine = [row.pk for row in waiting if not rules.why_not(row.workflow_state, self, user)]
        return TaskState.objects.filter(pk__in=mine)

    @classmethod
    def get_description(cls):
        return _("People with a role in an organisation approve a text that they have not edited")
