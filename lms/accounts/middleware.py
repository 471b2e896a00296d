"""The door to every staff address."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

STAFF_ADDRESSES = ("/admin/", "/desk/")
ALWAYS_OPEN = ("/admin/login/", "/admin/logout/")
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class StaffDoor:
    """Closes /admin/ and every staff address until the session has used a second factor (S-02).

    Having a factor is not enough: a session opened before it was set has not used it. A page that is asked for leads
    to the step that is missing; anything that would change something, or a script's request, is refused.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith(STAFF_ADDRESSES) and request.path not in ALWAYS_OPEN:
            missing = missing_step(request)
            if missing:
                return lead(request, missing)
            with override(request.user.language):  # unless the person chose another for the editor alone
                return self.get_response(request)
        return self.get_response(request)


def missing_step(request):
    """The function that leads on to what is missing, or None when the person may go in."""
    user = request.user
    if not user.is_authenticated:
        return sign_in
    if not user.has_perm("wagtailadmin.access_admin"):
        return refuse
    if not get_adapter().is_mfa_enabled(user, types=FACTORS):  # without types, recovery codes would count
        return set_factor
    if not any(record.get("method") == "mfa" for record in get_authentication_records(request, user)):
        return use_factor
    return None


def lead(request, missing):
    """Staff addresses have no language of their own; the pages that a person is led to do."""
    if request.method not in {"GET", "HEAD"} or request.headers.get("x-requested-with") == "XMLHttpRequest":
        refuse(request)
    with override(getattr(request.user, "language", None) or get_language()):
        return missing(request)


def refuse(request):
    raise PermissionDenied


def sign_in(request):
    return redirect_to_login(request.get_full_path(), reverse("account_login"))


def set_factor(request):
    messages.info(request, _("Staff pages open once you have set a second step for signing in."))
    return redirect("account_overview")


def use_factor(request):
    has_app = get_adapter().is_mfa_enabled(request.user, types=[Authenticator.Type.TOTP])
    name = "mfa_reauthenticate" if has_app else "mfa_reauthenticate_webauthn"
    return redirect(f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}")
