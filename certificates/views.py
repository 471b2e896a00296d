"""Checking a certificate, for everybody, and downloading one's own."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe
from django.views.generic import View

from .domain import rendering, verification
from .domain.verification import Comparison
from .forms import CodeForm, SurnameForm
from .models import Certificate
from .numbers import is_number, read_code
from .permissions import may_download


def hidden(response, request):
    """Neither kept nor indexed, and no other page learns where the reader came from."""
    add_never_cache_headers(response)
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    # With `no-referrer` browsers send the origin "null", and a signed-in person could not sign out from here.
    response["Referrer-Policy"] = "same-origin" if request.user.is_authenticated else "no-referrer"
    return response


@require_safe
def short_address(request, typed=""):
    """`/c/`, printed on the paper and in its QR code: on to the check in the reader's language.

    The code stands in the fragment; the browser keeps it across the redirect and sends it to nobody. Whoever types the
    code behind the printed address comes to the same form, and the code is dropped.
    """
    return hidden(redirect("verify"), request)


# Nothing here hangs on who is logged in, and `no-referrer` makes the CSRF check fail (see `hidden`).
@method_decorator(csrf_exempt, name="dispatch")
@method_decorator(sensitive_post_parameters(), name="dispatch")
class VerifyView(View):
    """GET: the form. POST with a code: what is registered. POST with code and surname: whether they belong together."""

    def get(self, request):
        return self.show(CodeForm())

    def post(self, request):
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        typed = form.cleaned_data["code"]
        code = read_code(typed)
        if code is None:
            # One answer for every number, without a look at the register: it says nothing about any of them.
            return self.show(CodeForm(), outcome="number" if is_number(typed) else "no_code")
        certificate = verification.find(code)
        if certificate is None:
            return self.show(CodeForm(), outcome="unknown")
        return self.show_certificate(certificate)

    def show_certificate(self, certificate):
        revoked = verification.revocation(certificate)
        context = {"certificate": certificate, "revoked": revoked, "checked_at": timezone.now()}
        if revoked:
            return self.show(CodeForm(), outcome="revoked", **context)
        asked = "surname" in self.request.POST
        form = SurnameForm(self.request.POST) if asked else SurnameForm(initial={"code": certificate.code})
        comparison = Comparison.EMPTY
        if asked and form.is_valid():
            comparison = verification.compare(certificate, form.cleaned_data["surname"])
        return self.show(CodeForm(), outcome="found", surname_form=form, comparison=comparison.value, **context)

    def show(self, form, outcome="", **context):
        context = {"form": form, "outcome": outcome, **context}
        return hidden(render(self.request, "certificates/verify.html", context), self.request)


@require_safe
def download(request, public_id):
    """The PDF, for its holder and for issuers of the organisation; to anybody else there is none."""
    certificates = Certificate.objects.ready().select_related("file", "holder", "organisation")
    certificate = certificates.filter(public_id=public_id).first()
    if certificate is None or not may_download(request.user, certificate):
        raise Http404
    content = rendering.read(certificate.file)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{certificate.number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
