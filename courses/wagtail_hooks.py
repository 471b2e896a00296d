"""What this app registers with Wagtail."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from . import views
from .enums import Half
from .viewsets import CohortViewSet, CourseViewSet, SupportContactViewSet

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


@hooks.register("register_log_actions")
def register_log_actions(actions):
    for action, (label, message) in ACTIONS.items():
        actions.register_action(action, label, message)
    for action in ("courses.record_attendance", "courses.correct_attendance"):
        actions.register_action(action)(AttendanceFormatter)


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [CohortViewSet(), CourseViewSet(), SupportContactViewSet()]
