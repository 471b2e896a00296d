"""News that this app listens to."""

from wagtail.admin.mail import BaseGroupApprovalTaskStateEmailNotifier
from wagtail.models import TaskState
from wagtail.signals import task_submitted

from lms.accounts.signals import rights_written

from . import workflows
from .models import IndependentReview


class TellReviewers(BaseGroupApprovalTaskStateEmailNotifier):
    """Wagtail's mail to the people of a step, for ours."""

    notification = "submitted"

    def can_handle(self, instance, **kwargs):
        ours = isinstance(instance, TaskState) and isinstance(instance.task.specific, IndependentReview)
        return ours and workflows.are_told_alone()

    def get_recipient_users(self, task_state, user=None, **kwargs):
        reviewers = task_state.task.specific.reviewers()
        return reviewers.exclude(pk=user.pk) if user else reviewers

    def get_context(self, task_state, **kwargs):
        """The step by what Wagtail's templates read of it; an organisation is called in the language of the reader."""
        context = super().get_context(task_state, **kwargs)
        task = context["task"]
        return {**context, "task": {"id": task.pk, "name": task.organisation}}

    def get_template_base_prefix(self, instance, **kwargs):
        return "task_state_"


tell_reviewers = TellReviewers()


def connect():
    task_submitted.connect(tell_reviewers, sender=TaskState, dispatch_uid="review_tell_reviewers")
    rights_written.connect(after_rights_written, dispatch_uid="review_after_rights_written")


def after_rights_written(sender, **kwargs):
    workflows.sync_workflows()
