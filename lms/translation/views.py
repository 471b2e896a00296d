"""Screens of the translation desk."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Locale, Page

from courses.models import ModulePage
from lms.core.models import LANGUAGES
from lms.core.screens import StaffScreen
from lms.review.permissions import may_submit_translation, step_of

from . import board, comparing, editing, leads, pairing, permissions, records
from .enums import State
from .forms import DeskForm, LeadForm

PER_PAGE = 50


class DeskView(StaffScreen, TemplateView):
    """Every text in every language with its state; what is shown starts from the organisations in sight (S-05)."""

    template_name = "translation/desk.html"
    page_title = _("Translations")
    header_icon = "wagtail-localize-language"

    @cached_property
    def header_buttons(self):
        if not permissions.may_write_somewhere(self.request.user):
            return []
        banks = HeaderButton(
            gettext("Questions for translators"), url=reverse("translations:banks"), icon_name="download"
        )
        return [
            HeaderButton(gettext("Import translations"), url=reverse("translations:import"), icon_name="upload"),
            banks,
        ]

    def dispatch(self, request, *args, **kwargs):
        if not permissions.may_open_desk(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        trees = board.Trees.read()
        user = self.request.user
        writes = board.writable(user)
        rows = [
            *board.page_rows(user, trees, writes),
            *records.question_rows(user, trees),
            *records.reference_rows(user),
        ]
        form = DeskForm(self.request.GET, rows=rows)
        found = form.found(rows)
        return super().get_context_data(
            form=form,
            counts=counts(found),
            states=State,
            page_obj=Paginator(form.in_state(found), PER_PAGE).get_page(self.request.GET.get("page")),
            writes=writes,
            **kwargs,
        )


def counts(rows):
    """[(language, [(state, number), …]), …]: how many texts each language has in each state."""
    return [
        (code, [(state, sum(row.cells[code].state == state for row in rows)) for state in State]) for code in LANGUAGES
    ]


class LeadView(StaffScreen, FormView):
    """Asks which language shall lead a module, says what stands in the way, and changes it by POST."""

    template_name = "translation/lead.html"
    page_title = _("Change the lead language")
    header_icon = "wagtail-localize-language"
    form_class = LeadForm

    def dispatch(self, request, *args, **kwargs):
        self.module = get_object_or_404(ModulePage, pk=kwargs["page_id"])
        if not permissions.may_change_lead(request.user, self.module):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self):
        return self.module.get_admin_display_title()

    def get_initial(self):
        return {"language": self.module.lead_language}

    def get_context_data(self, **kwargs):
        return super().get_context_data(module=self.module, **kwargs)

    def form_valid(self, form):
        language = form.cleaned_data["language"]
        try:
            leads.change_lead(self.module, language, by=self.request.user)
        except leads.Refused as refused:
            return self.render_to_response(self.get_context_data(form=form, reasons=refused.reasons))
        messages.success(self.request, gettext("The lead language was changed."))
        return redirect("wagtailadmin_pages:edit", self.module.pk)


class PageScreen(StaffScreen, View):
    """A screen of one page in one language; a page of another organisation is not found (S-05)."""

    may = staticmethod(permissions.may_see)

    def dispatch(self, request, *args, **kwargs):
        self.page = get_object_or_404(Page.objects.select_related("locale"), pk=kwargs["page_id"]).specific
        if self.page.depth == 1 or not permissions.may_see(request.user, self.page):
            raise Http404
        if not self.may(request.user, self.page):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self):
        return self.page.get_admin_display_title()

    def get_trail(self):
        return [{"url": reverse("translations:desk"), "label": DeskView.page_title}]


class CompareView(PageScreen, TemplateView):
    """The lead language and a translation, text beside text, with what has changed since marked."""

    template_name = "translation/compare.html"
    page_title = _("Side by side")
    header_icon = "wagtail-localize-language"

    @cached_property
    def step(self):
        return step_of(self.request.user, self.page)

    @cached_property
    def header_buttons(self):
        return [*self.buttons_to_read(), *self.buttons_to_translate()]

    def buttons_to_read(self):
        """For whoever has come to approve."""
        page, buttons = self.page, []
        if self.step:
            preview = reverse("wagtailadmin_pages:workflow_preview", args=[page.pk, self.step.task_id])
            buttons.append(HeaderButton(gettext("Preview"), url=preview, icon_name="view"))
        if self.step and page.live:
            changes = reverse("review:changes", args=[page.pk])
            buttons.append(HeaderButton(gettext("What changes"), url=changes, icon_name="resubmit"))
        return buttons

    def buttons_to_translate(self):
        user, page = self.request.user, self.page
        if not permissions.may_translate(user, page) or not leads.translation_of(page):
            return []
        buttons = []
        if not self.step:
            changed = reverse("translations:changed", args=[page.pk])
            buttons.append(HeaderButton(gettext("Changed texts"), url=changed, icon_name="edit"))
            edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
            buttons.append(HeaderButton(gettext("Translate"), url=edit, icon_name="edit"))
        export = reverse("translations:export", args=[page.pk])
        buttons.append(HeaderButton(gettext("Export PO"), url=export, icon_name="download"))
        if isinstance(page, ModulePage):
            module = reverse("translations:export_module", args=[page.pk])
            buttons.append(HeaderButton(gettext("Export the module (ZIP)"), url=module, icon_name="download"))
        if may_submit_translation(user, page):
            submit = reverse("review:submit_translation", args=[page.pk])
            buttons.append(HeaderButton(gettext("Submit the translation"), url=submit, icon_name="check"))
        return buttons

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            page=self.page,
            comparison=comparing.compare(self.page),
            code=self.page.locale.language_code,
            step=self.step,
            **kwargs,
        )


class BeginView(PageScreen):
    """Begins the translation of a page into a language: by POST; the page stays as it is until a review publishes."""

    may = staticmethod(permissions.may_translate)
    http_method_names = ["post"]

    def post(self, request, page_id, language):
        locale = get_object_or_404(Locale, language_code=language)
        try:
            target = editing.begin_in(self.page, locale)
        except (leads.Refused, pairing.Unpaired) as error:
            messages.error(request, gettext("The translation cannot begin: %(reason)s") % {"reason": error})
            return redirect("translations:desk")
        return redirect("wagtailadmin_pages:edit", target.pk)
