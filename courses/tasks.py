"""Background work of this app: letters, papers of days."""

from lms.core.notices import deliver
from lms.core.tasks import task

from .domain import documents, notices
from .models import OwnerNotice


@task()
def tell_owners(change_id):
    """Tells everybody who answers for a text that waits for a check."""
    deliver(OwnerNotice.objects.filter(change=change_id).select_related("change__source"), notices.to_owner)


def tell_owners_again():
    """A tick: owners who were not told, since the task was lost or the mail server away."""
    for change_id in OwnerNotice.objects.left_over().values_list("change", flat=True).distinct():
        tell_owners.enqueue(change_id)


@task()
def make_document(document_id):
    documents.make(document_id)


def prepare_documents():
    """A tick: papers of days that are missing or out of date are asked for."""
    documents.prepare(make_document.enqueue)
