"""Every organisation's review: its second readers, then the editors of the Center; on its pages in every language."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Page, Task, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from lms.accounts.domain.grants import subtrees
from lms.accounts.models import Membership, Organisation
from lms.accounts.roles import RIGHTS, Role

from .models import IndependentReview

STEPS = (Role.SECOND_READER, Role.EDITOR)


@transaction.atomic
def sync_workflows():
    """Gives each organisation with pages or people who write its review, under its name of today. Safe to run at any
    time; writes only what is missing or has another name."""
    center = Organisation.objects.filter(kind=Organisation.Kind.CENTER).first()
    if center is None:
        return
    trees = subtrees()
    trees[center.pk] |= trees.pop("home")
    links = WorkflowTask.objects.filter(task__independentreview__isnull=False)
    links = list(links.select_related("workflow", "task__independentreview__organisation"))
    steps = [(link.task.independentreview, link.workflow) for link in links]
    _rename(steps)
    present = {step.organisation_id: workflow.pk for step, workflow in steps if step.role == Role.SECOND_READER}
    writers = Membership.objects.active().filter(role__in=RIGHTS["write_pages"])
    wanted = trees.keys() | set(writers.values_list("organisation", flat=True))
    for organisation in Organisation.objects.filter(pk__in=wanted - present.keys()):
        present[organisation.pk] = _build(organisation, center).pk
    _assign({page: present[organisation] for organisation, pages in trees.items() for page in pages})


_TOGETHER = ContextVar("reviews_begin_together", default=False)


@contextmanager
def begin_together():
    """Reviews that begin inside send no mails of their own: whoever begins many tells the readers once."""
    before = _TOGETHER.set(True)
    try:
        yield
    finally:
        _TOGETHER.reset(before)


def are_told_alone():
    return not _TOGETHER.get()


def review_of(organisation_id):
    """The workflow of an organisation, or None before it has one."""
    task = {
        "task__independentreview__role": Role.SECOND_READER,
        "task__independentreview__organisation": organisation_id,
    }
    found = WorkflowTask.objects.filter(**task).select_related("workflow").first()
    return found.workflow if found else None


def waiting_for(user, model):
    """Ids of the records of `model` whose review stands at a step that `user` may take."""
    steps = [step.pk for step in IndependentReview.objects.select_related("organisation") if step.is_reviewer(user)]
    states = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(model),
        status=WorkflowState.STATUS_IN_PROGRESS,
        current_task_state__task__in=steps,
    )
    return [int(pk) for pk in states.values_list("object_id", flat=True)]


def _build(organisation, center):
    workflow = Workflow.objects.create(name=_name(organisation))
    for number, (place, role) in enumerate(zip((organisation, center), STEPS, strict=True), 1):
        names = {"defaults": {"name": _name(place, role)}}
        task, _new = IndependentReview.objects.get_or_create(organisation=place, role=role, **names)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=number)
    return workflow


def _name(organisation, role=None):
    """What the workflow of an organisation, or the step that people with `role` in it take, is called in the admin.

    Wagtail keeps one name for readers of every language: that of the organisation in the language of the site, with the
    step's number and no other word.
    """
    name = organisation.text("name", settings.LANGUAGE_CODE)
    return f"{STEPS.index(role) + 1} · {name}" if role else name


def _rename(steps):
    names = {Task: {}, Workflow: {}}
    for step, workflow in steps:
        names[Task][step.pk] = (step.name, _name(step.organisation, step.role))
        if step.role == Role.SECOND_READER:
            names[Workflow][workflow.pk] = (workflow.name, _name(step.organisation))
    for model, found in names.items():
        for pk, (present, wanted) in found.items():
            if present != wanted:
                model.objects.filter(pk=pk).update(name=wanted)


def _assign(target):
    present = dict(WorkflowPage.objects.values_list("page_id", "workflow_id"))
    stale = [page for page, workflow in present.items() if target.get(page) != workflow]
    if stale:
        WorkflowPage.objects.filter(page_id__in=stale).delete()
    missing = Page.objects.filter(pk__in=[page for page in target if present.get(page) != target[page]])
    if target.keys() - present.keys() or stale:
        WorkflowPage.objects.bulk_create(WorkflowPage(page=page, workflow_id=target[page.pk]) for page in missing)
