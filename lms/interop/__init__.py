"""Foreign formats as pure codecs: bytes in, dataclasses out, and back. No database, no app."""
