"""The screens of one question or of the bank in the Wagtail admin; `bank_viewsets` declares them.

Each begins with the questions that this person may open (S-05); another organisation's is not found. Whoever opens one
that shows the key is noted (S-17).
"""

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, F, OuterRef
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn, UpdatedAtColumn
from wagtail.admin.views.generic.base import BaseObjectMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import WorkflowState
from wagtail.snippets.views import snippets
from wagtail.utils.decorators import xframe_options_sameorigin_override

from courses.domain import currency
from lms.accounts import roles
from lms.core.screens import StaffScreen, hold

from .bank_filters import QuestionFilters
from .domain import bank, keys
from .models import Question
from .permissions import may_write
from .questions import KINDS
from .questions.differences import differences
from .questions.editing import LANGUAGES

PER_PAGE = 50
# What a question is called by in lists (`models.bank.shortened`), in each language: {alias: text}.
ASKED = {f"{name}_{code}": KT(f"texts__{code}__{name}") for code in LANGUAGES for name in ("stem", "stimulus", "text")}


def in_review():
    """Whether a question's review is under way, as an annotation."""
    states = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Question),
        status=WorkflowState.STATUS_IN_PROGRESS,
        object_id=Cast(OuterRef("pk"), CharField()),
    )
    return Exists(states)


def state_of(question):
    if question.is_suspended:
        return _("not asked: its source has changed")
    if question.is_in_review:
        return _("under review")
    if not question.live:
        return _("draft")
    return _("live, with a newer draft") if question.has_unpublished_changes else _("live")


def is_asked(question):
    return question.live and not question.is_suspended


def languages_of(question):
    return ", ".join(code for code in LANGUAGES if code in question.texts)


def marks_of(question):
    marks = [(question.must_pass, _("must-pass")), (question.training, _("specimen"))]
    return ", ".join(mark for is_set, mark in marks if is_set)


class QuestionIndex(snippets.IndexView):
    """The bank: searched in what is asked, in every language, however it is typed; filtered, sorted, in pages."""

    filterset_class = QuestionFilters
    default_ordering = "key"
    search_fields = ["key"]
    search_backend_name = None

    def get_base_queryset(self):
        found = Question.objects.open_to(self.request.user).select_related("organisation", "objective__parent")
        return found.with_suspension().annotate(is_in_review=in_review())

    def order_queryset(self, queryset):
        return super().order_queryset(queryset.annotate(_updated_at=F("latest_revision__created_at")))

    def _annotate_queryset_updated_at(self, queryset):
        return queryset

    def search_queryset(self, queryset):
        return asking(queryset, self.search_query) if self.search_query else queryset

    @cached_property
    def columns(self):
        columns = [
            self._get_title_column("__str__", label=_("Question"), sort_key="key", width="40%"),
            Column("get_kind_display", label=_("Kind"), sort_key="kind"),
            Column("objective", label=_("Objective"), sort_key="objective"),
            Column("get_level_display", label=_("Level"), sort_key="level"),
            Column("languages", label=_("Languages"), accessor=languages_of),
            Column("marks", label=_("Marks"), accessor=marks_of),
            StatusTagColumn("state", label=_("State"), accessor=state_of, primary=is_asked),
            UpdatedAtColumn(),
        ]
        if roles.reaches_all(self.request.user, "write_pages"):
            columns.insert(1, Column("organisation", label=_("Organisation"), sort_key="organisation"))
        return columns

    def _get_title_column(self, field_name, column_class=TitleColumn, **kwargs):
        column = self._get_title_column_class(column_class)
        return column("title", accessor=str, get_url=self.get_edit_url, **kwargs)

    def get_copy_url(self, instance):
        return None

    def get_delete_url(self, instance):
        return None


def asking(questions, words):
    """Those whose key holds the words, or what they ask in any language, however it is typed."""
    return questions.alias(**ASKED).filter(hold(["key", *ASKED], words))


class Own:
    """A view of one question."""

    shows_key = True

    def get_base_object_queryset(self):
        return Question.objects.open_to(self.request.user)

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        if self.shows_key and request.method == "GET" and self.object.pk:
            keys.saw_key(request.user, [self.object])
        return response


class QuestionAdd(snippets.CreateView):
    """First the kind is chosen, then the question written. Its review begins from the editor."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.autosave_enabled = False  # a press of "Save draft" meanwhile would make a second question

    @cached_property
    def asked_kind(self):
        return self.request.POST.get("kind") or self.request.GET.get("kind", "")

    def get(self, request, *args, **kwargs):
        if self.asked_kind in KINDS:
            return super().get(request, *args, **kwargs)
        return ChooseKind.as_view(add_url=reverse(self.add_url_name), back=self.breadcrumb())(request)

    def breadcrumb(self):
        return {"url": reverse(self.index_url_name), "label": capfirst(Question._meta.verbose_name_plural)}

    def get_initial_form_instance(self):
        return Question(kind=self.asked_kind if self.asked_kind in KINDS else next(iter(KINDS)))

    def get_page_subtitle(self):
        kind = KINDS.get(self.asked_kind)
        return capfirst(kind.label) if kind else super().get_page_subtitle()

    def save_instance(self):
        question = super().save_instance()
        keys.saw_key(self.request.user, [question])
        return question


class ChooseKind(StaffScreen, TemplateView):
    """Every kind with a line about it; the choice leads to its form."""

    template_name = "assessments/staff/choose_kind.html"
    page_title = gettext_lazy("New question")
    header_icon = "help"
    add_url = ""
    back = None

    def get_trail(self):
        return [self.back]

    def get_context_data(self, **kwargs):
        return super().get_context_data(kinds=KINDS.values(), add_url=self.add_url, **kwargs)


class QuestionEdit(Own, snippets.EditView):
    about_url_name = "questions:about"

    def get_queryset(self):
        return self.get_base_object_queryset().select_related("organisation")

    @cached_property
    def header_more_buttons(self):
        about = reverse(self.about_url_name, args=[self.object.pk])
        return [
            Button(_("Use, versions and statistics"), about, icon_name="info-circle", priority=5),
            *super().header_more_buttons,
        ]

    def user_has_permission(self, permission):
        if permission == "change":
            return True  # the queryset has decided
        return super().user_has_permission(permission)


class QuestionDelete(Own, snippets.DeleteView):
    shows_key = False

    def get_queryset(self):
        return self.get_base_object_queryset()

    def get_object(self, queryset=None):
        found = super().get_object(queryset)
        if not self.user_has_permission_for_instance("delete", found):
            return get_object_or_404(Question.objects.none())
        return found


class QuestionHistory(Own, snippets.HistoryView):
    pass


class OwnPreview(Own):
    """What Wagtail's preview shows begins with the same questions."""

    def get_object(self):
        found = get_object_or_404(
            self.get_base_object_queryset().select_related("latest_revision"), pk=self.kwargs["pk"]
        )
        return found.get_latest_revision_as_object()


class QuestionPreview(OwnPreview, snippets.PreviewOnEditView):
    @method_decorator(xframe_options_sameorigin_override)
    def get(self, request, *args, **kwargs):
        """What stands in the form, or what is saved when nothing has been typed yet."""
        if self._get_form_state():
            return super().get(request, *args, **kwargs)
        mode = request.GET.get("mode", self.object.default_preview_mode)
        return self.object.make_preview_request(request, mode, self.get_extra_request_attrs())


class RevisionPreview(Own, snippets.PreviewRevisionView):
    def get_object(self):
        return get_object_or_404(self.get_base_object_queryset(), pk=self.pk)


class WorkflowPreview(Own, snippets.WorkflowPreviewView):
    pass


class WorkflowHistory(Own, snippets.WorkflowHistoryView):
    shows_key = False


class WorkflowHistoryDetail(Own, snippets.WorkflowHistoryDetailView):
    pass


class Complete:
    """A step of the review is taken for a complete question alone."""

    def dispatch(self, request, *args, **kwargs):
        question = self.object.get_latest_revision_as_object()
        if self.action_name == "approve" and KINDS[question.kind].problems(question.body, question.texts):
            messages.error(request, _("The question is not complete yet: request changes, or complete it yourself."))
            return redirect(reverse("questions:edit", args=[question.pk]))
        return super().dispatch(request, *args, **kwargs)


class QuestionWorkflowAction(Own, Complete, snippets.WorkflowActionView):
    shows_key = False


class QuestionWorkflowData(Own, Complete, snippets.CollectWorkflowActionDataView):
    shows_key = False


class QuestionWorkflowCancellation(Own, snippets.ConfirmWorkflowCancellationView):
    shows_key = False


class QuestionScreen(Own, PermissionCheckedMixin, BaseObjectMixin, StaffScreen, TemplateView):
    """A screen of our own about one question."""

    model = Question
    header_icon = "help"
    any_permission_required = ["change"]

    def get_page_subtitle(self):
        return str(self.object)

    def get_trail(self):
        edit = reverse("questions:edit", args=[self.object.pk])
        index = {"url": reverse("questions:list"), "label": capfirst(Question._meta.verbose_name_plural)}
        return [index, {"url": edit, "label": str(self.object)}]

    @cached_property
    def header_buttons(self):
        return [HeaderButton(_("Edit"), url=reverse("questions:edit", args=[self.object.pk]), icon_name="edit")]


class AboutQuestion(QuestionScreen):
    """Where a question is asked, how its versions differ, and what other apps add (`question_parts` hook)."""

    template_name = "assessments/staff/question_about.html"
    page_title = gettext_lazy("Use, versions and statistics")

    def get_context_data(self, **kwargs):
        parts = [give(self.object, self.request) for give in hooks.get_hooks("question_parts")]
        return super().get_context_data(
            question=self.object,
            use=bank.use_of(self.object, self.request.user),
            versions=bank.versions_of(self.object),
            changes=currency.open_changes("question", [self.object.key]).get(self.object.key, []),
            parts=[part for part in parts if part],
            writes=may_write(self.request.user, self.object),
            **kwargs,
        )


class CompareStates(QuestionScreen):
    """What differs in words between two revisions, or between one and what is live."""

    template_name = "assessments/staff/question_compare.html"
    page_title = gettext_lazy("Comparison")

    def state(self, name):
        """(body, texts) of a revision by its number, "earliest" or "latest", or of what is "live"."""
        question = self.object
        if name == "live":
            return question.body, question.texts
        if name == "latest":
            question = question.get_latest_revision_as_object()
            return question.body, question.texts
        revisions = question.revisions.order_by("pk")
        revision = revisions.first() if name == "earliest" else revisions.filter(pk=name).first()
        if revision is None:
            raise Http404
        found = revision.as_object()
        return found.body, found.texts

    def get_context_data(self, revision_id_a, revision_id_b, **kwargs):
        states = self.state(revision_id_a), self.state(revision_id_b)
        return super().get_context_data(differences=differences(KINDS[self.object.kind], *states), **kwargs)
