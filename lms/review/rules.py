"""Who has edited a text, whether it has changed, and why somebody may not approve it."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, TaskState, WorkflowState
from wagtail_localize.models import StringTranslation

from lms.core.revisions import content_of, text_of


def unpublished(page):
    """The text last published, or None, and the revisions made since, oldest first."""
    revisions = page.revisions.order_by("pk")
    if page.live_revision_id:
        return text_of(page.live_revision.content), revisions.filter(pk__gt=page.live_revision_id)
    if page.live:
        return text_of(content_of(as_it_is(page))), revisions
    if page.last_published_at:
        last = revisions.filter(created_at__lte=page.last_published_at).last()
        return last and text_of(last.content), revisions.filter(created_at__gt=page.last_published_at)
    return None, revisions


def as_it_is(page):
    """The page or record with what its row holds."""
    if isinstance(page, Page):
        return Page.objects.get(pk=page.pk).specific
    return type(page).objects.get(pk=page.pk)


def authors(page):
    """Ids of everybody whose hand is in the text since it was last published."""
    found = set()
    before, revisions = unpublished(page)
    for revision in revisions:
        after = text_of(revision.content)
        if after != before:
            found.add(revision.user_id)
        before = after
    return found | translators(page)


def translators(page):
    """Ids of those who have translated strings of the page since it was last published; a record holds all its
    languages itself."""
    if not isinstance(page, Page):
        return set()
    strings = StringTranslation.objects.filter(locale=page.locale, context__object_id=page.translation_key)
    if page.last_published_at:
        strings = strings.filter(updated_at__gt=page.last_published_at)
    return set(strings.values_list("last_translated_by", flat=True))


def why_not(state, task, user):
    """The reason why `user` may not approve this step of the review, or None."""
    if user.pk in authors(state.content_object):
        return _("You have edited this text since it was last published: somebody else approves it.")
    others = state.task_states.filter(status=TaskState.STATUS_APPROVED, finished_by=user).exclude(task_id=task.pk)
    if others.exists():
        return _("You have approved another step of this review: somebody else approves this one.")
    return None


def begins_again(state, user):
    """Whether the text has changed since the current step began: then the review starts anew at its first step.

    A new revision with the same text (somebody left a comment) takes the approvals along.
    """
    if state.status != WorkflowState.STATUS_IN_PROGRESS:
        return False
    step, latest = state.current_task_state, state.content_object.get_latest_revision()
    if step.revision_id == latest.pk:
        return False
    if text_of(step.revision.content) == text_of(latest.content):
        state.copy_approved_task_states_to_revision(latest)
        TaskState.objects.filter(pk=step.pk).update(revision=latest)
        return False
    step.specific.cancel(user=user)
    return True
