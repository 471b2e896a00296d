"""Quizzes in the Wagtail admin."""

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.viewsets.model import ModelViewSet

from lms.accounts.models import Organisation

from .domain import quiz_rules
from .models import Quiz
from .permissions import QuizPolicy
from .quiz_forms import FeedbackGrid, InThreeLanguages, QuizForm


class SummaryPanel(Panel):
    """The rules in words, and what to look at; for a quiz that has been saved."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "assessments/staff/_quiz_summary.html"

        @property
        def media(self):
            return forms.Media(css={"all": ["lms/css/staff.css"]})

        def is_shown(self):
            return super().is_shown() and bool(self.instance.pk)

        @cached_property
        def saved(self):
            return Quiz.objects.get(pk=self.instance.pk)

        def summary(self):
            return quiz_rules.summary(self.saved)

        def warnings(self):
            return quiz_rules.warnings(self.saved)

        def needs(self):
            return quiz_rules.needs(self.saved)


def organisations_in_sight(request):
    return Organisation.objects.filter(pk__in=Quiz.objects.visible_to(request.user).values("organisation"))


class QuizFilters(WagtailFilterSet):
    organisation = ModelChoiceFilter(queryset=organisations_in_sight, label=_("Organisation"), widget=forms.RadioSelect)

    class Meta:
        model = Quiz
        fields = ["purpose"]


class Own:
    """A view of one quiz begins with those of the organisations for which this person writes (S-05)."""

    def get_base_object_queryset(self):
        return Quiz.objects.visible_to(self.request.user).titled()


class QuizIndex(generic.IndexView):
    filterset_class = QuizFilters
    default_ordering = "key"
    list_display = [
        "__str__",
        Column("organisation", label=_("Organisation")),
        "purpose",
        "pass_percent",
        Column("time_limit", label=_("Minutes"), sort_key="time_limit"),
        "key",
    ]

    def get_base_queryset(self):
        return Quiz.objects.visible_to(self.request.user).titled().select_related("organisation")


class QuizAdd(generic.CreateView):
    def get_success_url(self):
        return reverse("quizzes:edit", args=[self.object.pk])


class QuizEdit(Own, generic.EditView):
    def get_queryset(self):
        return self.get_base_object_queryset()

    def get_success_url(self):
        return reverse("quizzes:edit", args=[self.object.pk])


class QuizDelete(Own, generic.DeleteView):
    def get_queryset(self):
        return self.get_base_object_queryset()

    def get_object(self, queryset=None):
        found = super().get_object(queryset)
        if not self.user_has_permission_for_instance("delete", found):
            return get_object_or_404(Quiz.objects.none())
        return found


class QuizHistory(Own, HistoryView):
    pass


class QuizViewSet(ModelViewSet):
    model = Quiz
    name = "quizzes"
    icon = "clipboard-list"
    menu_label = _("Quizzes")
    add_to_reference_index = False
    copy_view_enabled = False
    search_fields = ["key", "title"]
    search_backend_name = None
    index_view_class = QuizIndex
    add_view_class = QuizAdd
    edit_view_class = QuizEdit
    delete_view_class = QuizDelete
    history_view_class = QuizHistory
    edit_handler = ObjectList(
        [
            SummaryPanel(heading=_("What it means")),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("key"), FieldPanel("organisation"), FieldPanel("purpose")])],
                heading=_("Quiz"),
            ),
            InlinePanel(
                "sections",
                [FieldPanel("titles", widget=InThreeLanguages)],
                heading=_("Sections"),
                label=_("Section"),
                help_text=_("Save a new section before you put questions into it."),
            ),
            InlinePanel(
                "items",
                [
                    FieldPanel("question"),
                    FieldRowPanel([FieldPanel("section"), FieldPanel("form"), FieldPanel("points")]),
                ],
                heading=_("Fixed questions"),
                label=_("Question"),
            ),
            InlinePanel(
                "slots",
                [
                    FieldRowPanel([FieldPanel("objective"), FieldPanel("level"), FieldPanel("tag")]),
                    FieldRowPanel([FieldPanel("count"), FieldPanel("points"), FieldPanel("section")]),
                ],
                heading=_("Questions drawn at random"),
                label=_("Slot"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("pass_percent"), FieldPanel("must_pass_right")]),
                    FieldRowPanel([FieldPanel("max_attempts"), FieldPanel("wait_hours"), FieldPanel("counted")]),
                    FieldRowPanel([FieldPanel("time_limit"), FieldPanel("grace_seconds")]),
                    FieldPanel("other_form"),
                    FieldPanel("shuffle_items"),
                    FieldPanel("shuffle_options"),
                    FieldPanel("negative_marking"),
                    FieldPanel("crosses"),
                ],
                heading=_("Rules of attempts"),
            ),
            FieldPanel("feedback", widget=FeedbackGrid, heading=_("What is told when")),
        ],
        base_form_class=QuizForm,
    )

    @property
    def permission_policy(self):
        return QuizPolicy(Quiz)

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**{"usage_url_name": None, **kwargs})

    def get_urlpatterns(self):
        return [each for each in super().get_urlpatterns() if each.name != "usage"]
