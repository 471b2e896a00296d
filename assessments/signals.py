"""News of this app, sent after commit."""

from django.dispatch import Signal

exam_day_changed = Signal()
"""An exam day was moved or cancelled, and people are to be told. Sends `cohort_id`."""

regraded = Signal()
"""Results were graded by a new key. Sends `regrade_id`."""
