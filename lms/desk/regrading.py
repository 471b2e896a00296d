"""Screens on which a corrected key is applied to results that stand. Certificates are listed, never touched."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages

from assessments.domain import keys, regrading
from assessments.domain.errors import NotPossible
from assessments.models import QuestionVersion, Regrade
from certificates.models import Certificate
from lms.accounts import roles
from lms.core.screens import StaffScreen

RIGHT = "regrade"
SHOWN = 20


class Screen(StaffScreen, TemplateView):
    header_icon = "rotate"

    def dispatch(self, request, *args, **kwargs):
        if not roles.can(request.user, RIGHT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class IndexView(Screen):
    """Questions whose key has changed since answers were graded, and what was graded anew before."""

    template_name = "desk/regrading.html"
    page_title = gettext_lazy("Grade anew")

    def get_context_data(self, **kwargs):
        done = Regrade.objects.select_related("version__question", "by__profile").prefetch_related("attempts")
        return {**super().get_context_data(**kwargs), "waiting": regrading.waiting(), "done": done[:SHOWN]}


class RegradeView(Screen):
    """Who would change and by how much; then, with a reason, the change."""

    template_name = "desk/regrade.html"
    page_title = gettext_lazy("Grade anew")

    @cached_property
    def version(self):
        return get_object_or_404(QuestionVersion.objects.select_related("question"), pk=self.kwargs["pk"])

    def get_page_subtitle(self):
        return Truncator(self.version.question).chars(80)

    def get_trail(self):
        return [{"url": reverse("regrading:index"), "label": _("Grade anew")}]

    def get_context_data(self, **kwargs):
        keys.saw_key(self.request.user, [self.version.question_id])
        proposal = regrading.propose(self.version)
        seats = [change.attempt.enrolment_id for change in proposal.changes]
        held = Certificate.objects.with_state().filter(holder__enrolment__in=seats)
        return {
            **super().get_context_data(**kwargs),
            "version": self.version,
            "proposal": proposal,
            "certificates": held.select_related("holder").order_by("number"),
            "reason": self.request.POST.get("reason", ""),
        }

    def post(self, request, *args, **kwargs):
        reason = request.POST.get("reason", "")
        try:
            regrade = regrading.apply(self.version, request.POST.get("mark", ""), request.user, reason)
        except NotPossible as refused:
            messages.error(request, str(refused))
            return self.get(request, *args, **kwargs)
        count = regrade.attempts.count()
        messages.success(request, ngettext("%d result has changed.", "%d results have changed.", count) % count)
        return redirect("regrading:index")
