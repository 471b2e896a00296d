"""The account's own pages that allauth does not have: what it holds, and who the person is."""

from allauth.account.utils import get_next_redirect_url
from allauth.mfa.models import Authenticator
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .forms import ProfileForm
from .models import Profile


@require_safe
@login_required
def overview(request):
    """Everything about signing in on one page, each with the way to change it."""
    factors = Authenticator.objects.filter(user=request.user)
    by_type = {kind: [f for f in factors if f.type == kind] for kind in Authenticator.Type}
    context = {
        "app": by_type[Authenticator.Type.TOTP],
        "passkeys": by_type[Authenticator.Type.WEBAUTHN],
        "codes_left": sum(len(f.wrap().get_unused_codes()) for f in by_type[Authenticator.Type.RECOVERY_CODES]),
        "session_count": UserSession.objects.filter(user=request.user).count(),
        "is_staff": request.user.has_perm("wagtailadmin.access_admin"),
    }
    return render(request, "account/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def profile(request):
    """Name, place of work, language. `?next=` leads on, and then the page may be left for later."""
    record, _created = Profile.objects.get_or_create(user=request.user)
    record.user = request.user
    onward = get_next_redirect_url(request)
    form = ProfileForm(request.POST or None, instance=record)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect(onward or "profile")
    return render(request, "account/profile.html", {"form": form, "onward": onward, "record": record})


@require_POST
@login_required
def sign_out_everywhere(request):
    """End every session of this person, this one too."""
    end_sessions(request, list(UserSession.objects.filter(user=request.user)))
    return redirect("account_login")
