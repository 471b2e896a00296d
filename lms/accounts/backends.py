from allauth.account.auth_backends import AuthenticationBackend


class LoginBackend(AuthenticationBackend):
    """The only way in: allauth's."""
