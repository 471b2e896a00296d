"""What this app registers with Wagtail."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from . import views

hooks.register("before_serve_page", views.guard_page, order=-100)
hooks.register("before_serve_document", views.guard_document, order=-100)

ACTIONS = {
    "courses.open_cohort": (_("Open cohort"), _("Opened the cohort")),
    "courses.close_cohort": (_("Close cohort"), _("Closed the cohort")),
    "courses.enrol": (_("Enrol"), _("Enrolled somebody")),
    "courses.accept": (_("Accept request"), _("Accepted a request")),
    "courses.decline": (_("Decline request"), _("Declined a request")),
    "courses.withdraw": (_("Withdraw"), _("Withdrew somebody")),
    "courses.record_attendance": (_("Record attendance"), _("Recorded attendance")),
    "courses.correct_attendance": (_("Correct attendance"), _("Corrected attendance")),
}


@hooks.register("register_log_actions")
def register_log_actions(actions):
    for action, (label, message) in ACTIONS.items():
        actions.register_action(action, label, message)
