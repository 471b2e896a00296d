"""Screens of the translation desk."""

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.models import ModulePage

from . import leads, permissions


class LeadForm(forms.Form):
    language = forms.ChoiceField(label=_("Lead language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)


class LeadView(WagtailAdminTemplateMixin, FormView):
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
