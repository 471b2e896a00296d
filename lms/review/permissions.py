"""Who may do what beside the review: one predicate for each question, asked by the views and by their buttons."""

from wagtail.models import Page, WorkflowState
from wagtail_localize.models import Translation

from lms.accounts import roles
from lms.accounts.domain.grants import organisation_of


def may_withdraw(user, page):
    """Editors and administrators take a text of their organisation out at once; a home page carries the site."""
    return page.depth > 2 and page.live and roles.can(user, "withdraw_pages", organisation_of(page))


def may_submit_translation(user, page):
    """Whoever may write the translated page, while nobody is reading it."""
    permissions = page.permissions_for_user(user)
    return translation_of(page) is not None and permissions.can_edit() and permissions.can_submit_for_moderation()


def may_read_changes(user, page):
    """Whoever takes the present step of the review of a published page, and whoever may edit it."""
    state = page.current_workflow_state
    if not page.live or state is None:
        return False
    task = state.current_task_state.task.specific
    return task.user_can_access_editor(page, user) or page.permissions_for_user(user).can_edit()


def step_of(user, page):
    """The step of the page's review that `user` may approve now (a task state), or None."""
    state = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
        return None
    step = state.current_task_state
    actions = step.task.specific.get_actions(page, user)
    return step if any(name == "approve" for name, _label, _form in actions) else None


def may_decide(user, page):
    return step_of(user, page) is not None


def translation_of(page):
    """The translation in wagtail-localize whose target is this page, or None."""
    rows = Translation.objects.filter(source__object_id=page.translation_key, target_locale=page.locale, enabled=True)
    return rows.select_related("source").first()


def versions_of(page):
    """The page and what stands below it, in every language, as far as it is public."""
    found = Page.objects.none()
    for version in page.get_translations(inclusive=True):
        found |= Page.objects.descendant_of(version, inclusive=True).live()
    return found
