"""Background work of this app."""

from lms.core.tasks import task

from .domain import batches


@task
def carry_out_batch(batch_id):
    batches.carry_out(batch_id)


def take_up_silent_batches():
    """A tick: a batch whose task was lost, or whose mails could not be sent, is carried on."""
    for batch_id in batches.silent():
        carry_out_batch.enqueue(batch_id)
