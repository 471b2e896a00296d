"""Reports of the Wagtail admin: checks that are due, clearances by language."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies.base import BasePermissionPolicy

from lms.accounts import roles
from lms.accounts.domain.grants import organisation_of
from lms.accounts.models import User

from .domain import clearance
from .domain import due as domain
from .models import Source
from .permissions import ReferencePolicy
from .reference_staff import day

STATES = {
    clearance.CLEARED: _("cleared"),
    clearance.CHANGED: _("changed since cleared"),
    clearance.MISSING: _("not cleared"),
}


class KeeperPolicy(BasePermissionPolicy):
    """Those who keep reference data in any organisation; what they see is that of their own."""

    def user_has_permission(self, user, action):
        return roles.can(user, "edit_reference")

    def users_with_any_permission(self, actions):
        return User.objects.none()


def may_clear(user, page):
    """Whether to offer the clearance of this lesson page."""
    if not page.clearance or page.alias_of_id or not roles.can(user, "edit_reference"):
        return False
    return clearance.may_clear(user, organisation_of(page))


class CenterItem(MenuItem):
    def is_shown(self, request):
        return roles.reaches_all(request.user, "edit_reference")


class KeeperItem(MenuItem):
    def is_shown(self, request):
        return roles.can(request.user, "edit_reference")


class DueView(ReportView):
    """Sources, figures and helplines that nobody has looked at in time."""

    page_title = _("Checks due")
    header_icon = "time"
    index_url_name = "reference:due"
    index_results_url_name = "reference:due_results"
    permission_policy = ReferencePolicy(Source)
    any_permission_required = ["change"]
    columns = [
        TitleColumn("title", label=_("What"), get_url=lambda row: reverse(f"{row.viewset}:edit", args=[row.pk])),
        Column("kind", label=_("Kind")),
        Column("checked_on", label=_("Checked on"), accessor=day("checked_on")),
        Column("due_on", label=_("Due on"), accessor=day("due_on")),
        Column("owner", label=_("Owner")),
    ]

    def get_base_queryset(self):
        return domain.due()


def title_of(row):
    return row.page.title if row.page else str(_("Support contacts"))


def screen_of(row):
    if row.page is None:
        return reverse("reference:clear_support", args=[row.language])
    return reverse("reference:clear", args=[row.page.pk])


def specialist_of(row):
    record = row.state.record
    return f"{record.specialist}, {record.position}" if record else ""


def cleared_on(row):
    return date_format(row.state.record.cleared_on) if row.state.record else ""


class ClearancesView(ReportView):
    """Every text that needs a specialist's clearance, in each language."""

    page_title = _("Clearances")
    header_icon = "check"
    index_url_name = "reference:clearances"
    index_results_url_name = "reference:clearances_results"
    permission_policy = KeeperPolicy(None)
    any_permission_required = ["change"]
    columns = [
        TitleColumn("title", label=_("Text"), accessor=title_of, get_url=screen_of),
        Column("language", label=_("Language")),
        Column("field", label=_("Needs a specialist in"), accessor=lambda row: row.state.field.label),
        StatusTagColumn(
            "state",
            label=_("State"),
            accessor=lambda row: STATES[row.state.state],
            primary=lambda row: row.state.is_cleared,
        ),
        Column("specialist", label=_("Cleared by"), accessor=specialist_of),
        Column("cleared_on", label=_("Cleared on"), accessor=cleared_on),
    ]

    def get_base_queryset(self):
        return clearance.report(self.request.user)
