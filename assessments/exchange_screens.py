"""Screens that take questions of other systems in and give ours out."""

from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from lms.accounts import roles
from lms.accounts.models import Organisation
from lms.core.screens import StaffScreen
from lms.interop.bank import MOST_BYTES, Unreadable

from . import tasks
from .domain import exchange, exporting
from .domain.previewing import State, preview
from .models import Objective, QuestionUpload
from .questions import kind_choices

WRITE, EXPORT = "write_pages", "export_questions"


def places(user, right):
    """The organisations for whose bank `user` holds the right."""
    return Organisation.objects.filter(roles.scope(user, right, "pk"))


class Screen(StaffScreen):
    """A screen for those who hold `right` somewhere."""

    header_icon = "upload"
    right = WRITE

    def dispatch(self, request, *args, **kwargs):
        if not roles.can(request.user, self.right):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class PlaceForm(forms.Form):
    """A bank and a language; who answers for one organisation alone is not asked which."""

    organisation = forms.ModelChoiceField(label=gettext_lazy("Organisation"), queryset=None, empty_label=None)
    language = forms.ChoiceField(label=gettext_lazy("Language of the texts"), choices=settings.LANGUAGES)

    def __init__(self, *args, user, right, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = places(user, right)


class UploadForm(PlaceForm):
    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=200,
        help_text=gettext_lazy("Moodle XML, GIFT or Aiken, up to 5 MB. The format is recognised."),
    )
    encoding = forms.ChoiceField(
        label=gettext_lazy("Encoding"),
        required=False,
        choices=[("", gettext_lazy("Recognise it")), *((name, name) for name in exchange.ENCODINGS)],
        help_text=gettext_lazy("Only if letters look wrong in the preview."),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(most)s MB.") % {"most": MOST_BYTES // 1024 // 1024}
            )
        return file


class ImportView(Screen, FormView):
    """Takes a file; nothing is written before the preview has been seen."""

    template_name = "assessments/staff/import.html"
    page_title = gettext_lazy("Import questions")
    form_class = UploadForm

    @cached_property
    def header_buttons(self):
        if not roles.can(self.request.user, EXPORT):
            return []
        return [HeaderButton(_("Export questions"), url=reverse("exchange:export"), icon_name="download")]

    def get_initial(self):
        return {"language": get_language()[:2]}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user, "right": WRITE}

    def form_valid(self, form):
        given = form.cleaned_data
        try:
            upload = exchange.upload(
                organisation=given["organisation"],
                language=given["language"],
                name=given["file"].name,
                data=given["file"].read(),
                by=self.request.user,
                encoding=given["encoding"] or None,
            )
        except Unreadable as reason:
            form.add_error("file", str(reason))
            return self.form_invalid(form)
        return redirect("exchange:preview", upload.public_id)

    def get_context_data(self, **kwargs):
        waiting = QuestionUpload.objects.filter(by=self.request.user).defer("data").select_related("organisation")
        return super().get_context_data(waiting=waiting.order_by("-at"), **kwargs)


class OwnUpload(Screen):
    """A screen of a file that this person has sent, for a bank that they still write."""

    @cached_property
    def upload(self):
        rows = QuestionUpload.objects.filter(roles.scope(self.request.user, WRITE), by=self.request.user)
        return get_object_or_404(rows.select_related("organisation"), public_id=self.kwargs["public_id"])

    def get_trail(self):
        return [{"url": reverse("exchange:import"), "label": ImportView.page_title}]


class PreviewView(OwnUpload, TemplateView):
    """Every question of the file as it will be; then yes, with those that are left out, or no."""

    template_name = "assessments/staff/import_preview.html"
    page_title = gettext_lazy("What is in the file")

    def get_page_subtitle(self):
        return self.upload.name

    def get_context_data(self, **kwargs):
        shown = preview(self.upload)
        return super().get_context_data(
            upload=self.upload,
            format=exchange.LABELS[self.upload.format],
            language=dict(settings.LANGUAGES)[self.upload.language],
            shown=shown,
            states=State,
            may_take=any(row.may_be_taken for row in shown.rows),
            **kwargs,
        )

    def post(self, request, public_id):
        if "refuse" in request.POST:
            self.upload.delete()
            messages.success(request, _("The file was deleted. Nothing was taken in."))
            return redirect("exchange:import")
        left_out = {int(one) for one in request.POST.getlist("leave") if one.isdecimal()}
        updates = request.POST.get("updates") != "skip"
        try:
            taken = exchange.accept(self.upload.pk, by=request.user, left_out=left_out, updates=updates)
        except QuestionUpload.DoesNotExist:  # another window was faster
            raise Http404 from None
        if taken.to_review:
            tasks.review_questions.enqueue(self.upload.organisation_id, taken.to_review, request.user.pk)
        told = ngettext("%d question was added", "%d questions were added", taken.created) % taken.created
        more = ngettext("%d was updated", "%d were updated", taken.updated) % taken.updated
        text = _("%(added)s, %(updated)s. They wait for their review.") % {"added": told, "updated": more}
        messages.success(request, text, buttons=self.way_to_the_bank(taken))
        return redirect("exchange:import")

    def way_to_the_bank(self, taken):
        """The bank of the organisation, what was written last first."""
        query = urlencode({"organisation": self.upload.organisation_id, "ordering": "-_updated_at"})
        address = f"{reverse('questions:list')}?{query}"
        return [messages.button(address, _("See them in the bank"))] if taken.created or taken.updated else []


class PictureView(OwnUpload, View):
    """A picture of a file that waits, drawn anew, for the preview alone."""

    def get(self, request, public_id, position, picture):
        row = next((row for row in preview(self.upload).rows if row.position == position), None)
        found = next((one for one in (row.pictures if row else []) if one.id == picture), None)
        if found is None:
            raise Http404
        kind = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}[found.extension]
        response = HttpResponse(found.content, kind)
        response["Cache-Control"] = "private, no-store"
        response["Content-Security-Policy"] = "default-src 'none'"
        return response


class ExportForm(PlaceForm):
    format = forms.ChoiceField(label=gettext_lazy("Format"), choices=list(exchange.LABELS.items()))
    objective = forms.ModelChoiceField(
        label=gettext_lazy("Objective"),
        queryset=Objective.objects.all(),
        required=False,
        empty_label=gettext_lazy("All"),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=[("", gettext_lazy("All")), *kind_choices()]
    )
    tag = forms.CharField(label=gettext_lazy("Tag"), required=False, max_length=100)


class ExportView(Screen, FormView):
    """What a file would hold and what it could not (GET with a choice); the file itself by POST, logged."""

    template_name = "assessments/staff/export.html"
    page_title = gettext_lazy("Export questions")
    header_icon = "download"
    form_class = ExportForm
    right = EXPORT

    def get_form_kwargs(self):
        kwargs = {**super().get_form_kwargs(), "user": self.request.user, "right": EXPORT}
        if self.request.method == "GET" and "organisation" in self.request.GET:
            kwargs["data"] = self.request.GET
        return kwargs

    def get_initial(self):
        return {"language": get_language()[:2]}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context["form"]
        if form.is_bound and form.is_valid():
            given = form.cleaned_data
            context["named"] = self.request.GET.getlist("key")
            context["look"] = exporting.look(
                given["organisation"], given["language"], given["format"], self.keys(given)
            )
        return context

    def keys(self, given):
        """Keys of the questions chosen; the question list hands over keys of its own (?key=…)."""
        wanted = self.request.GET.getlist("key") or self.request.POST.getlist("key")
        return exporting.chosen(
            given["organisation"], objective=given["objective"], kind=given["kind"], tag=given["tag"], keys=wanted
        )

    def form_valid(self, form):
        given = form.cleaned_data
        made = exporting.export(
            given["organisation"], given["language"], given["format"], by=self.request.user, keys=self.keys(given)
        )
        kind = "application/xml" if given["format"] == "moodle" else "text/plain"
        response = HttpResponse(made.data, f"{kind}; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{made.name}"'
        response["Cache-Control"] = "private, no-store"
        return response
