from allauth.account.auth_backends import AuthenticationBackend

from .models import User


class LoginBackend(AuthenticationBackend):
    """The only way in: e-mail and password, or login name and password for people without a mailbox (C-02).

    The login form asks for an e-mail; `login_name` is accepted here alone until join cards have a form of their own.
    """

    def get_user(self, user_id):
        """With the profile: every page greets by name."""
        user = User.objects.select_related("profile").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def _authenticate(self, request, **credentials):
        if login_name := credentials.get("login_name"):
            user = User.objects.filter(login_name=login_name.strip().lower()).first()
            return self._check_password(user, credentials["password"])
        return super()._authenticate(request, **credentials)
