"""News of this app, sent after commit."""

from django.dispatch import Signal

enrolment_completed = Signal()
"""Every rule of the policy is met for the first time. Sends `enrolment_id`."""

source_changed = Signal()
"""A source was marked as changed, and texts wait for a check. Sends `change_id`."""
