"""News of this app, sent after commit."""

from django.dispatch import Signal

regraded = Signal()
"""Results were graded by a new key. Sends `regrade_id`."""
