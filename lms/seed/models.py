import hashlib
import json

from django.db import models
from django.utils.translation import gettext_lazy as _


class LoadedPage(models.Model):
    """What the loader last wrote: a page whose latest revision is another one was changed by an editor and is kept."""

    key = models.CharField(_("key"), max_length=80)
    language = models.CharField(_("language"), max_length=2)
    sha256 = models.CharField(max_length=64)
    revision_id = models.PositiveBigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "language"], name="seed_loaded_page_once")]

    def __str__(self):
        return f"{self.key} ({self.language})"


def fingerprint(shape):
    """SHA-256 of plain data."""
    return hashlib.sha256(json.dumps(shape, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


class LoadedRecord(models.Model):
    """What the loader last wrote of a question or quiz: `sha256` of the file's, `state` of what then stood in the
    database. One with another state was changed by an editor and is kept."""

    key = models.CharField(_("key"), max_length=80, unique=True)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=64)

    def __str__(self):
        return self.key
