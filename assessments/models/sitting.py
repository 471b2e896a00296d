"""Exam day: when a cohort sits a quiz, what the invigilator did, and answers that came on paper."""

import uuid
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.enums import EnrolmentStatus
from courses.models import Cohort, Enrolment
from lms.core.models import Notice

from ..enums import SittingStep
from .quiz import Quiz


def invigilated_by(user):
    """The cohorts whose sittings somebody invigilates: those that they run or teach, but not one they learn in."""
    own = Enrolment.objects.filter(user=user.pk, status=EnrolmentStatus.ACTIVE)
    return Cohort.objects.visible_to(user).exclude(pk__in=own.values("cohort"))


class SittingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What somebody invigilates."""
        return self.filter(cohort__in=invigilated_by(user))


class Sitting(models.Model):
    """The time in which a cohort takes a quiz. `start_code` is shown in the room; empty: no code is asked.

    Changed by `domain.sittings` alone.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="sittings")
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="sittings")
    unit_key = models.UUIDField(db_index=True)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    start_code = models.CharField(_("start code"), max_length=12, blank=True)
    room = models.CharField(_("room"), max_length=60, blank=True)
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = SittingQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_at"]
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="assessments_sitting_closes_after_opening",
                violation_error_message=_("A sitting closes after it has opened."),
            ),
        ]

    def __str__(self):
        return f"{self.quiz}, {self.cohort}"

    @property
    def zone(self):
        return ZoneInfo(self.cohort.time_zone)

    @property
    def opens(self):
        """The opening in the cohort's time zone."""
        return self.opens_at.astimezone(self.zone)

    @property
    def closes(self):
        return self.closes_at.astimezone(self.zone)


class SittingEvent(models.Model):
    """What an invigilator did, for everybody or for one attempt, and why. `token` names one press of a button."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="events")
    attempt = models.ForeignKey(
        "assessments.Attempt", models.CASCADE, null=True, blank=True, related_name="sitting_events"
    )
    step = models.CharField(_("step"), max_length=16, choices=SittingStep)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    token = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("sitting event")
        verbose_name_plural = _("sitting events")

    def __str__(self):
        return f"{self.sitting}: {self.get_step_display()}"


class SittingNotice(Notice):
    """Somebody with a seat is to be told that a sitting was moved, or, without `sitting`, that it was cancelled.

    Opening and closing are those that the person expects until the letter comes. Made by `domain.expecting` alone.
    """

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="sitting_notices")
    sitting = models.ForeignKey(Sitting, models.CASCADE, null=True, related_name="notices")
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"), null=True)


class PaperForm(models.Model):
    """A form of a sitting drawn to be printed. `items` lists {version, order, points, section, must_pass}."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="paper_forms")
    code = models.CharField(_("form"), max_length=8)
    items = models.JSONField(default=list)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "code"], name="assessments_paper_form_code_once"),
        ]

    def __str__(self):
        return f"{self.sitting} {self.code}"


class PaperEntry(models.Model):
    """One person's typing of one sheet; two people type each. `answers` maps a position to a response."""

    form = models.ForeignKey(PaperForm, models.PROTECT, related_name="entries")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="paper_entries")
    answers = models.JSONField(default=dict)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["entered_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "enrolment", "entered_by"], name="assessments_paper_entry_once_a_person"
            ),
        ]

    def __str__(self):
        return f"{self.form}, {self.enrolment}"
