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
