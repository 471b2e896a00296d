"""A file of questions between its upload and the yes to what was read in it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class QuestionUpload(models.Model):
    """Deleted when it is taken in, refused, or a day old. Numbers of people (IIN) are blotted out in `data`."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="+")
    format = models.CharField(_("format"), max_length=12)
    language = models.CharField(_("language"), max_length=2)
    encoding = models.CharField(_("encoding"), max_length=20, default="utf-8")
    name = models.CharField(_("file"), max_length=200)
    data = models.BinaryField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("uploaded questions")
        verbose_name_plural = _("uploaded questions")

    def __str__(self):
        return self.name
