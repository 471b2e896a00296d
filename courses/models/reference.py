"""Reference data that learners' pages show."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.core.models import Trilingual


class SupportContact(Trilingual):
    """A helpline or address of the support panel; content with a date, not code (R-14)."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    contact = models.CharField(_("number or address"), max_length=120)
    label_kk = models.CharField(_("label (Kazakh)"), max_length=120)
    label_ru = models.CharField(_("label (Russian)"), max_length=120)
    label_en = models.CharField(_("label (English)"), max_length=120)
    note_kk = models.CharField(_("note (Kazakh)"), max_length=240, blank=True)
    note_ru = models.CharField(_("note (Russian)"), max_length=240, blank=True)
    note_en = models.CharField(_("note (English)"), max_length=240, blank=True)
    checked_on = models.DateField(_("checked on"))
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sort_order", "key"]
        verbose_name = _("support contact")
        verbose_name_plural = _("support contacts")

    def __str__(self):
        return f"{self.text('label')}: {self.contact}"
