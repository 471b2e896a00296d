from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "lms.accounts"
    label = "accounts"
    default = True

    def ready(self):
        from . import checks, receivers  # noqa: F401  (they register themselves)


class ClosedUsersConfig(WagtailUsersAppConfig):
    """Wagtail's own user and group screens, answering no to everybody: people and roles are
    managed by our own forms on Membership alone."""

    user_viewset = "lms.accounts.closed_users.ClosedUserViewSet"
    group_viewset = "lms.accounts.closed_users.ClosedGroupViewSet"
