"""Screens of administrators in the Wagtail admin: people, the roles they hold, roles that wait for a second person."""

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput

from lms.core.collation import Alphabetical

from . import roles
from .domain import errors, factors, memberships
from .models import FactorReset, Membership, MembershipRequest, Organisation, User
from .roles import NEEDS_SECOND, NOT_YET, Role

RIGHT = "manage_people"
BY_NAME = [Alphabetical("profile__family_name", "kk"), Alphabetical("profile__given_name", "kk")]
GRANTABLE = [(role.value, role.label) for role in Role if role not in NOT_YET]


class ForAdministrators:
    """Opens a view to those who manage people somewhere; what they see there starts from `visible_to`."""

    def dispatch(self, request, *args, **kwargs):
        if not roles.can(request.user, RIGHT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class PeopleFilterSet(WagtailFilterSet):
    role = django_filters.ChoiceFilter(label=_("role"), choices=GRANTABLE, method="filter_role")
    organisation = django_filters.ModelChoiceFilter(
        label=_("organisation"), queryset=Organisation.objects.all(), method="filter_organisation"
    )

    class Meta:
        model = User
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["organisation"].queryset = Organisation.objects.filter(roles.scope(self.request.user, RIGHT, "pk"))

    def filter_role(self, people, name, value):
        return people.filter(pk__in=Membership.objects.active().filter(role=value).values("user"))

    def filter_organisation(self, people, name, value):
        members = Membership.objects.active().filter(organisation=value).values("user")
        return people.filter(pk__in=members) | people.filter(profile__organisation=value)


def roles_of(person):
    return ", ".join(f"{row.get_role_display()} ({row.organisation})" for row in person.active_memberships)


def works_for(person):
    profile = getattr(person, "profile", None)
    return (profile and profile.organisation) or ""


class PeopleView(ForAdministrators, BaseListingView):
    model = User
    template_name = "accounts/staff/people.html"
    page_title = _("People")
    header_icon = "user"
    verbose_name_plural = _("people")
    index_url_name = "people:index"
    index_results_url_name = "people:index_results"
    paginate_by = 50
    is_searchable = True
    filterset_class = PeopleFilterSet
    columns = [
        TitleColumn("name", label=pgettext_lazy("person", "Name"), accessor=str, url_name="people:person"),
        Column("email", label=_("E-mail"), accessor="email"),
        Column("organisation", label=_("Organisation"), accessor=works_for),
        Column("roles", label=_("Roles"), accessor=roles_of),
    ]

    def get_base_queryset(self):
        active = Membership.objects.active().select_related("organisation")
        return (
            User.objects.visible_to(self.request.user)
            .select_related("profile__organisation")
            .prefetch_related(Prefetch("memberships", active, to_attr="active_memberships"))
            .order_by(*BY_NAME, "pk")
        )

    def search_queryset(self, queryset):
        return queryset.called(self.search_query) if self.is_searching else queryset

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            wishes=wishes_for(self.request.user), resets=resets_for(self.request.user), **kwargs
        )


def wishes_for(user):
    rows = MembershipRequest.objects.filter(roles.scope(user, RIGHT))
    return rows.select_related("user__profile", "organisation", "requested_by__profile")


def resets_for(user):
    people = User.objects.visible_to(user).values("pk")
    return FactorReset.objects.filter(user__in=people).select_related("user__profile", "requested_by__profile")


class GrantForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=[("", "---------"), *GRANTABLE])
    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=None)
    valid_from = forms.DateField(label=_("First day"), required=False, widget=AdminDateInput)
    valid_to = forms.DateField(
        label=_("Last day"), required=False, widget=AdminDateInput, help_text=_("Empty: until it is ended.")
    )

    def __init__(self, *args, by, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.by, self.person = by, person
        self.fields["organisation"].queryset = Organisation.objects.filter(roles.scope(by, RIGHT, "pk"))

    def clean(self):
        """Grants or proposes: the rules of the verb are the rules of the form."""
        data = super().clean()
        if self.errors:
            return data
        verb = memberships.request_grant if data["role"] in NEEDS_SECOND else memberships.grant
        dates = {"valid_from": data["valid_from"], "valid_to": data["valid_to"]}
        try:
            self.result = verb(self.person, Role(data["role"]), data["organisation"], by=self.by, **dates)
        except errors.Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return data


class PersonView(ForAdministrators, WagtailAdminTemplateMixin, View):
    """One person: what is known, the roles held and ended, and the form that grants one."""

    template_name = "accounts/staff/person.html"
    header_icon = "user"

    @cached_property
    def person(self):
        people = User.objects.visible_to(self.request.user).select_related("profile__organisation", "profile__region")
        return get_object_or_404(people, pk=self.kwargs["pk"])

    def get_page_title(self):
        return str(self.person)

    def get_breadcrumbs_items(self):
        return trail((reverse("people:index"), _("People")), ("", str(self.person)))

    def get(self, request, pk):
        return self.render_to_response(self.get_context_data(form=GrantForm(by=request.user, person=self.person)))

    def post(self, request, pk):
        form = GrantForm(request.POST, by=request.user, person=self.person)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if isinstance(form.result, MembershipRequest):
            messages.success(
                request, gettext("Proposed. Another administrator has to confirm it on the list of people.")
            )
        else:
            messages.success(request, gettext("The role was granted."))
        return redirect("people:person", pk=self.person.pk)

    def get_context_data(self, **kwargs):
        mine = roles.scope(self.request.user, RIGHT)
        held = self.person.memberships.filter(mine).select_related(
            "organisation", "granted_by__profile", "seconded_by__profile"
        )
        return super().get_context_data(
            person=self.person,
            active=[row.pk for row in self.person.memberships.active()],
            memberships=held,
            wishes=wishes_for(self.request.user).filter(user=self.person),
            resets=resets_for(self.request.user).filter(user=self.person),
            may_reset=factors.may_reset(self.request.user, self.person),
            **kwargs,
        )


class EndForm(forms.Form):
    on = forms.DateField(
        label=_("Last day"), required=False, widget=AdminDateInput, help_text=_("Empty: the role ends at once.")
    )


class ConfirmView(ForAdministrators, WagtailAdminTemplateMixin, View):
    """A page that says what will happen, and a button."""

    template_name = "accounts/staff/confirm.html"
    header_icon = "user"
    breadcrumb = ""

    def get_page_title(self):
        return self.breadcrumb

    def get_breadcrumbs_items(self):
        return trail((reverse("people:index"), _("People")), ("", self.breadcrumb))

    def get(self, request, pk):
        return self.render_to_response(self.get_context_data(row=self.row, form=self.get_form()))

    def get_form(self):
        return None

    def refused(self, refusal):
        messages.error(self.request, str(refusal))
        return redirect("people:person", pk=self.row.user_id)


class EndView(ConfirmView):
    breadcrumb = _("End a role")

    @cached_property
    def row(self):
        rows = Membership.objects.filter(roles.scope(self.request.user, RIGHT), ended_at=None)
        return get_object_or_404(rows.select_related("user__profile", "organisation"), pk=self.kwargs["pk"])

    def get_form(self):
        return EndForm(self.request.POST or None)

    def post(self, request, pk):
        form = self.get_form()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(row=self.row, form=form))
        try:
            memberships.end(self.row, by=request.user, on=form.cleaned_data["on"])
        except errors.Refused as refusal:
            return self.refused(refusal)
        messages.success(request, gettext("The role ends on %s.") % date_format(self.row.valid_to))
        return redirect("people:person", pk=self.row.user_id)


class SecondView(ConfirmView):
    """The second administrator confirms what another one proposed, or drops it."""

    extra_context = {"decision": True}

    @cached_property
    def row(self):
        return get_object_or_404(self.waiting(self.request.user), pk=self.kwargs["pk"])

    def post(self, request, pk):
        agreed = "confirm" in request.POST
        try:
            (self.confirm if agreed else self.drop)(self.row, by=request.user)
        except errors.Refused as refusal:
            return self.refused(refusal)
        messages.success(request, self.confirmed if agreed else gettext("The proposal was dropped."))
        return redirect("people:person", pk=self.row.user_id)


class DecideView(SecondView):
    breadcrumb = _("Confirm a role")
    waiting = staticmethod(wishes_for)
    confirm = staticmethod(memberships.confirm)
    drop = staticmethod(memberships.decline)
    confirmed = _("The role was granted; everybody concerned is told by mail.")


class AskFactorResetView(ConfirmView):
    """The first administrator proposes to take away a lost second factor."""

    breadcrumb = _("Reset the second factor")
    template_name = "accounts/staff/factor.html"

    @cached_property
    def row(self):
        people = User.objects.visible_to(self.request.user).select_related("profile")
        return get_object_or_404(people, pk=self.kwargs["pk"])

    def post(self, request, pk):
        try:
            factors.request_reset(self.row, by=request.user)
        except errors.Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, gettext("Proposed. Another administrator has to confirm it on the list of people.")
            )
        return redirect("people:person", pk=pk)


class DecideFactorResetView(SecondView):
    breadcrumb = _("Reset the second factor")
    template_name = "accounts/staff/factor.html"
    waiting = staticmethod(resets_for)
    confirm = staticmethod(factors.confirm_reset)
    drop = staticmethod(factors.drop_reset)
    confirmed = _("The second factor was taken away; everybody concerned is told.")


def trail(*steps):
    home = {"url": reverse_lazy("wagtailadmin_home"), "label": _("Home")}
    return [home, *({"url": url, "label": label} for url, label in steps)]
