"""A form of an exam as PDF."""

import secrets
import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.enums import PaperState

from .sitting import PaperForm


def private_name(paper, filename):
    return f"exams/{secrets.token_hex(16)}.pdf"


class PaperPrint(models.Model):
    """A form as PDF for learners, or with `has_key` for markers. `version` names what it was made from.

    `domain.prints` alone writes it and takes it away after a day.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form = models.ForeignKey(PaperForm, models.CASCADE, related_name="prints")
    language = models.CharField(_("language"), max_length=2)
    is_large = models.BooleanField(_("large print"), default=False)
    has_key = models.BooleanField(_("with the key"), default=False)
    version = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=PaperState, default=PaperState.WAITING)
    problem = models.CharField(_("problem"), max_length=200, blank=True)
    file = models.FileField(_("file"), upload_to=private_name, blank=True)
    requested_at = models.DateTimeField(_("requested"))

    class Meta:
        verbose_name = _("printed form")
        verbose_name_plural = _("printed forms")
        constraints = [
            models.UniqueConstraint(
                fields=["form", "language", "is_large", "has_key", "version"], name="assessments_paper_print_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ready") | ~models.Q(file=""), name="assessments_paper_print_ready_has_file"
            ),
        ]

    def __str__(self):
        return f"{self.form}, {self.language}"
