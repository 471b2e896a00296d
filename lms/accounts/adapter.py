"""Where allauth asks us: addresses, limits, words, what happens after signing in."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from lms.core.address import client_address

from . import devices, factor_secrets, login_limits
from .models import Profile, User


def account_of(credentials):
    """What the person typed to say who they are."""
    return (credentials.get("email") or credentials.get("login_name") or "").strip()


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "We could not sign you in. The e-mail and the password do not go together. "
            "Try once more, or ask for a new password."
        ),
        "too_many_login_attempts": _(
            "There were many wrong tries. Wait a quarter of an hour, or ask for a new password."
        ),
        "rate_limited": _("That was many tries in a short time. Wait a few minutes and try again."),
        "incorrect_code": _("This code does not fit. Type the newest one, or ask for another."),
        "incorrect_password": _("This is not the password of this account. Try once more."),
    }

    def get_client_ip(self, request):
        return client_address(request)

    # --- Limits ---------------------------------------------------------------------------------

    def pre_authenticate(self, request, **credentials):
        if not login_limits.allow(request, account_of(credentials)):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request, **credentials):
        user = super().authenticate(request, **credentials)
        if user:
            login_limits.succeeded(request, account_of(credentials))
        return user

    def _delete_login_attempts_cached_email(self, request, **credentials):
        login_limits.forget(account_of(credentials))

    # --- Signing up and in ----------------------------------------------------------------------

    def save_user(self, request, user, form, commit=True):
        user.language = get_language()
        return super().save_user(request, user, form, commit)

    def post_login(self, request, user, **kwargs):
        """Remember the browser; lead somebody who is here for the first time past the profile, once."""
        response = super().post_login(request, user, **kwargs)
        _profile, is_first_time = Profile.objects.get_or_create(user=user)
        if is_first_time:
            onward = urlencode({"next": response.url})
            response = HttpResponseRedirect(f"{reverse('profile')}?{onward}")
        devices.remember(request, response, user.email or user.login_name)
        return response

    def get_password_change_redirect_url(self, request):
        return get_next_redirect_url(request) or reverse("account_overview")

    # --- Mail -----------------------------------------------------------------------------------

    def send_account_already_exists_mail(self, email):
        """In the language of the account's owner, who may not be the person who typed the address."""
        owner = User.objects.filter(email__iexact=email).first()
        with override(owner.language if owner else get_language()):
            super().send_account_already_exists_mail(email)


class MfaAdapter(DefaultMFAAdapter):
    def encrypt(self, text):
        return factor_secrets.encrypt(text)

    def decrypt(self, encrypted_text):
        return factor_secrets.decrypt(encrypted_text)

    def get_public_key_credential_rp_entity(self):
        """Passkeys belong to the domain of the settings, whatever name the site was called by."""
        return {"id": settings.RP_ID, "name": gettext("National Resource Center")}

    def get_totp_issuer(self):
        return gettext("National Resource Center")
