"""News of this app, sent after commit."""

from django.dispatch import Signal

batch_asked = Signal()
"""Somebody asked for certificates, or for another try. Sends `batch_id`."""

note_written = Signal()
"""Holders of certificates are to be told what has changed. Sends `note_id`."""

certificate_revoked = Signal()
"""A certificate was withdrawn. Sends `certificate_id`."""
