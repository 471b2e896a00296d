"""Background work of this app."""

from lms.core.tasks import task

from .domain import attempts, notices


def close_overdue():
    """A tick: attempts whose time is over are closed, as the next look at them would."""
    attempts.close_overdue()


@task()
def tell_regraded(regrade_id):
    notices.tell_regraded(regrade_id)
