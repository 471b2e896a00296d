"""A course, whatever the language of its pages."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.accounts import roles
from lms.core.models import Trilingual

from ..enums import Format


class CourseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Courses whose title, hours and rules this person may edit."""
        return self.filter(roles.scope(user, "edit_reference"))


class Course(Trilingual):
    """The language-neutral course: records point here, its pages stand in three trees.

    `policy` is a list of typed rules, each a dict with `rule` (see `enums.Rule`) and its figures:
    `{"rule": "units_done"}`, `{"rule": "quiz_mean", "percent": 60}`, `{"rule": "attendance", "percent": 80}`,
    `{"rule": "unit_at_least", "unit": "<translation_key>", "percent": 70, "title": {"kk", "ru", "en"}}`.
    """

    key = models.SlugField(_("key"), max_length=80, unique=True)
    title_kk = models.CharField(_("title (Kazakh)"), max_length=200)
    title_ru = models.CharField(_("title (Russian)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name=_("organisation"), related_name="courses"
    )
    hours = models.PositiveSmallIntegerField(_("academic hours"), validators=[MinValueValidator(1)])
    minutes_per_hour = models.PositiveSmallIntegerField(_("minutes in an academic hour"), default=45)
    format = models.CharField(_("format"), max_length=12, choices=Format, default=Format.BLENDED)
    policy = models.JSONField(_("completion policy"), default=list, blank=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def __str__(self):
        return self.text("title")


class SharedModule(models.Model):
    """A module that a course takes from another course's tree, by its `translation_key`, in this order."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="shared_modules")
    module_key = models.UUIDField()
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sort_order"]
        constraints = [
            models.UniqueConstraint(fields=["course", "module_key"], name="courses_shared_module_once"),
        ]

    def __str__(self):
        return f"{self.course}: {self.module_key}"
