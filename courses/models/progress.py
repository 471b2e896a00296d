"""What somebody has completed, unit by unit."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .enrolment import Enrolment


class UnitResult(models.Model):
    """The result of one unit for one enrolment; written by `domain.progress.complete_unit` alone.

    `unit_key` is the `translation_key` of the unit's pages. `percent` is the result so far (None for a lesson): the
    best, or as a quiz counts its attempts; it never falls once the unit is completed.
    `completed_at` is set once, when the unit is first passed or declared done, and never taken back.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="unit_results")
    unit_key = models.UUIDField()
    percent = models.DecimalField(_("percent"), max_digits=5, decimal_places=2, null=True, blank=True)
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)

    class Meta:
        verbose_name = _("unit result")
        verbose_name_plural = _("unit results")
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "unit_key"], name="courses_unit_result_once"),
            models.CheckConstraint(
                condition=models.Q(percent__isnull=True) | models.Q(percent__range=(0, 100)),
                name="courses_unit_result_percent_range",
                violation_error_message=_("A percentage lies between 0 and 100."),
            ),
        ]

    def __str__(self):
        return f"{self.enrolment}: {self.unit_key}"
