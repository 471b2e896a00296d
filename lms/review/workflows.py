"""Every organisation's review: its second readers, then the editors of the Center; on its pages in every language."""

from django.db import transaction
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from lms.accounts.domain.grants import subtrees
from lms.accounts.models import Organisation
from lms.accounts.roles import Role

from .models import IndependentReview

# Workflows and tasks have one name, whatever the reader's language.
REVIEW = "Тексеру · Проверка · Review: {}"
READER = "Екінші оқырман · Второй читатель · Second reader: {}"
EDITOR = "Орталық редакторы · Редактор Центра · Editor of the Center"


@transaction.atomic
def sync_workflows():
    """Gives each organisation with pages its review. Safe to run at any time; writes only what is missing."""
    center = Organisation.objects.filter(kind=Organisation.Kind.CENTER).first()
    if center is None:
        return
    trees = subtrees()
    trees[center.pk] |= trees.pop("home")
    present = dict(
        WorkflowTask.objects.filter(task__independentreview__role=Role.SECOND_READER).values_list(
            "task__independentreview__organisation", "workflow"
        )
    )
    for organisation in Organisation.objects.filter(pk__in=trees.keys() - present.keys()):
        present[organisation.pk] = _build(organisation, center).pk
    _assign({page: present[organisation] for organisation, pages in trees.items() for page in pages})


def _build(organisation, center):
    workflow = Workflow.objects.create(name=REVIEW.format(organisation.key))
    steps = [
        _step(organisation, Role.SECOND_READER, READER.format(organisation.key)),
        _step(center, Role.EDITOR, EDITOR),
    ]
    for number, task in enumerate(steps):
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=number)
    return workflow


def _step(organisation, role, name):
    task, _new = IndependentReview.objects.get_or_create(organisation=organisation, role=role, defaults={"name": name})
    return task


def _assign(target):
    present = dict(WorkflowPage.objects.values_list("page_id", "workflow_id"))
    stale = [page for page, workflow in present.items() if target.get(page) != workflow]
    if stale:
        WorkflowPage.objects.filter(page_id__in=stale).delete()
    missing = Page.objects.filter(pk__in=[page for page in target if present.get(page) != target[page]])
    if target.keys() - present.keys() or stale:
        WorkflowPage.objects.bulk_create(WorkflowPage(page=page, workflow_id=target[page.pk]) for page in missing)
