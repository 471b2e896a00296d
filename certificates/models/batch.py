"""Making certificates for several people: one batch, one task, one state for each person."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import Cohort, Enrolment

from ..enums import ItemState, Obstacle
from .register import Certificate


class IssueBatch(models.Model):
    """What somebody asked to be issued at once; made by `domain.issuing.issue`.

    `alive_at` is the last sign of life of the task that works on it: a batch without one is taken up again.
    """

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="issue_batches", verbose_name=_("cohort"))
    created_at = models.DateTimeField(_("asked at"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by")
    )
    alive_at = models.DateTimeField()
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("batch of certificates")
        verbose_name_plural = _("batches of certificates")

    def __str__(self):
        return f"{self.cohort}, {self.created_at:%d.%m.%Y %H:%M}"


class IssueItem(models.Model):
    """One person of a batch. `obstacles` are pairs `[obstacle, detail]` for one that was refused."""

    batch = models.ForeignKey(IssueBatch, models.CASCADE, related_name="items")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="issue_items")
    state = models.CharField(_("state"), max_length=8, choices=ItemState, default=ItemState.WAITING)
    obstacles = models.JSONField(default=list)
    tries = models.PositiveSmallIntegerField(default=0)
    certificate = models.ForeignKey(Certificate, models.PROTECT, null=True, related_name="issue_items")
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("certificate to make")
        verbose_name_plural = _("certificates to make")
        constraints = [models.UniqueConstraint(fields=["batch", "enrolment"], name="certificates_item_once")]

    def __str__(self):
        return f"{self.enrolment_id}: {self.get_state_display()}"

    @property
    def obstacle_texts(self):
        return [Obstacle(code).label % {"detail": detail} for code, detail in self.obstacles]
