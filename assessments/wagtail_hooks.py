"""What this app registers with Wagtail."""

from django.shortcuts import redirect
from django.urls import include, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from lms.accounts.viewsets import RightMenuItem

from . import (
    exchange_screens,
    fairness_screens,
    gains_screen,
    picture_views,
    sitting_screens,
    statistics_screens,
)
from .bank_viewsets import QuestionViewSet
from .domain import accommodations, exporting, marked, sittings
from .models import Question
from .permissions import may_write
from .quiz_viewsets import QuizViewSet

EXCHANGE = [
    path("import/", exchange_screens.ImportView.as_view(), name="import"),
    path("import/<uuid:public_id>/", exchange_screens.PreviewView.as_view(), name="preview"),
    path(
        "import/<uuid:public_id>/<int:position>/<str:picture>/",
        exchange_screens.PictureView.as_view(),
        name="picture",
    ),
    path("export/", exchange_screens.ExportView.as_view(), name="export"),
    path("pictures/<int:pk>/<int:image>/", picture_views.bank_picture, name="bank_picture"),
]
FAIRNESS = [
    path("accommodations/", fairness_screens.AccommodationsView.as_view(), name="accommodations"),
    path("accommodations/<int:pk>/", fairness_screens.AccommodationView.as_view(), name="accommodation"),
    path("accommodations/<int:pk>/withdraw/", fairness_screens.WithdrawView.as_view(), name="withdraw"),
    path("marked-attempts/", fairness_screens.MarkedView.as_view(), name="marked"),
    path("marked-attempts/<uuid:public_id>/allow/", fairness_screens.AllowView.as_view(), name="allow"),
]


STATISTICS = [
    path("", statistics_screens.QuizzesView.as_view(), name="quizzes"),
    path("<int:pk>/", statistics_screens.QuizStatisticsView.as_view(), name="quiz"),
    path("<int:pk>/<int:question>/", statistics_screens.QuestionStatisticsView.as_view(), name="question"),
]

hooks.register("question_parts", statistics_screens.question_part)


SITTINGS = [
    path("<int:pk>/", sitting_screens.SittingsView.as_view(), name="index"),
    path("<int:pk>/<uuid:public_id>/", sitting_screens.MoveView.as_view(), name="move"),
    path("<int:pk>/<uuid:public_id>/cancel/", sitting_screens.CancelView.as_view(), name="cancel"),
]

hooks.register("cohort_header_buttons", sitting_screens.roster_button)


@hooks.register("register_admin_urls")
def register_screens():
    return [
        path("exam-days/", include((SITTINGS, "sittings"))),
        path("question-files/", include((EXCHANGE, "exchange"))),
        path("test-statistics/", include((STATISTICS, "statistics"))),
        path("fairness/", include((FAIRNESS, "fairness"))),
    ]


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action("assessments.regrade", _("Grade anew"), _("Graded answers by a new key"))
    actions.register_action("assessments.draw_paper", _("Draw an exam form"), _("Drew an exam form"))
    actions.register_action("assessments.print_paper", _("Print an exam form"), _("Printed an exam form"))
    actions.register_action("assessments.print_key", _("Print the key"), _("Printed the key to an exam form"))
    actions.register_action(sittings.CANCELLED, _("Cancel an exam day"), _("Cancelled an exam day"))
    actions.register_action(accommodations.GRANTED, _("Grant extra time or aids"), _("Granted extra time or aids"))
    actions.register_action(
        accommodations.WITHDRAWN, _("Withdraw extra time and aids"), _("Withdrew extra time and aids")
    )
    actions.register_action(exporting.ACTION, _("Export questions"), _("Exported questions"))
    actions.register_action(
        statistics_screens.EXPORTED, _("Export test statistics"), _("Exported the statistics of the test")
    )


@hooks.register("register_admin_menu_item")
def import_menu_item():
    url = reverse_lazy("exchange:import")
    return RightMenuItem(
        _("Import questions"), url, "question-import", icon_name="upload", order=154, right="write_pages"
    )


@hooks.register("register_admin_menu_item")
def export_menu_item():
    url = reverse_lazy("exchange:export")
    return RightMenuItem(
        _("Export questions"), url, "question-export", icon_name="download", order=155, right="export_questions"
    )


@hooks.register("register_admin_menu_item")
def statistics_menu_item():
    url = reverse_lazy("statistics:quizzes")
    return RightMenuItem(
        _("Test statistics"), url, "test-statistics", icon_name="table", order=156, right="write_pages"
    )


@hooks.register("register_admin_urls")
def register_gains():
    return [path("gains/<int:pk>/", gains_screen.GainsView.as_view(), name="gains")]


@hooks.register("cohort_header_buttons")
def gains_button(cohort, request):
    title = gains_screen.GainsView.page_title
    return [HeaderButton(title, url=reverse("gains", args=[cohort.pk]), icon_name="table")]


@hooks.register("register_admin_menu_item")
def accommodations_menu_item():
    url, right = reverse_lazy("fairness:accommodations"), accommodations.RIGHT
    return RightMenuItem(_("Extra time in tests"), url, "accommodations", icon_name="time", order=157, right=right)


@hooks.register("register_admin_menu_item")
def marked_menu_item():
    url = reverse_lazy("fairness:marked")
    return RightMenuItem(
        _("Attempts to allow"), url, "marked-attempts", icon_name="view", order=158, right=marked.RIGHT
    )


@hooks.register("register_admin_menu_item")
def exams_menu_item():
    return RightMenuItem(
        _("Exams"), reverse_lazy("exams"), "exams", icon_name="time", order=153, right="record_attendance"
    )


class BankGroup(SnippetViewSetGroup):
    menu_label = _("Question bank")
    menu_icon = "help"
    menu_order = 153
    items = (QuestionViewSet, QuizViewSet)


register_snippet(BankGroup)


@hooks.register("after_edit_snippet", order=100)
def a_reviewer_goes_back_to_what_waits(request, instance):
    """The list would be empty for people who only review."""
    reviewed = isinstance(instance, Question) and "action-workflow-action" in request.POST
    if reviewed and not may_write(request.user, instance):
        return redirect("wagtailadmin_home")
