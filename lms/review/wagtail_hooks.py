from wagtail import hooks

from . import rules


@hooks.register("after_edit_page")
def a_changed_text_is_reviewed_again(request, page):
    state = page.current_workflow_state
    if state is not None:
        rules.begins_again(state, request.user)
