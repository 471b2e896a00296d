"""Screens of issuers in the Wagtail admin: cohorts, the people of one, what would be issued, a batch, withdrawing."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from lms.accounts import roles

from .domain import eligibility, issuing, queries, sample
from .domain.errors import Refused
from .enums import ItemState
from .forms import RevokeForm
from .models import Certificate, IssueBatch
from .permissions import ISSUE, cohorts_to_issue_for


class IssuerScreen(WagtailAdminTemplateMixin, TemplateView):
    """A screen for those who issue certificates somewhere; what they see there starts from their own cohorts."""

    header_icon = "doc-full"
    header_more_buttons = ()

    def dispatch(self, request, *args, **kwargs):
        if not roles.can(request.user, ISSUE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        trail = [{"url": reverse("certificates:index"), "label": _("Certificates")}, *self.get_trail()]
        return [*self.breadcrumbs_items, *trail, {"url": "", "label": self.page_title}]

    def get_trail(self):
        return []


class IndexView(IssuerScreen):
    """The cohorts of one's organisations, the latest first, with how many certificates each has."""

    template_name = "certificates/staff/index.html"
    page_title = gettext_lazy("Cohorts")

    def get_context_data(self, **kwargs):
        cohorts = queries.with_counts(cohorts_to_issue_for(self.request.user)).select_related("course", "organisation")
        return {**super().get_context_data(**kwargs), "cohorts": cohorts}


class CohortScreen(IssuerScreen):
    """A screen of one cohort; one of another organisation is not found."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        own = cohorts_to_issue_for(request.user).select_related("course", "organisation")
        self.cohort = get_object_or_404(own, pk=kwargs["pk"])

    def get_page_subtitle(self):
        return self.cohort.name

    def get_trail(self):
        return [{"url": self.url("cohort"), "label": self.cohort.name}]

    def url(self, name):
        return reverse(f"certificates:{name}", args=[self.cohort.pk])

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "cohort": self.cohort}

    def chosen(self):
        """The ids ticked on the list; `all` stands for everybody who is eligible."""
        rows = queries.roster(self.cohort)
        if "all" in self.request.POST:
            return [row.enrolment.pk for row in rows if row.stage is queries.Stage.ELIGIBLE]
        ticked = set(self.request.POST.getlist("enrolment"))
        return [row.enrolment.pk for row in rows if str(row.enrolment.pk) in ticked]


class CohortView(CohortScreen):
    """The people of the cohort: eligible, what is missing, being made, ready, withdrawn."""

    template_name = "certificates/staff/cohort.html"
    page_title = gettext_lazy("Certificates of the cohort")

    def get_trail(self):
        return []

    def get_context_data(self, **kwargs):
        rows = queries.roster(self.cohort)
        return {
            **super().get_context_data(**kwargs),
            "rows": rows,
            "eligible": sum(row.stage is queries.Stage.ELIGIBLE for row in rows),
            "shared": rows[0].readiness.paper if rows else eligibility.paper_for(self.cohort),
            "batches": self.cohort.issue_batches.select_related("created_by__profile")[:5],
        }


class CheckView(CohortScreen):
    """POST with the people chosen: what would be printed for each, before anything is issued."""

    template_name = "certificates/staff/check.html"
    page_title = gettext_lazy("Check before issuing")

    def get(self, request, *args, **kwargs):
        return redirect(self.url("cohort"))

    def post(self, request, *args, **kwargs):
        chosen = self.chosen()
        if not chosen:
            messages.error(request, _("Nobody was chosen."))
            return redirect(self.url("cohort"))
        found = {row.enrolment.pk: row for row in eligibility.check(eligibility.enrolments_for_check(pk__in=chosen))}
        rows = [found[pk] for pk in chosen]
        context = {
            "ready": [row for row in rows if row.is_eligible],
            "held_back": [row for row in rows if not row.is_eligible],
            "shared": rows[0].paper,
        }
        return self.render_to_response(self.get_context_data(**context))


class IssueView(CohortScreen):
    """POST: issues for the people confirmed and leads to the batch."""

    def get(self, request, *args, **kwargs):
        return redirect(self.url("cohort"))

    def post(self, request, *args, **kwargs):
        try:
            batch = issuing.issue(self.chosen(), request.user)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(self.url("cohort"))
        return redirect("certificates:batch", batch.pk)


class SampleView(CohortScreen):
    """A certificate with the longest name of the cohort, marked as a sample; nothing is kept."""

    def get(self, request, *args, **kwargs):
        pdf = sample.render(self.cohort)
        if pdf is None:
            messages.error(request, _("A sample needs the texts in three languages and a signatory."))
            return redirect(self.url("cohort"))
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = 'inline; filename="sample.pdf"'
        return response


class BatchView(IssuerScreen):
    """How far a batch is. POST tries again what could not be made."""

    template_name = "certificates/staff/batch.html"
    page_title = gettext_lazy("Issuing")

    @cached_property
    def batch(self):
        own = cohorts_to_issue_for(self.request.user)
        batches = IssueBatch.objects.filter(cohort__in=own).select_related("cohort", "created_by__profile")
        return get_object_or_404(batches, pk=self.kwargs["pk"])

    def get_trail(self):
        return [{"url": reverse("certificates:cohort", args=[self.batch.cohort_id]), "label": self.batch.cohort.name}]

    def get_context_data(self, **kwargs):
        items = list(self.batch.items.select_related("enrolment__user__profile", "certificate"))
        count = {state.value: sum(item.state == state for item in items) for state in ItemState}
        return {
            **super().get_context_data(**kwargs),
            "batch": self.batch,
            "items": items,
            "count": count,
            "settled": len(items) - count[ItemState.WAITING],
        }

    def post(self, request, *args, **kwargs):
        issuing.try_again(self.batch)
        return redirect("certificates:batch", self.batch.pk)


class RevokeView(IssuerScreen):
    """Asks for the reason and withdraws a certificate for good."""

    template_name = "certificates/staff/revoke.html"
    page_title = gettext_lazy("Withdraw a certificate")

    @cached_property
    def certificate(self):
        """One of the own organisations that has a holder: an erased one belongs to no cohort any more."""
        own = cohorts_to_issue_for(self.request.user)
        found = Certificate.objects.filter(holder__enrolment__cohort__in=own)
        return get_object_or_404(found.select_related("holder__enrolment__cohort"), public_id=self.kwargs["public_id"])

    @property
    def cohort(self):
        return self.certificate.holder.enrolment.cohort

    def get_trail(self):
        return [{"url": reverse("certificates:cohort", args=[self.cohort.pk]), "label": self.cohort.name}]

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", RevokeForm())
        context = {"certificate": self.certificate, "cohort": self.cohort}
        return {**super().get_context_data(**kwargs), **context}

    def post(self, request, *args, **kwargs):
        form = RevokeForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            issuing.revoke(self.certificate, form.cleaned_data["reason"], request.user, form.cleaned_data["decision"])
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            told = _("Certificate %(number)s has been withdrawn.")
            messages.success(request, told % {"number": self.certificate.number})
        return redirect("certificates:cohort", self.cohort.pk)
