from django.core.exceptions import PermissionDenied
from wagtail import hooks

from . import rules


@hooks.register("after_edit_page")
def a_changed_text_is_reviewed_again(request, page):
    state = page.current_workflow_state
    if state is not None:
        rules.begins_again(state, request.user)


@hooks.register("before_convert_alias_page")
def an_alias_becomes_a_page_by_its_translation_alone(request, page):
    """Wagtail's own way would take away the line that says in which language the text is, without a review."""
    if not request.user.is_superuser:
        raise PermissionDenied


@hooks.register("construct_page_action_menu")
def hide_closed_action(menu_items, request, context):
    """Its address is closed (lms.accounts.closed)."""
    menu_items[:] = [item for item in menu_items if item.name != "localize-convert-to-alias"]
