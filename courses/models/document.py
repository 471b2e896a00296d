"""Papers of a day: made once for each version of its texts."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import Paper, PaperState


def private_name(document, filename):
    return f"days/{secrets.token_hex(16)}.pdf"


class DayDocument(models.Model):
    """A PDF of a day in one language: the trainers' document or the learners' handout.

    `version` names the texts it was made from. `courses.domain.documents` alone writes it.
    """

    module_key = models.UUIDField(_("day"))
    language = models.CharField(_("language"), max_length=2)
    kind = models.CharField(_("kind"), max_length=10, choices=Paper)
    version = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=PaperState, default=PaperState.WAITING)
    problem = models.CharField(_("problem"), max_length=200, blank=True)
    file = models.FileField(_("file"), upload_to=private_name, blank=True)
    size = models.PositiveIntegerField(_("size"), default=0)
    seconds = models.FloatField(_("seconds"), default=0)
    requested_at = models.DateTimeField(_("requested"))
    made_at = models.DateTimeField(_("made"), null=True)

    class Meta:
        verbose_name = _("paper of a day")
        verbose_name_plural = _("papers of days")
        constraints = [
            models.UniqueConstraint(
                fields=["module_key", "language", "kind", "version"], name="courses_day_document_once_a_version"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ready") | ~models.Q(file=""), name="courses_day_document_ready_has_file"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.language}"
