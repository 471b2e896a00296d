"""What this app does on news."""

from django.dispatch import receiver

from .signals import batch_asked
from .tasks import carry_out_batch


@receiver(batch_asked)
def enqueue_batch(sender, batch_id, **kwargs):
    carry_out_batch.enqueue(batch_id)
