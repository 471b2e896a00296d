"""What this app adds to the Wagtail admin: a table of contents."""

from django.urls import include, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import HeaderButton

from lms.accounts.viewsets import RightMenuItem

from . import note_screens, staff
from .permissions import ISSUE, may_issue
from .viewsets import CertificateTextViewSet, SignatoryViewSet

hooks.register("register_admin_viewset", lambda: [CertificateTextViewSet(), SignatoryViewSet()])

SCREENS = [
    path("", staff.IndexView.as_view(), name="index"),
    path("cohort/<int:pk>/", staff.CohortView.as_view(), name="cohort"),
    path("cohort/<int:pk>/check/", staff.CheckView.as_view(), name="check"),
    path("cohort/<int:pk>/issue/", staff.IssueView.as_view(), name="issue"),
    path("cohort/<int:pk>/sample/", staff.SampleView.as_view(), name="sample"),
    path("batch/<int:pk>/", staff.BatchView.as_view(), name="batch"),
    path("change/<int:pk>/", note_screens.NoteView.as_view(), name="note"),
    path("<uuid:public_id>/withdraw/", staff.RevokeView.as_view(), name="revoke"),
]


@hooks.register("register_admin_urls")
def register_screens():
    return [path("certificates/", include((SCREENS, "certificates")))]


@hooks.register("register_admin_menu_item")
def menu_item():
    address = reverse_lazy("certificates:index")
    return RightMenuItem(_("Certificates"), address, "certificates", icon_name="doc-full", order=160, right=ISSUE)


hooks.register("source_changes", note_screens.of_changes)


@hooks.register("cohort_header_buttons")
def button_on_roster(cohort, request):
    if not may_issue(request.user, cohort.organisation):
        return []
    return [HeaderButton(_("Certificates"), url=reverse("certificates:cohort", args=[cohort.pk]), icon_name="doc-full")]


@hooks.register("register_log_actions")
def log_actions(actions):
    actions.register_action("certificates.issue", _("Issue a certificate"), _("Certificate issued"))
    actions.register_action("certificates.revoke", _("Withdraw a certificate"), _("Certificate withdrawn"))
    actions.register_action("certificates.tell_holders", _("Tell holders"), _("Told the holders of certificates"))
