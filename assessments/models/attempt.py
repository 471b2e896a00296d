"""What somebody answered, and how it was graded."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import Enrolment

from ..enums import ClosedBy
from .bank import QuestionVersion
from .quiz import Quiz
from .sitting import Sitting


class Attempt(models.Model):
    """One try at a quiz, with the rules and the question versions of the moment it began.

    Changed by `domain.attempts` and `domain.sittings` alone. `deadline` is the server's: it holds every extension, and
    moves with added minutes, pauses and breaks; None without a limit. `paused_at` is an invigilator's pause,
    `break_began_at` the person's own break; while either lasts, the clock stands (`domain.timing`).
    `closed_by` of an open attempt says who cut its time short; it is closed by rule a grace after its deadline.
    `percent` and `passed` are set when it is submitted.
    `keys_seen`: the person could have seen the key of one of its questions, so that a pass counts for a certificate
    only when somebody else has allowed it (S-17).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attempts")
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts")
    unit_key = models.UUIDField(db_index=True)
    sitting = models.ForeignKey(Sitting, models.PROTECT, null=True, blank=True, related_name="attempts")
    number = models.PositiveSmallIntegerField(_("number"))
    form = models.CharField(_("form"), max_length=4, blank=True)
    pass_percent = models.PositiveSmallIntegerField(_("pass mark, percent"))
    must_pass_right = models.PositiveSmallIntegerField(null=True, blank=True)
    negative_marking = models.BooleanField(default=False)
    plain_seconds = models.PositiveIntegerField(_("time limit, seconds"), null=True, blank=True)
    limit_seconds = models.PositiveIntegerField(_("time limit with extra time, seconds"), null=True, blank=True)
    grace_seconds = models.PositiveSmallIntegerField(default=0)
    break_seconds = models.PositiveIntegerField(_("time left for breaks, seconds"), default=0)
    started_at = models.DateTimeField(_("started"))
    deadline = models.DateTimeField(_("ends"), null=True, blank=True)
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True)
    break_began_at = models.DateTimeField(_("on a break since"), null=True, blank=True)
    seen_at = models.DateTimeField(_("last contact"), null=True, blank=True)
    unsent = models.PositiveSmallIntegerField(_("answers waiting on the device"), default=0)
    unsent_since = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    closed_by = models.CharField(_("ended by"), max_length=12, choices=ClosedBy, blank=True)
    handed_at = models.DateTimeField(_("told to the course"), null=True, blank=True)
    percent = models.DecimalField(_("percent"), max_digits=5, decimal_places=2, null=True, blank=True)
    must_pass_count = models.PositiveSmallIntegerField(_("must-pass questions right"), null=True, blank=True)
    passed = models.BooleanField(_("passed"), null=True, blank=True)
    keys_seen = models.BooleanField(_("may have seen a key"), default=False)
    allowed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    allowed_at = models.DateTimeField(null=True, blank=True)
    allowed_reason = models.CharField(_("why it was allowed"), max_length=200, blank=True)

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
            models.CheckConstraint(
                condition=models.Q(percent__isnull=True) | models.Q(percent__range=(0, 100)),
                name="assessments_attempt_percent_range",
                violation_error_message=_("A percentage lies between 0 and 100."),
            ),
            models.CheckConstraint(
                condition=models.Q(submitted_at__isnull=True) | models.Q(percent__isnull=False, passed__isnull=False),
                name="assessments_submitted_attempt_is_graded",
                violation_error_message=_("A submitted attempt has a result."),
            ),
            models.CheckConstraint(
                condition=models.Q(allowed_at__isnull=True, allowed_by__isnull=True)
                | models.Q(allowed_at__isnull=False, allowed_by__isnull=False, keys_seen=True),
                name="assessments_attempt_allowed_by_somebody",
                violation_error_message=_("An attempt is allowed by somebody, once a key may have been seen."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["deadline"],
                condition=models.Q(submitted_at__isnull=True, deadline__isnull=False),
                name="assessments_attempt_due",
            ),
        ]

    def __str__(self):
        return f"{self.quiz} {self.number}, {self.enrolment}"


class AttemptItem(models.Model):
    """One question of an attempt and the answer that stands.

    `option_order` holds the order shown of each list, `response` the cleaned answer (`questions.base`) or None;
    `sequence` the number of the last answer kept, counted by the browser; `fraction` the credit, 0 to 1 (below 0 with
    negative marking), after grading by the key of `graded_version` (None: the version asked).
    """

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("position"))
    section = models.PositiveSmallIntegerField(_("section"), null=True, blank=True)
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="+")
    graded_version = models.ForeignKey(QuestionVersion, models.PROTECT, null=True, blank=True, related_name="+")
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2, default=1)
    must_pass = models.BooleanField(default=False)
    option_order = models.JSONField(default=dict)
    response = models.JSONField(null=True, blank=True)
    sequence = models.PositiveBigIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    fraction = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="assessments_item_position_once"),
            models.CheckConstraint(
                condition=models.Q(fraction__isnull=True) | models.Q(fraction__range=(-1, 1)),
                name="assessments_item_fraction_range",
                violation_error_message=_("The credit of a question lies between -1 and 1."),
            ),
        ]

    def __str__(self):
        return f"{self.attempt}: {self.position}"
