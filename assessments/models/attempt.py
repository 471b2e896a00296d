"""What somebody answered, and how it was graded."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import Enrolment

from .bank import QuestionVersion, Quiz


class Attempt(models.Model):
    """One try at a quiz, with the pass mark and the question versions of the moment it began.

    Changed by `domain.attempts` alone. `percent` and `passed` are set when it is submitted.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attempts")
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts")
    unit_key = models.UUIDField(db_index=True)
    number = models.PositiveSmallIntegerField(_("number"))
    pass_percent = models.PositiveSmallIntegerField(_("pass mark, percent"))
    started_at = models.DateTimeField(_("started"))
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    percent = models.DecimalField(_("percent"), max_digits=5, decimal_places=2, null=True, blank=True)
    passed = models.BooleanField(_("passed"), null=True, blank=True)

    class Meta:
        ordering = ["-started_at"]
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "unit_key", "number"], name="assessments_attempt_number_once"),
            models.UniqueConstraint(
                fields=["enrolment", "unit_key"],
                condition=models.Q(submitted_at__isnull=True),
                name="assessments_one_open_attempt",
            ),
        ]

    def __str__(self):
        return f"{self.quiz} {self.number}, {self.enrolment}"


class AttemptItem(models.Model):
    """One question of an attempt and the answer that stands.

    `option_order` holds the order shown of each list, `response` the cleaned answer (`questions.base`) or None;
    `sequence` the number of the last answer kept, counted by the browser; `fraction` the credit, 0 to 1, after grading.
    """

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("position"))
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="+")
    option_order = models.JSONField(default=dict)
    response = models.JSONField(null=True, blank=True)
    sequence = models.PositiveBigIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    fraction = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="assessments_item_position_once"),
        ]

    def __str__(self):
        return f"{self.attempt}: {self.position}"
