"""News of this app, sent after commit."""

from django.dispatch import Signal

enrolment_completed = Signal()
"""Every rule of the policy is met for the first time. Sends `enrolment_id`."""
