"""The screen that shows staff which papers of days there are, which are on their way and which failed."""

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from lms.accounts import roles

from .domain import documents
from .enums import PaperState
from .models import DayDocument
from .tasks import make_document

RIGHT = "read_editions"


class PaperFilters(WagtailFilterSet):
    class Meta:
        model = DayDocument
        fields = ["state", "kind", "language"]


class AgainColumn(Column):
    """A button for a paper that could not be made."""

    cell_template_name = "courses/staff/_again.html"


class PapersView(ReportView):
    page_title = gettext_lazy("Papers of days")
    header_icon = "doc-full"
    index_url_name = "papers:index"
    index_results_url_name = "papers:index_results"
    model = DayDocument
    filterset_class = PaperFilters
    default_ordering = "-requested_at"
    is_searchable = False
    list_export = ["day", "language", "kind", "state", "problem", "size", "seconds", "made_at"]
    columns = [
        Column("day", label=gettext_lazy("Day")),
        Column("language", label=gettext_lazy("Language")),
        Column("get_kind_display", label=gettext_lazy("Kind")),
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor="get_state_display",
            primary=lambda row: row.state == PaperState.READY,
        ),
        Column("problem", label=gettext_lazy("Problem")),
        Column("size", label=gettext_lazy("Size"), accessor=lambda row: filesizeformat(row.size) if row.size else ""),
        Column("seconds", label=gettext_lazy("Seconds"), accessor=lambda row: str(row.seconds or "")),
        DateColumn("made_at", label=gettext_lazy("Made")),
        AgainColumn("again", label="", accessor="state"),
    ]

    def dispatch(self, request, *args, **kwargs):
        if not roles.can(request.user, RIGHT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self):
        pages = Page.objects.filter(
            translation_key=OuterRef("module_key"), locale__language_code=OuterRef("language")
        ).values("title")
        return documents.visible_to(self.request.user).annotate(day=Subquery(pages[:1]))


@require_POST
def again(request, pk):
    """Ask once more for a paper that could not be made."""
    if not documents.visible_to(request.user).filter(pk=pk).exists():
        raise Http404
    documents.ask_again(pk, make_document.enqueue)
    messages.success(request, gettext("The paper is being prepared again."))
    return redirect("papers:index")
