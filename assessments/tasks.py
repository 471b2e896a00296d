"""Background work of this app."""

from .domain import attempts


def close_overdue():
    """A tick: attempts whose time is over are closed, as the next look at them would."""
    attempts.close_overdue()
