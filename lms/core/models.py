"""The shell's pages, images and documents."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage

LANGUAGES = ("kk", "ru", "en")
SOURCE_LANGUAGE = "en"  # what the shipped curriculum is translated from


class Trilingual(models.Model):
    """A record whose texts stand in three fields each: `<name>_kk`, `<name>_ru`, `<name>_en`."""

    class Meta:
        abstract = True

    def text(self, name, language=None):
        """The text of field `name` in `language` (default: the reader's), or the first language that has one."""
        wanted = (language or get_language() or "kk")[:2]
        for code in (wanted, *LANGUAGES):
            if value := getattr(self, f"{name}_{code}", ""):
                return value
        return ""


class NoticeQuerySet(models.QuerySet):
    # A try that was not heard of for so long has failed; what could not be told in a day is given up.
    AGAIN, GIVEN_UP = timedelta(minutes=10), timedelta(days=1)

    def to_tell(self):
        """Those that nobody has told and nobody is telling just now."""
        now = timezone.now()
        idle = models.Q(tried_at=None) | models.Q(tried_at__lt=now - self.AGAIN)
        return self.filter(idle, told_at=None, created_at__gt=now - self.GIVEN_UP)

    def left_over(self):
        """Those of them whose task was lost, or whose letter could not be sent."""
        return self.to_tell().filter(created_at__lt=timezone.now() - self.AGAIN)


class Notice(models.Model):
    """Somebody is to be told something, once. Made with what they are told of; `lms.core.notices` tells them."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    created_at = models.DateTimeField(_("made at"))
    tried_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(_("told at"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self._meta.model_name} {self.pk}"


class RateBucket(models.Model):
    """How many tries one key has had in its window; written by `lms.core.ratelimit` alone. `ends`: Unix seconds."""

    key = models.CharField(max_length=64, primary_key=True)
    ends = models.FloatField(db_index=True)
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("rate limit")
        verbose_name_plural = _("rate limits")

    def __str__(self):
        return self.key


class SiteImage(AbstractImage):
    """A picture, re-encoded when it arrives; the original is private, its renditions have random names."""

    alt_default = models.CharField(_("alternative text"), max_length=250, blank=True)
    admin_form_fields = (*WagtailImage.admin_form_fields, "alt_default")


def random_rendition_name(rendition, filename):
    return f"images/{secrets.token_hex(16)}.{filename.rsplit('.', 1)[-1]}"


class SiteRendition(AbstractRendition):
    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="core_rendition_unique")
        ]

    def get_upload_to(self, filename):
        return random_rendition_name(self, filename)


class SiteDocument(AbstractDocument):
    """A file for download, served by a view that asks who reads."""

    admin_form_fields = WagtailDocument.admin_form_fields

    def clean(self):
        if self.file:  # a form that refused the file has said why; Wagtail would add that "" is no extension
            super().clean()


from .pages import BasePage, HomePage, PlainPage  # noqa: E402, F401  (Django's registry looks here)
