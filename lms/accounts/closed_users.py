"""Wagtail's user and group screens, closed (docs/security.md, S-01)."""

from wagtail.permission_policies.base import BlanketPermissionPolicy
from wagtail.users.views.groups import GroupViewSet
from wagtail.users.views.users import UserViewSet


class Nobody(BlanketPermissionPolicy):
    def user_has_permission(self, user, action):
        return False

    def user_has_any_permission(self, user, actions):
        return False

    def users_with_any_permission(self, actions):
        from django.contrib.auth import get_user_model

        return get_user_model().objects.none()


class ClosedUserViewSet(UserViewSet):
    @property
    def permission_policy(self):
        return Nobody(self.model)


class ClosedGroupViewSet(GroupViewSet):
    @property
    def permission_policy(self):
        return Nobody(self.model)
