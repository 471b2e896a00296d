"""What waits for one reader, found without reading every text."""

from wagtail.models import Page, Revision, TaskState, WorkflowState
from wagtail_localize.models import StringTranslation

from . import rules
from .models import IndependentReview


def waiting_for(user):
    """The steps of reviews that `user` may take now, the oldest first: task states, each with its `page`.

    The number of queries does not depend on how many wait; only a text in which this person may have had a hand is
    looked at more closely, by `rules.why_not`.
    """
    tasks = {task.pk: task for task in IndependentReview.objects.filter(active=True) if task.is_reviewer(user)}
    if not tasks:
        return []
    rows = TaskState.objects.filter(
        task__in=tasks,
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
    )
    rows = list(rows.select_related("workflow_state").order_by("started_at", "pk"))
    pages = Page.objects.select_related("locale").in_bulk([int(row.workflow_state.object_id) for row in rows])
    for row in rows:
        row.page = pages[int(row.workflow_state.object_id)]
    own = touched(user, rows)
    return [row for row in rows if row.pk not in own or not rules.why_not(row.workflow_state, tasks[row.task_id], user)]


def touched(user, rows):
    """Ids of the task states whose text or review bears this person's hand, from whatever time."""
    ids, keys = [str(row.page.pk) for row in rows], [row.page.translation_key for row in rows]
    edited = set(Revision.page_revisions.filter(user=user, object_id__in=ids).values_list("object_id", flat=True))
    strings = StringTranslation.objects.filter(last_translated_by=user, context__object_id__in=keys)
    translated = set(strings.values_list("context__object_id", "locale"))
    approved = TaskState.objects.filter(
        workflow_state__in=[row.workflow_state_id for row in rows],
        status=TaskState.STATUS_APPROVED,
        finished_by=user,
    )
    approved = set(approved.values_list("workflow_state", flat=True))
    return {
        row.pk
        for row in rows
        if str(row.page.pk) in edited
        or (row.page.translation_key, row.page.locale_id) in translated
        or row.workflow_state_id in approved
    }
