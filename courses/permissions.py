"""Who may do what with a cohort: one predicate for each question, asked by views and by Wagtail's admin."""

from django.contrib.auth import get_user_model
from wagtail.permission_policies.base import BasePermissionPolicy

from lms.accounts import roles

from .enums import CohortStatus

READ = {"view"}


def may_manage_cohort(user, cohort):
    """Coordinators and administrators of the organisation that holds the cohort, and the Center's."""
    return roles.can(user, "run_cohorts", cohort.organisation)


def may_record_attendance(user, cohort):
    """Whoever runs the cohort, and its own trainers while their role is in force in any organisation."""
    if may_manage_cohort(user, cohort):
        return True
    return roles.can(user, "record_attendance") and cohort.trainers.filter(pk=user.pk).exists()


def may_delete_cohort(user, cohort):
    """Only what never opened and has nobody in it: everything else is a record."""
    empty = cohort.status == CohortStatus.DRAFT and not cohort.enrolments.exists()
    return empty and may_manage_cohort(user, cohort)


class CohortPolicy(BasePermissionPolicy):
    """Wagtail's questions about cohorts, answered by the predicates above."""

    def user_has_permission(self, user, action):
        right = "record_attendance" if action in READ else "run_cohorts"
        return roles.can(user, right)

    def user_has_permission_for_instance(self, user, action, instance):
        if action in READ:
            return may_record_attendance(user, instance)
        if action == "delete":
            return may_delete_cohort(user, instance)
        return may_manage_cohort(user, instance)

    def instances_user_has_any_permission_for(self, user, actions):
        return self.model.objects.visible_to(user)

    def users_with_any_permission(self, actions):
        return get_user_model().objects.none()


class CoursePolicy(BasePermissionPolicy):
    """Courses: editors and administrators of the owning organisation, and the Center's. Nobody deletes a course."""

    def user_has_permission(self, user, action):
        return action != "delete" and roles.can(user, "edit_reference")

    def user_has_permission_for_instance(self, user, action, instance):
        return action != "delete" and roles.can(user, "edit_reference", instance.organisation)

    def instances_user_has_any_permission_for(self, user, actions):
        return self.model.objects.visible_to(user)

    def users_with_any_permission(self, actions):
        return get_user_model().objects.none()


class ReferencePolicy(BasePermissionPolicy):
    """What stands on everybody's pages (sources, words, support contacts): editors and administrators of the Center."""

    def user_has_permission(self, user, action):
        return roles.reaches_all(user, "edit_reference")

    def users_with_any_permission(self, actions):
        return get_user_model().objects.none()
