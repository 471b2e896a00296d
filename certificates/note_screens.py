"""The note to holders of certificates about a change that has been worked in, in the Wagtail admin."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages

from courses.models import SourceChange
from lms.core.screens import StaffScreen

from .domain import notes
from .domain.errors import Refused
from .forms import ChangeNoteForm
from .permissions import may_write_note


class NoteView(StaffScreen, TemplateView):
    """Whom it would reach (numbers, no names), the note in three languages, and its sending."""

    template_name = "certificates/staff/note.html"
    page_title = gettext_lazy("Tell the holders of certificates")
    header_icon = "mail"

    def dispatch(self, request, *args, **kwargs):
        if not may_write_note(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def change(self):
        closed = SourceChange.objects.exclude(closed_at=None).select_related("source")
        return get_object_or_404(closed, pk=self.kwargs["pk"])

    @property
    def source_url(self):
        return reverse("sources:cited", args=[self.change.source_id])

    def get_page_subtitle(self):
        return self.change.source.key

    def get_trail(self):
        return [{"url": self.source_url, "label": self.change.source.key}]

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", ChangeNoteForm())
        context = {
            "change": self.change,
            "source_url": self.source_url,
            "people": notes.holders(self.change).count(),
            "runs": notes.runs_touched(self.change),
            "note": notes.told([self.change]).get(self.change.pk),
        }
        return {**super().get_context_data(**kwargs), **context}

    def post(self, request, *args, **kwargs):
        form = ChangeNoteForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            note = notes.write(self.change, form.texts(), by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            count = note.notices.count()
            text = ngettext("%d person is told.", "%d people are told.", count) % count
            messages.success(request, text)
        return redirect(self.source_url)


def of_changes(changes, user):
    """For the screen of a source (hook `source_changes`): by change, the way to its note or how far that is."""
    if not may_write_note(user):
        return {}
    told = notes.told(changes)
    return {change.pk: said(told[change.pk]) if change.pk in told else offer(change) for change in changes}


def offer(change):
    return {"label": _("Tell the holders of certificates"), "url": reverse("certificates:note", args=[change.pk])}


def said(note):
    numbers = {"day": date_format(note.written_at), "reached": note.reached, "people": note.people}
    return {"label": _("Holders told on %(day)s: %(reached)d of %(people)d") % numbers}
