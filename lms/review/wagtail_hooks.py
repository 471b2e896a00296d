from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import SubmitForModerationMenuItem
from wagtail.admin.widgets.button import Button

from . import permissions, rules, views

SCREENS = [
    path("withdraw/<int:page_id>/", views.WithdrawView.as_view(), name="withdraw"),
    path("changes/<int:page_id>/", views.ChangesView.as_view(), name="changes"),
    path("decide/<int:page_id>/", views.DecideView.as_view(), name="decide"),
    path("submit-translation/<int:page_id>/", views.SubmitTranslationView.as_view(), name="submit_translation"),
]


@hooks.register("register_admin_urls")
def register_screens():
    return [path("review/", include((SCREENS, "review")))]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def buttons(page, user, next_url=None, **kwargs):
    if permissions.may_submit_translation(user, page):
        url = reverse("review:submit_translation", args=[page.pk])
        yield Button(_("Submit the translation"), url, icon_name="check", priority=61)
    if permissions.may_read_changes(user, page):
        url = reverse("review:changes", args=[page.pk])
        yield Button(_("What changes"), url, icon_name="resubmit", priority=60)
    if permissions.may_withdraw(user, page):
        url = reverse("review:withdraw", args=[page.pk])
        yield Button(_("Withdraw in all languages"), url, icon_name="cross", priority=62)


@hooks.register("before_edit_snippet", order=-20)
@hooks.register("before_edit_page", order=-20)
def a_step_is_taken_by_a_press_and_once(request, record):
    """The button of a step puts its fields into the form: an autosave that follows would take the step, too. Wagtail
    fails on a second press once the review of a page has ended."""
    if "action-workflow-action" not in request.POST:
        return None
    if not request.accepts("text/html"):
        told = gettext("A step of the review is being taken: open the text anew to go on writing.")
        return JsonResponse({"success": False, "error_code": "locked", "error_message": told}, status=400)
    if record.current_workflow_task is None:
        messages.info(request, gettext("This step of the review has been taken already."))
        return redirect("wagtailadmin_home")
    return None


@hooks.register("after_edit_snippet")
@hooks.register("after_edit_page")
def a_changed_text_is_reviewed_again(request, page):
    state = getattr(page, "current_workflow_state", None)
    if state is not None:
        rules.begins_again(state, request.user)


@hooks.register("after_edit_page", order=100)
def a_reviewer_goes_back_to_what_waits(request, page):
    """The list of pages, where Wagtail would lead, is closed to people who only review."""
    if "action-workflow-action" in request.POST and not page.permissions_for_user(request.user).can_edit():
        return redirect("wagtailadmin_home")


@hooks.register("before_convert_alias_page")
def an_alias_becomes_a_page_by_its_translation_alone(request, page):
    """Wagtail's own way would take away the line that says in which language the text is, without a review."""
    if not request.user.is_superuser:
        raise PermissionDenied


class SubmitForReview(SubmitForModerationMenuItem):
    """In the reader's language; Wagtail's would name the workflow, which has one name for all."""

    label = _("Submit for review")

    def get_context_data(self, parent_context):
        return {**super().get_context_data(parent_context), "label": self.label}


@hooks.register("construct_page_action_menu")
def hide_closed_action(menu_items, request, context):
    """Its address is closed (lms.accounts.closed)."""
    menu_items[:] = [item for item in menu_items if item.name != "localize-convert-to-alias"]


@hooks.register("construct_page_action_menu")
def offer_approval_first(menu_items, request, context):
    """Who reads a text has come to approve it or to ask for changes; saving it would make them its author."""
    menu_items.sort(key=lambda item: not (item.name == "approve" and not item.launch_modal))


@hooks.register("construct_page_action_menu")
def say_submit_for_review(menu_items, request, context):
    menu_items[:] = [
        SubmitForReview(order=item.order) if isinstance(item, SubmitForModerationMenuItem) else item
        for item in menu_items
    ]
