"""The bank in the Wagtail admin: questions with their review, and how one is chosen for a quiz."""

from django import forms
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views import chooser
from wagtail.snippets.views.snippets import SnippetViewSet

from . import bank_screens as screens
from .bank_forms import QuestionForm
from .models import Question
from .permissions import BankPolicy
from .questions import kind_choices

CLOSED = {"usage", "revisions_unschedule", "unpublish"}


class WritingPanel(Panel):
    """The fields that the kind describes, rendered by one template for all kinds."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "assessments/staff/_writing.html"

        @property
        def media(self):
            return forms.Media(css={"all": ["lms/css/staff.css"]}, js=["lms/js/writing.js"])


class ChooserFilter(BaseFilterForm):
    q = forms.CharField(label=_("Search term"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=lambda: [("", _("All")), *kind_choices()])

    def filter(self, objects):
        found = super().filter(objects)
        if wanted := self.cleaned_data.get("q"):
            found = screens.asking(found, wanted)
        if kind := self.cleaned_data.get("kind"):
            found = found.filter(kind=kind)
        return found


class OwnChoices:
    """Live questions of the bank that this person writes (S-05)."""

    filter_form_class = ChooserFilter

    def get_object_list(self):
        return Question.objects.visible_to(self.request.user).filter(live=True).select_related("objective")

    @property
    def columns(self):
        return [
            self.title_column,
            Column("kind", label=_("Kind"), accessor="get_kind_display"),
            Column("objective", label=_("Objective"), accessor="objective"),
        ]


class QuestionChoose(OwnChoices, chooser.ChooseView):
    pass


class QuestionChooseResults(OwnChoices, chooser.ChooseResultsView):
    pass


class QuestionChosen(chooser.SnippetChosenView):
    def get_object(self, pk):
        return Question.objects.visible_to(self.request.user).get(pk=pk)


class QuestionsChosen(chooser.SnippetChosenMultipleView):
    def get_objects(self, pks):
        return Question.objects.visible_to(self.request.user).filter(pk__in=pks)


class QuestionChooserViewSet(chooser.SnippetChooserViewSet):
    choose_view_class = QuestionChoose
    choose_results_view_class = QuestionChooseResults
    chosen_view_class = QuestionChosen
    chosen_multiple_view_class = QuestionsChosen
    choose_one_text = _("Choose a question")
    choose_another_text = _("Choose another question")


class QuestionViewSet(SnippetViewSet):
    model = Question
    icon = "help"
    menu_label = _("Questions")
    admin_url_namespace = "questions"
    base_url_path = "questions"
    chooser_base_url_path = "questions/choose"
    add_to_reference_index = False
    copy_view_enabled = False
    list_per_page = screens.PER_PAGE
    chooser_viewset_class = QuestionChooserViewSet
    index_view_class = screens.QuestionIndex
    add_view_class = screens.QuestionAdd
    edit_view_class = screens.QuestionEdit
    delete_view_class = screens.QuestionDelete
    history_view_class = screens.QuestionHistory
    preview_on_edit_view_class = screens.QuestionPreview
    revisions_view_class = screens.RevisionPreview
    workflow_action_view_class = screens.QuestionWorkflowAction
    collect_workflow_action_data_view_class = screens.QuestionWorkflowData
    confirm_workflow_cancellation_view_class = screens.QuestionWorkflowCancellation
    workflow_preview_view_class = screens.WorkflowPreview
    workflow_history_view_class = screens.WorkflowHistory
    workflow_history_detail_view_class = screens.WorkflowHistoryDetail
    edit_handler = ObjectList(
        [
            WritingPanel(heading=_("Question")),
            MultiFieldPanel(
                [
                    FieldPanel("organisation"),
                    FieldPanel("objective"),
                    FieldRowPanel([FieldPanel("level"), FieldPanel("difficulty"), FieldPanel("content_note")]),
                    FieldPanel("tags"),
                    FieldPanel("sources"),
                    FieldRowPanel([FieldPanel("must_pass"), FieldPanel("training")]),
                ],
                heading=_("Place in the bank"),
            ),
        ],
        base_form_class=QuestionForm,
    )

    url_finder_class = ModelViewSet.url_finder_class  # asks the policy; a snippet's own asks for a right nobody holds

    @property
    def permission_policy(self):
        return BankPolicy(Question)

    def get_common_view_kwargs(self, **kwargs):
        closed = {f"{name}_url_name": None for name in CLOSED}
        return super().get_common_view_kwargs(**{**kwargs, **closed})

    @property
    def revisions_compare_view(self):
        return self.construct_view(screens.CompareStates)

    def get_urlpatterns(self):
        return [
            *(each for each in super().get_urlpatterns() if each.name not in CLOSED),
            path("about/<int:pk>/", self.construct_view(screens.AboutQuestion), name="about"),
        ]
