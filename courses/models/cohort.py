"""A run of a course: its people, its days, its rules."""

import uuid
from datetime import timedelta
from functools import reduce
from operator import or_
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts import roles

from ..enums import CohortStatus, EnrolmentStatus, Format, JoinMode
from .course import Course


def any_of(*querysets):
    """A Q for the rows of any of these; `|` between two Q would drop an empty one, which means everything."""
    return reduce(or_, (models.Q(pk__in=queryset.values("pk")) for queryset in querysets))


class CohortQuerySet(models.QuerySet):
    def joinable(self, on=None):
        """Open, not over on the date `on` (default: today), and not by invitation alone."""
        on = on or timezone.localdate()
        return self.filter(status=CohortStatus.OPEN, ends_on__gte=on).exclude(join_mode=JoinMode.INVITED)

    def with_taken(self):
        """Adds `taken`, the number of seats that are taken."""
        active = models.Q(enrolments__status=EnrolmentStatus.ACTIVE)
        return self.annotate(taken=models.Count("enrolments", filter=active, distinct=True))

    def readable_by(self, user):
        """What a person may open in the site: their own and staff's cohorts, and those that anybody may ask to join."""
        model = self.model.objects
        return self.filter(any_of(model.filter(enrolments__user=user.pk), model.joinable(), model.visible_to(user)))

    def visible_to(self, user):
        """What staff see: cohorts of organisations where they run cohorts, and those they teach as trainers."""
        run = self.model.objects.filter(roles.scope(user, "run_cohorts"))
        taught = self.model.objects.filter(trainers=user.pk) if roles.can(user, "record_attendance") else run.none()
        return self.filter(any_of(run, taught))


class Cohort(models.Model):
    """One run of a course. Opened by `domain.cohorts.open_cohort`, which freezes `policy` and `units` (C-05).

    `units` is a list of `{"key", "module", "kind", "required"}` with `translation_key`s as text, in outline order.
    Times are shown in `time_zone`. `room` and `address` are for the cohort's own people only (S-11).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="cohorts", verbose_name=_("course"))
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="cohorts", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=120)
    region = models.ForeignKey("accounts.Region", models.PROTECT, null=True, blank=True, verbose_name=_("region"))
    format = models.CharField(_("format"), max_length=12, choices=Format, default=Format.BLENDED)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    time_zone = models.CharField(_("time zone"), max_length=40, default="Asia/Almaty")
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True, help_text=_("Empty: no limit."))
    join_mode = models.CharField(_("how people join"), max_length=10, choices=JoinMode, default=JoinMode.APPROVAL)
    room = models.CharField(_("room"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=240, blank=True)
    trainers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="cohorts_taught", verbose_name=_("trainers")
    )
    status = models.CharField(_("state"), max_length=8, choices=CohortStatus, default=CohortStatus.DRAFT)
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    policy = models.JSONField(default=list, blank=True, editable=False)
    units = models.JSONField(default=list, blank=True, editable=False)

    objects = CohortQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "name"]
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="courses_cohort_dates_in_order",
                violation_error_message=_("The last day lies before the first."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_full(self):
        """Needs `with_taken()`."""
        return self.seats is not None and self.taken >= self.seats


class Session(models.Model):
    """A meeting of 90 minutes. `module_key` names the module it belongs to."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="sessions")
    number = models.CharField(_("number"), max_length=6)
    module_key = models.UUIDField(null=True, blank=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=90)

    class Meta:
        ordering = ["starts_at"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [models.UniqueConstraint(fields=["cohort", "number"], name="courses_session_number_once")]

    def __str__(self):
        return f"{self.number} {self.title}".strip()

    @property
    def begins(self):
        """The beginning in the cohort's time zone."""
        return self.starts_at.astimezone(ZoneInfo(self.cohort.time_zone))

    @property
    def ends(self):
        return self.begins + timedelta(minutes=self.minutes)
