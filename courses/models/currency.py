"""Whether a text is still right: changes of sources, texts to check again, clearances by specialists."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.core.models import Notice, Trilingual

from ..enums import ClearanceField


def somebody(label):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=label
    )


class SourceChange(Trilingual):
    """A source says something else since a day (C-24). Written by `domain.currency` alone.

    Open until every text that cites the source has been checked again; readers meet the note on those pages.
    """

    source = models.ForeignKey("courses.Source", models.PROTECT, related_name="changes", verbose_name=_("source"))
    changed_on = models.DateField(_("changed on"))
    note_kk = models.CharField(_("what has changed (Kazakh)"), max_length=300)
    note_ru = models.CharField(_("what has changed (Russian)"), max_length=300)
    note_en = models.CharField(_("what has changed (English)"), max_length=300)
    marked_at = models.DateTimeField(_("marked"))
    marked_by = somebody(_("marked by"))
    closed_at = models.DateTimeField(_("worked in"), null=True, blank=True)

    class Meta:
        ordering = ["-changed_on", "-pk"]
        verbose_name = _("change of a source")
        verbose_name_plural = _("changes of sources")
        constraints = [
            models.UniqueConstraint(
                fields=["source"],
                condition=models.Q(closed_at=None),
                name="courses_one_open_change",
                violation_error_message=_("An earlier change of this source is still being worked in."),
            ),
        ]

    def __str__(self):
        return f"{self.source.key}, {self.changed_on}"


class OwnerNotice(Notice):
    """Somebody who answers for texts of a change, or for its source, is to be told. Made by `domain.currency` alone."""

    change = models.ForeignKey(SourceChange, models.CASCADE, related_name="owner_notices")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["change", "user"], name="courses_owner_told_once")]


class RecheckQuerySet(models.QuerySet):
    def waiting(self, kind):
        """Texts of this kind that nobody has checked since their source changed."""
        return self.filter(kind=kind, cleared_at=None)


class Recheck(models.Model):
    """A text that cites a changed source and waits for a second look.

    `kind` and `key` name it in every language at once, see `courses.citing`: a lesson by its `translation_key`.
    """

    change = models.ForeignKey(SourceChange, models.CASCADE, related_name="rechecks")
    kind = models.CharField(_("kind"), max_length=20)
    key = models.CharField(_("key"), max_length=80)
    cleared_at = models.DateTimeField(_("checked"), null=True, blank=True)
    cleared_by = somebody(_("checked by"))

    objects = RecheckQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("text to check again")
        verbose_name_plural = _("texts to check again")
        constraints = [models.UniqueConstraint(fields=["change", "kind", "key"], name="courses_recheck_once")]

    def __str__(self):
        return f"{self.kind} {self.key}"


class Clearance(models.Model):
    """A specialist has read one version of a text in one language and stands for it (C-17).

    Written by `domain.clearance` alone, never changed. `subject` is a lesson's `translation_key` or
    "support-contacts"; `digest` is that of the words read: other words are a version that nobody has cleared.
    """

    subject = models.CharField(max_length=60)
    language = models.CharField(_("language"), max_length=2)
    field = models.CharField(_("field"), max_length=16, choices=ClearanceField)
    digest = models.CharField(max_length=64)
    revision_id = models.PositiveBigIntegerField(_("revision"), null=True, blank=True)
    specialist = models.CharField(_("name of the specialist"), max_length=160)
    position = models.CharField(_("position"), max_length=200)
    cleared_on = models.DateField(_("cleared on"))
    recorded_by = somebody(_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        verbose_name = _("clearance")
        verbose_name_plural = _("clearances")
        indexes = [models.Index(fields=["subject", "language"], name="courses_clearance_subject")]

    def __str__(self):
        return f"{self.subject} ({self.language})"
