"""What makes a test fair for one person."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

EXTRA_PERCENTS = (0, 25, 50, 75, 100)


class Accommodation(models.Model):
    """Stands on the person and applies to every attempt. Written by `domain.accommodations` alone.

    Who grants it sees it, the person sees it, nobody in a region does (C-16). It keeps no reason or diagnosis.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="accommodation")
    extra_percent = models.PositiveSmallIntegerField(
        _("extra time, percent"), default=0, choices=[(n, f"+{n} %") for n in EXTRA_PERCENTS]
    )
    no_limit = models.BooleanField(_("no time limit"), default=False)
    break_minutes = models.PositiveSmallIntegerField(_("minutes of breaks in an attempt"), default=0)
    large_print = models.BooleanField(_("large print"), default=False)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(_("granted"))

    class Meta:
        verbose_name = _("accommodation")
        verbose_name_plural = _("accommodations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(extra_percent__in=EXTRA_PERCENTS),
                name="assessments_accommodation_extra_percent",
                violation_error_message=_("Choose one of the shares of extra time."),
            ),
        ]

    def __str__(self):
        return str(self.user)
