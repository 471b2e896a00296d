"""Background work of this app."""

from lms.core.notices import deliver
from lms.core.tasks import task

from .domain import batches, notices
from .models import CertificateHolder, HolderNotice


@task
def carry_out_batch(batch_id):
    batches.carry_out(batch_id)


def take_up_silent_batches():
    """A tick: a batch whose task was lost, or whose mails could not be sent, is carried on."""
    for batch_id in batches.silent():
        carry_out_batch.enqueue(batch_id)


@task
def tell_holders(note_id):
    """Tells everybody whom a note is for and who has not been told."""
    deliver(HolderNotice.objects.filter(note=note_id), notices.of_change)


def tell_holders_again():
    """A tick: holders who were not told, since the task was lost or the mail server away."""
    for note_id in HolderNotice.objects.left_over().values_list("note", flat=True).distinct():
        tell_holders.enqueue(note_id)


@task
def tell_of_revocation(certificate_id):
    """One letter; somebody erased in the meantime is not told."""
    if holder := CertificateHolder.objects.filter(pk=certificate_id).select_related("user").first():
        notices.tell_of_revocation(holder.user)
