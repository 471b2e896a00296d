"""News of this app."""

from django.dispatch import Signal

rights_written = Signal()
"""Wagtail's groups are what the memberships say. Sent inside the transaction, without arguments."""
