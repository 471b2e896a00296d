"""What waits for one reader, found without reading every text."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.urls import reverse
from wagtail.models import Page, Revision, TaskState, WorkflowState
from wagtail_localize.models import StringTranslation

from . import rules
from .models import IndependentReview


def waiting_for(user):
    """The steps of reviews that `user` may take now, the oldest first: task states, each with its `page`, or with the
    `title` and `url` of a record that is no page.

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
    rows = rows.select_related("workflow_state__base_content_type").annotate(title=F("revision__object_str"))
    rows = list(rows.order_by("started_at", "pk"))
    page_type = ContentType.objects.get_for_model(Page).pk
    ids = [int(row.workflow_state.object_id) for row in rows if row.workflow_state.base_content_type_id == page_type]
    pages = Page.objects.select_related("locale").in_bulk(ids)
    for row in rows:
        state = row.workflow_state
        row.page = pages[int(state.object_id)] if state.base_content_type_id == page_type else None
        row.url = url_of(state) if row.page is None else reverse("wagtailadmin_pages:edit", args=[row.page.pk])
    own = touched(user, rows)
    return [row for row in rows if row.pk not in own or not rules.why_not(row.workflow_state, tasks[row.task_id], user)]


def url_of(state):
    """Where a record under review is edited."""
    viewset = state.base_content_type.model_class().snippet_viewset
    return reverse(viewset.get_url_name("edit"), args=[state.object_id])


def touched(user, rows):
    """Ids of the task states whose text or review bears this person's hand, from whatever time."""
    ids, keys = [row.workflow_state.object_id for row in rows], [row.page.translation_key for row in rows if row.page]
    edited = Revision.objects.filter(user=user, object_id__in=ids)
    edited = set(edited.values_list("base_content_type", "object_id"))
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
        if (row.workflow_state.base_content_type_id, row.workflow_state.object_id) in edited
        or (row.page and (row.page.translation_key, row.page.locale_id) in translated)
        or row.workflow_state_id in approved
    }
