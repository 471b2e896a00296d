"""Who was in the room, half-day by half-day."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import Half, Presence
from .enrolment import Enrolment


class Attendance(models.Model):
    """One person and one half-day; written by `domain.attendance.record` alone."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="attendance")
    date = models.DateField(_("date"))
    half = models.CharField(_("half-day"), max_length=2, choices=Half)
    presence = models.CharField(_("presence"), max_length=8, choices=Presence)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["date", "half"]
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "date", "half"], name="courses_attendance_once"),
        ]

    def __str__(self):
        return f"{self.enrolment}: {self.date} {self.half}"
