"""What stands on a certificate besides the name, and who signs."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.enums import Format
from courses.models import Course
from lms.core.models import Trilingual

from ..wording import missing_variable, stray_brace

VARIABLES_HELP = _("Plain text. {hours}, {minutes_per_hour}, {start}, {end} and {format} are filled in.")


def plain(text):
    """Refuses braces in a text that has no variables."""
    if "{" in text or "}" in text:
        raise ValidationError(_("Curly braces have no meaning in this text."))


def wording(text):
    """Refuses unknown variables and a wording that leaves out hours or dates."""
    if stray := stray_brace(text):
        raise ValidationError(_("“%(piece)s” is not one of the variables."), params={"piece": stray})
    if missing := missing_variable(text):
        raise ValidationError(_("The text must state %(piece)s."), params={"piece": missing})


class CertificateText(models.Model):
    """The texts of a course's certificate in one language; all three languages are printed.

    Written by staff and by `domain.texts.save_text`. A certificate keeps what it was issued with.
    """

    course = models.ForeignKey(Course, models.CASCADE, related_name="certificate_texts", verbose_name=_("course"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    document = models.CharField(_("title of the document"), max_length=24, validators=[plain])
    organisation = models.CharField(_("organisation"), max_length=90, validators=[plain])
    centre = models.CharField(_("centre"), max_length=60, validators=[plain])
    programme = models.CharField(
        _("programme"), max_length=160, validators=[plain],
        help_text=_("A neutral title: it is shown to everybody who checks the certificate."),
    )  # fmt: skip
    opening = models.CharField(_("words before the name"), max_length=60, validators=[plain])
    wording = models.TextField(
        _("words after the name"), max_length=360, validators=[wording], help_text=VARIABLES_HELP
    )
    face_to_face = models.CharField(_("word for face to face"), max_length=24, validators=[plain])
    blended = models.CharField(_("word for blended"), max_length=24, validators=[plain])
    online = models.CharField(_("word for online"), max_length=24, validators=[plain])
    place = models.CharField(_("place of issue"), max_length=40, validators=[plain])
    seeded = models.JSONField(default=dict, editable=False)

    class Meta:
        ordering = ["course", "language"]
        verbose_name = _("certificate text")
        verbose_name_plural = _("certificate texts")
        constraints = [
            models.UniqueConstraint(
                fields=["course", "language"],
                name="certificates_text_once",
                violation_error_message=_("This course has a text in this language already."),
            ),
        ]

    def __str__(self):
        return f"{self.course}, {self.get_language_display()}"

    def word_for(self, format):
        """The course format in words, for the variable `{format}`."""
        return {Format.FACE_TO_FACE: self.face_to_face, Format.BLENDED: self.blended, Format.ONLINE: self.online}[
            format
        ]


class SignatoryQuerySet(models.QuerySet):
    def valid_on(self, day):
        """Those who may sign on the date `day`; the one appointed last comes first."""
        return (
            self.filter(valid_from__lte=day)
            .filter(models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=day))
            .order_by("-valid_from", "-pk")
        )


class Signatory(Trilingual):
    """Who signs the certificates of an organisation, from a date to a date."""

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="signatories", verbose_name=_("organisation")
    )
    name = models.CharField(
        pgettext_lazy("person", "name"),
        max_length=60,
        validators=[plain],
        help_text=_("As printed: initials and family name."),
    )
    position_kk = models.CharField(_("position (Kazakh)"), max_length=80, validators=[plain])
    position_ru = models.CharField(_("position (Russian)"), max_length=80, validators=[plain])
    position_en = models.CharField(_("position (English)"), max_length=80, validators=[plain])
    valid_from = models.DateField(_("signs from"))
    valid_to = models.DateField(_("signs until"), null=True, blank=True)

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "-valid_from"]
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="certificates_signatory_dates_in_order",
                violation_error_message=_("The last day lies before the first."),
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.text('position')}"
