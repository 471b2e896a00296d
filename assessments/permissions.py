"""Who may do what with questions and quizzes: one predicate for each question, asked by Wagtail's admin."""

from django.contrib.auth import get_user_model
from wagtail.permission_policies.base import BasePermissionPolicy

from lms.accounts import roles
from lms.review import workflows

from .models import Question


def may_write(user, record):
    """Trainers and editors: the questions and quizzes of their organisation; the Center's editors all."""
    return roles.can(user, "write_pages", record.organisation)


def may_open(user, question):
    """Writers, and whoever takes the present step of its review."""
    return may_write(user, question) or question.pk in workflows.waiting_for(user, Question)


def may_delete(user, question):
    """Only what nobody was ever asked: a draft that was never published."""
    return question.first_published_at is None and not question.versions.exists() and may_write(user, question)


class BankPolicy(BasePermissionPolicy):
    """Wagtail's questions about the bank, answered by the predicates above. Nobody publishes: the review does."""

    def user_has_permission(self, user, action):
        if action in {"publish", "unpublish", "lock", "unlock"}:
            return False
        if action in {"add", "delete"}:
            return roles.can(user, "write_pages")
        return roles.can(user, "write_pages") or roles.can(user, "review_pages")

    def user_has_permission_for_instance(self, user, action, instance):
        if action == "delete":
            return may_delete(user, instance)
        if action == "add":
            return roles.can(user, "write_pages")
        return self.user_has_permission(user, action) and may_open(user, instance)

    def instances_user_has_any_permission_for(self, user, actions):
        return self.model.objects.open_to(user)

    def users_with_any_permission(self, actions):
        return get_user_model().objects.none()


class QuizPolicy(BasePermissionPolicy):
    """Quizzes: whoever writes for the organisation. One that a page shows or somebody has taken is never deleted."""

    def user_has_permission(self, user, action):
        return roles.can(user, "write_pages")

    def user_has_permission_for_instance(self, user, action, instance):
        if action == "delete":
            return may_write(user, instance) and not (instance.pages.exists() or instance.attempts.exists())
        return may_write(user, instance)

    def instances_user_has_any_permission_for(self, user, actions):
        return self.model.objects.visible_to(user)

    def users_with_any_permission(self, actions):
        return get_user_model().objects.none()
