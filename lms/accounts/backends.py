from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef

from .models import Membership, User


class LoginBackend(AuthenticationBackend):
    """The only way in: e-mail and password, or login name and password for people without a mailbox (C-02).

    The login form asks for an e-mail; `login_name` is accepted here alone until join cards have a form of their own.
    """

    def get_user(self, user_id):
        """With the profile, since every page greets by name, and `is_member`: whether any role is in force today."""
        member = Exists(Membership.objects.active().filter(user=OuterRef("pk")))
        user = User.objects.select_related("profile").annotate(is_member=member).filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def _authenticate(self, request, **credentials):
        if login_name := credentials.get("login_name"):
            user = User.objects.filter(login_name=login_name.strip().lower()).first()
            return self._check_password(user, credentials["password"])
        return super()._authenticate(request, **credentials)
