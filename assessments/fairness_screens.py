"""Staff screens about single people: what makes a test fair for them, and attempts that wait for a second person."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages

from lms.accounts import roles
from lms.core.screens import StaffScreen

from .domain import accommodations, attempts, marked, queries
from .domain.errors import NotPossible
from .exam_views import titles
from .models import Accommodation
from .models.accommodation import EXTRA_PERCENTS

MOST_BREAKS = 240


class Screen(StaffScreen):
    """A screen for those who hold `right` somewhere; whom they see there, the domain says."""

    header_icon = "user"
    right = accommodations.RIGHT

    def dispatch(self, request, *args, **kwargs):
        if not roles.can(request.user, self.right):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class AccommodationsView(Screen, TemplateView):
    """Who has an accommodation, and a search among everybody who could be given one."""

    template_name = "assessments/staff/accommodations.html"
    page_title = gettext_lazy("Extra time and aids in tests")

    def get_context_data(self, **kwargs):
        wanted = self.request.GET.get("q", "").strip()
        people = accommodations.search(self.request.user, wanted)
        page = Paginator(people, 50).get_page(self.request.GET.get("p"))
        rows = [(person, queries.aids_in_words(getattr(person, "accommodation", None))) for person in page]
        return super().get_context_data(rows=rows, page=page, q=wanted, **kwargs)


class AccommodationForm(forms.Form):
    extra_percent = forms.TypedChoiceField(
        label=gettext_lazy("Extra time"),
        coerce=int,
        choices=[(n, f"+{n} %" if n else gettext_lazy("none")) for n in EXTRA_PERCENTS],
    )
    no_limit = forms.BooleanField(label=gettext_lazy("No time limit"), required=False)
    break_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes of breaks in an attempt"),
        min_value=0,
        max_value=MOST_BREAKS,
        help_text=gettext_lazy("The person stops the clock, as often as needed, for so many minutes in all."),
    )
    large_print = forms.BooleanField(label=gettext_lazy("Large print"), required=False)

    def __init__(self, *args, person, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.person, self.by = person, by

    def clean(self):
        """Grants: the rules of the verb are the rules of the form."""
        data = super().clean()
        if not self.errors:
            try:
                accommodations.grant(self.person, by=self.by, **data)
            except NotPossible as refusal:
                raise forms.ValidationError(str(refusal)) from None
        return data


class AccommodationView(Screen, FormView):
    """What stands on one person, and the form that sets it."""

    template_name = "assessments/staff/accommodation.html"
    page_title = gettext_lazy("Extra time and aids")
    form_class = AccommodationForm

    @cached_property
    def person(self):
        people = accommodations.people_of(self.request.user).select_related("profile", "accommodation__granted_by")
        return get_object_or_404(people, pk=self.kwargs["pk"])

    @property
    def accommodation(self):
        return getattr(self.person, "accommodation", None)

    def get_page_subtitle(self):
        return str(self.person)

    def get_trail(self):
        return [{"url": reverse("fairness:accommodations"), "label": AccommodationsView.page_title}]

    def get_initial(self):
        row = self.accommodation or Accommodation()
        return {name: getattr(row, name) for name in AccommodationForm.base_fields}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "person": self.person, "by": self.request.user}

    def form_valid(self, form):
        messages.success(self.request, _("Granted. It holds for every attempt from now on, an open one included."))
        return redirect("fairness:accommodations")

    def get_context_data(self, **kwargs):
        row = self.accommodation
        words = queries.aids_in_words(row)
        return super().get_context_data(person=self.person, accommodation=row, words=words, **kwargs)


class WithdrawView(AccommodationView):
    """Asks, then takes away what stands on the person."""

    template_name = "assessments/staff/accommodation_withdraw.html"
    page_title = gettext_lazy("Withdraw extra time and aids")

    def post(self, request, *args, **kwargs):
        try:
            accommodations.withdraw(self.person, by=request.user)
        except NotPossible as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Withdrawn. An open attempt keeps the time that it was promised."))
        return redirect("fairness:accommodations")


class MarkedView(Screen, TemplateView):
    """Attempts of people who may have seen a key (S-17): those that wait, then those allowed, by whom and why."""

    template_name = "assessments/staff/marked.html"
    page_title = gettext_lazy("Attempts that wait for a second person")
    header_icon = "view"
    right = marked.RIGHT

    def get_context_data(self, **kwargs):
        rows = marked.visible_to(self.request.user)
        page = Paginator(marked.waiting(rows), 50).get_page(self.request.GET.get("p"))
        allowed = list(marked.allowed(rows)[:50])
        named = titles({row.unit_key for row in [*page, *allowed]})
        for row in [*page, *allowed]:
            row.title = named.get(row.unit_key, "")
        return super().get_context_data(page=page, allowed=allowed, **kwargs)


class AllowView(Screen, View):
    """The second person's yes, with a reason."""

    right = marked.RIGHT

    def post(self, request, public_id):
        attempt = get_object_or_404(marked.visible_to(request.user), public_id=public_id)
        try:
            attempts.allow(attempt.pk, request.user, reason=request.POST.get("reason", ""))
        except NotPossible as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Allowed. The result counts now."))
        return redirect("fairness:marked")
