"""What this app registers with Wagtail."""

from datetime import date

from django.urls import include, path, reverse, reverse_lazy
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import require_admin_access
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter

from lms.accounts.viewsets import RightMenuItem

from . import authoring, papers, remarks, views
from . import reference_reports as reports
from . import reference_staff as reference_screens
from .enums import Half
from .models import LessonPage
from .reference_viewsets import WaitingItem, reference, sources_to_choose
from .viewsets import CohortViewSet, CourseViewSet

hooks.register("before_serve_page", views.guard_page, order=-100)
hooks.register("before_serve_document", views.guard_document, order=-100)

ACTIONS = {
    "courses.adopt_change": (_("Adopt the change"), _("Adopted the change of the course")),
    "courses.open_cohort": (_("Open cohort"), _("Opened the cohort")),
    "courses.close_cohort": (_("Close cohort"), _("Closed the cohort")),
    "courses.plan": (_("Change timetable"), _("Changed the timetable")),
    "courses.enrol": (_("Enrol"), _("Enrolled somebody")),
    "courses.accept": (_("Accept request"), _("Accepted a request")),
    "courses.decline": (_("Decline request"), _("Declined a request")),
    "courses.withdraw": (_("Withdraw"), _("Withdrew somebody")),
    "courses.source_checked": (_("Check source"), _("Checked the source")),
    "courses.source_changed": (_("Mark source as changed"), _("Marked the source as changed")),
    "courses.text_checked": (_("Check text"), _("Checked a text that cites the source")),
    "courses.clear_text": (_("Clear text"), _("Recorded a specialist's clearance")),
}


class AttendanceFormatter(LogFormatter):
    """Tells the half-day and how many marks were set or changed; the people stand in the data by number."""

    label = _("Record attendance")

    def format_message(self, entry):
        day = date_format(date.fromisoformat(entry.data["date"]))
        numbers = {"date": day, "half": Half(entry.data["half"]).label}
        corrected = len(entry.data["corrected"])
        if corrected:
            text = ngettext(
                "Corrected %(count)d mark of %(date)s, %(half)s",
                "Corrected %(count)d marks of %(date)s, %(half)s",
                corrected,
            )
            return text % {"count": corrected, **numbers}
        text = ngettext(
            "Recorded %(count)d mark of %(date)s, %(half)s",
            "Recorded %(count)d marks of %(date)s, %(half)s",
            entry.data["recorded"],
        )
        return text % {"count": entry.data["recorded"], **numbers}


class TakenBackFormatter(LogFormatter):
    """Tells why the source had been marked by mistake."""

    label = _("Take back the marking as changed")

    def format_message(self, entry):
        return gettext("Took back that the source has changed: %(reason)s") % {"reason": entry.data["reason"]}


@hooks.register("register_log_actions")
def register_log_actions(actions):
    for action, (label, message) in ACTIONS.items():
        actions.register_action(action, label, message)
    for action in ("courses.record_attendance", "courses.correct_attendance"):
        actions.register_action(action)(AttendanceFormatter)
    actions.register_action("courses.change_taken_back")(TakenBackFormatter)


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [CohortViewSet(), CourseViewSet(), reference, sources_to_choose]


REFERENCE = [
    path("rechecks/", reference_screens.RechecksView.as_view(), name="rechecks"),
    path("due/", reports.DueView.as_view(), name="due"),
    path("due/results/", reports.DueView.as_view(results_only=True), name="due_results"),
    path("clearances/", reports.ClearancesView.as_view(), name="clearances"),
    path("clearances/results/", reports.ClearancesView.as_view(results_only=True), name="clearances_results"),
    path("clearances/<int:page_id>/", reference_screens.ClearanceView.as_view(), name="clear"),
    path("clearances/support/<str:language>/", reference_screens.SupportClearanceView.as_view(), name="clear_support"),
]


@hooks.register("register_admin_urls")
def register_reference():
    return [path("reference/", include((REFERENCE, "reference")))]


@hooks.register("register_reports_menu_item")
def rechecks_item():
    address = reverse_lazy("reference:rechecks")
    return WaitingItem(_("Texts to check again"), address, name="rechecks", icon_name="warning", order=90)


@hooks.register("register_reports_menu_item")
def due_item():
    return reports.CenterItem(_("Checks due"), reverse_lazy("reference:due"), name="due", icon_name="time", order=91)


@hooks.register("register_reports_menu_item")
def clearances_item():
    address = reverse_lazy("reference:clearances")
    return reports.KeeperItem(_("Clearances"), address, name="clearances", icon_name="check", order=92)


@hooks.register("register_page_header_buttons")
def clearance_button(page, user, next_url=None, **kwargs):
    if page.specific_class is LessonPage and reports.may_clear(user, page.specific):
        url = reverse("reference:clear", args=[page.pk])
        yield Button(_("Clear this version"), url, icon_name="check", priority=63)


PAPERS = [
    path("", papers.PapersView.as_view(), name="index"),
    path("results/", papers.PapersView.as_view(results_only=True), name="index_results"),
    path("<int:pk>/again/", require_admin_access(papers.again), name="again"),
]


@hooks.register("register_admin_urls")
def register_papers():
    return [path("papers/", include((PAPERS, "papers")))]


@hooks.register("register_reports_menu_item")
def papers_menu_item():
    address = reverse_lazy("papers:index")
    return RightMenuItem(_("Papers of days"), address, "papers", icon_name="doc-full", order=600, right=papers.RIGHT)


hooks.register("page_remarks", remarks.of_lesson)
hooks.register("after_create_page", authoring.tell_on_submit, order=30)
hooks.register("after_edit_page", authoring.tell_on_submit, order=30)
hooks.register("register_page_header_buttons", authoring.template_button)
hooks.register("register_page_listing_more_buttons", authoring.template_button)


@hooks.register("register_admin_urls")
def register_authoring():
    return [path("lessons/new/<int:page_id>/", authoring.NewLessonView.as_view(), name="lesson_from_template")]
