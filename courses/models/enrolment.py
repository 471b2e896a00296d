"""Somebody's seat in a cohort and what they have done there."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import EnrolmentStatus
from .cohort import Cohort


class Enrolment(models.Model):
    """A person in a cohort. Changed by `domain.enrolment` alone; `completed_at` by `domain.progress.settle`."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments")
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="enrolments")
    status = models.CharField(_("state"), max_length=10, choices=EnrolmentStatus, default=EnrolmentStatus.REQUESTED)
    requested_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-requested_at"]
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "cohort"],
                name="courses_enrolment_once",
                violation_error_message=_("This person is already in this cohort."),
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.cohort}"
