"""What makes writing lessons easier in Wagtail's editor: remarks before the review, a template to begin with."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log

from lms.core.screens import StaffScreen

from . import session_template
from .models import LessonPage, ModulePage
from .remarks import remarks_on

SHOWN_IN_MESSAGE = 3


def tell_on_submit(request, page):
    """After a page was submitted: what the reviewers may stumble over. It is submitted all the same."""
    if "action-submit" not in request.POST:
        return
    found = remarks_on(page)
    if not found:
        return
    text = ngettext(
        "Submitted. %d thing may be worth another look meanwhile:",
        "Submitted. %d things may be worth another look meanwhile:",
        len(found),
    )
    first = " ".join(dict.fromkeys(remark.text for remark in found[:SHOWN_IN_MESSAGE]))
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    buttons = [messages.button(edit + found[0].anchor, gettext("Look at them"))]
    messages.warning(request, f"{text % len(found)} {first}", buttons=buttons)


def may_add_lesson(user, module):
    return module.permissions_for_user(user).can_add_subpage()


def template_button(page, user, next_url=None, **kwargs):
    if page.specific_class is ModulePage and may_add_lesson(user, page):
        url = reverse("lesson_from_template", args=[page.pk])
        yield Button(_("New lesson from the template"), url, icon_name="copy", priority=15)


class TitleForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120)


class NewLessonView(StaffScreen, FormView):
    """A draft of a lesson with the parts of a session of 90 minutes, below a day."""

    form_class = TitleForm
    template_name = "courses/staff/new_lesson.html"
    page_title = _("New lesson from the template")
    header_icon = "copy"

    def dispatch(self, request, *args, **kwargs):
        self.module = get_object_or_404(ModulePage, pk=kwargs["page_id"])
        if not may_add_lesson(request.user, self.module):
            raise PermissionDenied
        return run_hooks("before_create_page", request, self.module, LessonPage) or super().dispatch(request)

    def get_trail(self):
        url = reverse("wagtailadmin_explore", args=[self.module.pk])
        return [{"url": url, "label": self.module.get_admin_display_title()}]

    def get_page_subtitle(self):
        return self.module.get_admin_display_title()

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "module": self.module}

    def form_valid(self, form):
        page = new_lesson(self.module, form.cleaned_data["title"], self.request.user)
        messages.success(self.request, gettext("The lesson begins as a draft; replace what stands in square brackets."))
        answer = run_hooks("after_create_page", self.request, page)
        return answer or redirect("wagtailadmin_pages:edit", page.pk)


def run_hooks(name, request, *about):
    """As Wagtail's own views do: the first answer that a hook gives takes the place of ours."""
    for hook in hooks.get_hooks(name):
        answer = hook(request, *about)
        if hasattr(answer, "status_code"):
            return answer
    return None


@transaction.atomic
def new_lesson(module, title, user):
    """A draft below `module` in its language, made from the template; returns the `LessonPage`."""
    with translation.override(module.locale.language_code):
        page = LessonPage(
            title=title, slug=free_slug(module, title), owner=user, live=False, **session_template.fields()
        )
    module.add_child(instance=page)
    page.save_revision(user=user)
    log(instance=page, action="wagtail.create", user=user)
    return page


def free_slug(module, title):
    base = slugify(title)[:60] or "session"
    taken = set(module.get_children().values_list("slug", flat=True))
    names = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)
