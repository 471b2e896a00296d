"""What this app does on news."""

from django.dispatch import receiver

from .signals import batch_asked, certificate_revoked, note_written
from .tasks import carry_out_batch, tell_holders, tell_of_revocation


@receiver(batch_asked)
def enqueue_batch(sender, batch_id, **kwargs):
    carry_out_batch.enqueue(batch_id)


@receiver(note_written)
def enqueue_note(sender, note_id, **kwargs):
    tell_holders.enqueue(note_id)


@receiver(certificate_revoked)
def enqueue_revocation(sender, certificate_id, **kwargs):
    tell_of_revocation.enqueue(certificate_id)
