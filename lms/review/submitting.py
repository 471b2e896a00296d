"""How a translation comes before its readers: it becomes a draft, and the review of the page begins or goes on."""

from wagtail.models import WorkflowState


def draft_of(translation, page, user):
    """Puts the translated strings into a new revision of the page, and the row of the page back as it was.

    wagtail-localize writes a draft into the row too, so that the public of a live page would read it at once.
    Raises MissingTranslationError.
    """
    before = type(page).objects.get(pk=page.pk)
    translation.source.create_or_update_translation(page.locale, user=user, publish=False)
    after = type(page).objects.get(pk=page.pk)
    for name in ("latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes"):
        setattr(before, name, getattr(after, name))
    before.save(clean=False)
    return before


def submit(page, user):
    """Begins the review of a page's draft, or goes on with the one that asked for changes."""
    state = page.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user)
    else:
        page.get_workflow().start(page, user)
