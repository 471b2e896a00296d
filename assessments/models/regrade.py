"""What a changed key did to results that stood."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .attempt import Attempt
from .bank import QuestionVersion


class Regrade(models.Model):
    """One application of a new key. Written by `domain.regrading.apply` alone."""

    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="regrades")
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["-at"]
        verbose_name = _("regrade")
        verbose_name_plural = _("regrades")

    def __str__(self):
        return f"{self.version}, {self.at:%Y-%m-%d}"


class RegradedAttempt(models.Model):
    """An attempt whose result changed."""

    regrade = models.ForeignKey(Regrade, models.PROTECT, related_name="attempts")
    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="regrades")
    old_percent = models.DecimalField(max_digits=5, decimal_places=2)
    new_percent = models.DecimalField(max_digits=5, decimal_places=2)
    old_passed = models.BooleanField()
    new_passed = models.BooleanField()

    class Meta:
        ordering = ["attempt"]
        constraints = [
            models.UniqueConstraint(fields=["regrade", "attempt"], name="assessments_regraded_once"),
        ]

    def __str__(self):
        return f"{self.attempt}: {self.old_percent} → {self.new_percent}"
