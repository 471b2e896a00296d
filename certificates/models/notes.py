"""What has changed for those who learned something, when a source says something else since (C-24)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import SourceChange
from lms.core.models import Notice, Trilingual

LONGEST_NOTE = 600


class ChangeNote(Trilingual):
    """A note to the holders of certificates whose course had texts that a closed change touched.

    Written once by `domain.notes.write`, never changed.
    """

    change = models.OneToOneField(
        SourceChange, models.PROTECT, related_name="holder_note", verbose_name=_("change of a source")
    )
    note_kk = models.TextField(_("note (Kazakh)"), max_length=LONGEST_NOTE)
    note_ru = models.TextField(_("note (Russian)"), max_length=LONGEST_NOTE)
    note_en = models.TextField(_("note (English)"), max_length=LONGEST_NOTE)
    written_at = models.DateTimeField(_("written at"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("written by")
    )

    class Meta:
        ordering = ["-written_at"]
        verbose_name = _("note to holders of certificates")
        verbose_name_plural = _("notes to holders of certificates")

    def __str__(self):
        return str(self.change)


class HolderNotice(Notice):
    """A holder whom the note is for; one row for each person, however many certificates they hold."""

    note = models.ForeignKey(ChangeNote, models.CASCADE, related_name="notices")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "user"], name="certificates_holder_told_once")]
