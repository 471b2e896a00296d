"""Sources, figures, glossary, language guide and support contacts in the Wagtail admin."""

from django import forms
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets.button import Button

from lms.core.screens import PlainSearch, hold

from . import reference_staff as staff
from .models import Figure, GlossaryTerm, GuidePair, Source, SupportContact
from .permissions import ReferencePolicy


def in_three(name, label):
    return MultiFieldPanel([FieldPanel(f"{name}_{code}") for code in ("kk", "ru", "en")], heading=label)


# Wagtail's own column of dates calls a day to come "just now".
DATES = [
    Column("checked_on", label=_("Checked on"), sort_key="checked_on", accessor=staff.day("checked_on")),
    Column("next_review", label=_("Next check"), sort_key="next_review", accessor=staff.day("next_review")),
]
DATED = FieldRowPanel([FieldPanel("checked_on"), FieldPanel("next_review"), FieldPanel("owner")])


class StaffOwner:
    """A form in which the owner is one of the people who keep reference data or write pages."""

    def get_form(self, *args, **kwargs):
        form = super().get_form(*args, **kwargs)
        form.fields["owner"].queryset = staff.possible_owners()
        return form


class OwnedAdd(StaffOwner, generic.CreateView):
    pass


class OwnedEdit(StaffOwner, generic.EditView):
    pass


class SourceEdit(OwnedEdit):
    @cached_property
    def header_more_buttons(self):
        pk = self.object.pk
        return [
            Button(_("Where it is cited"), reverse("sources:cited", args=[pk]), icon_name="link", priority=10),
            Button(_("Mark as changed"), reverse("sources:changed", args=[pk]), icon_name="warning", priority=20),
            *super().header_more_buttons,
        ]


class ReferenceIndex(PlainSearch, generic.IndexView):
    pass


class ReferenceViewSet(ModelViewSet):
    """Kept by the Center's editors and administrators. What lessons cite cannot be deleted."""

    index_view_class = ReferenceIndex
    copy_view_enabled = False
    search_backend_name = None
    add_to_reference_index = False

    @property
    def permission_policy(self):
        return ReferencePolicy(self.model)

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**{"usage_url_name": None, **kwargs})

    def get_urlpatterns(self):
        return [each for each in super().get_urlpatterns() if each.name != "usage"]


class SourceIndex(ReferenceIndex):
    def get_base_queryset(self):
        return Source.objects.with_change().select_related("owner__profile")


def state_of(source):
    return _("changed") if source.is_changing else _("due") if staff.is_due(source) else _("checked")


class SourceViewSet(ReferenceViewSet):
    model = Source
    name = "sources"
    icon = "clipboard-list"
    menu_label = _("Sources")
    index_view_class = SourceIndex
    add_view_class = OwnedAdd
    edit_view_class = SourceEdit
    list_display = [
        TitleColumn("key", label=_("Key"), url_name="sources:cited", sort_key="key"),
        Column("citation", label=_("Citation"), accessor=lambda source: source.text("citation")),
        *DATES,
        Column("owner", label=_("Owner")),
        StatusTagColumn("state", label=_("State"), accessor=state_of, primary=lambda source: source.is_changing),
    ]
    list_filter = ["is_national", "year"]
    search_fields = ["key", "citation_en", "citation_ru", "citation_kk", "publisher"]
    edit_handler = ObjectList(
        [
            FieldPanel("key"),
            MultiFieldPanel(
                [FieldPanel("citation_en"), FieldPanel("citation_ru"), FieldPanel("citation_kk")], heading=_("Citation")
            ),
            FieldRowPanel([FieldPanel("publisher"), FieldPanel("year")]),
            FieldPanel("url"),
            FieldPanel("is_national"),
            DATED,
        ]
    )

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/cited/", staff.CitedView.as_view(), name="cited"),
            path("<int:pk>/changed/", staff.MarkChangedView.as_view(), name="changed"),
            path("<int:pk>/changed/<int:change>/", staff.TakeBackView.as_view(), name="take_back"),
        ]


class FigureViewSet(ReferenceViewSet):
    model = Figure
    name = "figures"
    icon = "order"
    menu_label = _("Figures")
    add_view_class = OwnedAdd
    edit_view_class = OwnedEdit
    list_display = ["__str__", "source", *DATES]
    list_select_related = ["source"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("key"), FieldPanel("value"), FieldPanel("as_of")]),
            in_three("text", _("What it counts")),
            FieldPanel("source"),
            DATED,
        ]
    )


class GlossaryViewSet(ReferenceViewSet):
    model = GlossaryTerm
    name = "glossary-terms"
    icon = "help"
    menu_label = _("Glossary")
    list_display = ["key", "term_en", "term_ru", "term_kk", "confidence"]
    list_filter = ["confidence"]
    search_fields = ["key", "term_kk", "term_ru", "term_en"]
    edit_handler = ObjectList(
        [
            FieldPanel("key", help_text=_("A lesson links to the term by an anchor link: term-<key>.")),
            in_three("term", _("Term")),
            FieldPanel("confidence"),
            in_three("definition", _("Meaning")),
        ]
    )


class GuideViewSet(ReferenceViewSet):
    model = GuidePair
    name = "language-guide"
    icon = "openquote"
    menu_label = _("Language guide")
    list_display = ["avoid_en", "prefer_en", "avoid_kk", "prefer_kk", "confidence"]
    list_filter = ["confidence"]
    search_fields = [f"{name}_{code}" for name in ("avoid", "prefer") for code in ("kk", "ru", "en")]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("key"), FieldPanel("sort_order"), FieldPanel("confidence")]),
            in_three("avoid", _("Avoid")),
            in_three("prefer", _("Prefer")),
            in_three("reason", _("Why")),
            in_three("stems", _("Patterns for the wording check")),
        ]
    )


class SupportContactViewSet(ReferenceViewSet):
    model = SupportContact
    name = "support-contacts"
    icon = "help"
    menu_label = _("Support contacts")
    list_display = ["__str__", "checked_on"]
    edit_handler = ObjectList(
        [
            FieldPanel("key"),
            FieldPanel("contact"),
            *(FieldPanel(f"label_{code}") for code in ("kk", "ru", "en")),
            *(FieldPanel(f"note_{code}") for code in ("kk", "ru", "en")),
            FieldPanel("checked_on"),
            FieldPanel("sort_order", heading=_("place")),
        ]
    )


class ReferenceGroup(ModelViewSetGroup):
    menu_label = _("Reference")
    menu_icon = "list-ul"
    menu_order = 152
    items = (SourceViewSet, FigureViewSet, GlossaryViewSet, GuideViewSet, SupportContactViewSet)


class SourceFilterForm(BaseFilterForm):
    q = forms.CharField(label=_("Search term"), required=False)

    def filter(self, objects):
        """Sources whose key or citation in any language holds the words."""
        found, wanted = super().filter(objects), self.cleaned_data.get("q")
        if not wanted:
            return found
        return found.filter(hold(("key", "citation_en", "citation_ru", "citation_kk"), wanted))


class SourceChoose(ChooseView):
    filter_form_class = SourceFilterForm


class SourceChooseResults(ChooseResultsView):
    filter_form_class = SourceFilterForm


class SourceChooserViewSet(ChooserViewSet):
    """For the list of sources of a lesson; every member of staff may look."""

    model = Source
    icon = "clipboard-list"
    choose_one_text = _("Choose a source")
    choose_another_text = _("Choose another source")
    choose_view_class = SourceChoose
    choose_results_view_class = SourceChooseResults


class WaitingItem(MenuItem):
    """A report for those who may have something to do there."""

    def is_shown(self, request):
        return staff.may_work(request.user)


sources_to_choose = SourceChooserViewSet("source_chooser")
reference = ReferenceGroup()
