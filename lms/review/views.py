"""Screens beside the review: withdrawing a text at once, submitting a translation."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin import messages
from wagtail.admin.views.generic.models import RevisionsCompareView
from wagtail.models import Page, TaskState
from wagtail_localize.models import MissingTranslationError

from lms.core.screens import StaffScreen

from . import permissions
from .submitting import draft_of, submit


class PageScreen(StaffScreen, View):
    """Asks before it does something with one page; 403 unless `allowed` says yes."""

    template_name = "review/confirm.html"
    header_icon = "doc-empty-inverse"
    question = label = ""

    def dispatch(self, request, *args, **kwargs):
        self.page = get_object_or_404(Page, pk=kwargs["page_id"]).specific
        if not self.allowed(request.user, self.page):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, page_id):
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs):
        about = {"page": self.page, "shown": self.page, "question": self.question, "label": self.label}
        return super().get_context_data(**{**about, **kwargs})


class WithdrawView(PageScreen):
    """Takes a page and what stands below it out in every language; it comes back through a review alone."""

    page_title = _("Withdraw now")
    label = _("Withdraw now")
    question = _("Nobody will read these pages until a review has published them again. Nothing is deleted.")
    allowed = staticmethod(permissions.may_withdraw)

    def get_context_data(self, **kwargs):
        pages = permissions.versions_of(self.page).select_related("locale")
        return super().get_context_data(shown=self.in_my_language(), pages=pages, **kwargs)

    def in_my_language(self):
        """The page as it stands in the language of the person who withdraws it, if it does."""
        versions = self.page.get_translations(inclusive=True).filter(locale__language_code=get_language())
        return versions.specific().first() or self.page

    def post(self, request, page_id):
        with transaction.atomic():
            pages = list(permissions.versions_of(self.page).order_by("-depth").specific())
            for page in pages:
                UnpublishPageAction(page, user=request.user).execute(skip_permission_checks=True)
        count = len(pages)
        messages.success(request, ngettext("%d page was withdrawn.", "%d pages were withdrawn.", count) % count)
        return redirect("wagtailadmin_explore", self.in_my_language().get_parent().pk)


class SubmitTranslationView(PageScreen):
    """Makes a draft of what has been translated and submits it to the review of the page."""

    page_title = _("Submit the translation")
    label = _("Submit for review")
    question = _("The translation becomes a draft, and the second readers are told.")
    allowed = staticmethod(permissions.may_submit_translation)

    def post(self, request, page_id):
        translation = permissions.translation_of(self.page)
        try:
            with transaction.atomic():
                page = draft_of(translation, self.page, request.user)
                submit(page, request.user)
        except MissingTranslationError:
            messages.error(request, gettext("Some texts are not translated yet."))
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        messages.success(request, gettext("The translation was submitted for review."))
        return redirect("wagtailadmin_explore", self.page.get_parent().pk)


class DecideView(PageScreen):
    """Takes the present step of a review, for a text that is not read in Wagtail's own editor."""

    allowed = staticmethod(permissions.may_decide)
    http_method_names = ["post"]

    def post(self, request, page_id):
        step = permissions.step_of(request.user, self.page)
        if str(step.pk) == request.POST.get("step"):
            action = "reject" if "reject" in request.POST else "approve"
            comment = request.POST.get("comment", "").strip()
            step.task.specific.on_action(step, request.user, action, comment=comment)
            step.refresh_from_db()
            if told := DECIDED.get(step.status):
                messages.success(request, told)
                return redirect("wagtailadmin_home")
        messages.warning(request, gettext("The text has changed since you opened this screen: read it again."))
        return redirect("wagtailadmin_pages:edit", page_id)


DECIDED = {
    TaskState.STATUS_APPROVED: _("You have approved the text."),
    TaskState.STATUS_REJECTED: _("You have asked for changes; the author is told."),
}


class ChangesView(RevisionsCompareView):
    """What a text under review changes in the published one, for those who read it: Wagtail's own comparison is open
    only to those who may edit."""

    page_title = _("What changes")
    header_icon = "doc-empty-inverse"
    edit_url_name = "wagtailadmin_pages:edit"

    def setup(self, request, page_id):
        super().setup(request, page_id, "live", "latest")

    def get_object(self, queryset=None):
        page = get_object_or_404(Page, pk=self.pk).specific
        if not permissions.may_read_changes(self.request.user, page):
            raise PermissionDenied
        return page

    def get_edit_handler(self):
        return self.object.get_edit_handler()

    def get_page_subtitle(self):
        return self.object.get_admin_display_title()
