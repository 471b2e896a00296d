"""The register: what was issued to whom, and what happened to it later."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.enums import Format
from courses.models import Course, Enrolment
from lms.core.models import LANGUAGES

from ..enums import EventKind, Reason
from ..numbers import print_code
from .written_once import WrittenOnce, WrittenOnceQuerySet

CODE_HELP = _("Sixteen characters, beside the number and in the QR code.")


class NumberSeries(models.Model):
    """The last serial number of a year. Its row is the lock under which certificates are numbered."""

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True)
    last = models.PositiveIntegerField(_("last serial number"), default=0)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")

    def __str__(self):
        return str(self.year)


class CertificateQuerySet(WrittenOnceQuerySet):
    def with_state(self):
        """Adds `revoked`, whether an event says so, and `revoked_at`, when."""
        revoked = CertificateEvent.objects.filter(certificate=models.OuterRef("pk"), kind=EventKind.REVOKED)
        return self.annotate(revoked=models.Exists(revoked), revoked_at=models.Subquery(revoked.values("at")[:1]))

    def ready(self):
        """Those whose file has been written and read back with the same hash."""
        return self.filter(file__isnull=False)


class Certificate(WrittenOnce):
    """A row of the register, written by `domain.issuing.register` alone and never changed.

    It holds no personal data. `texts` is what was printed, by language: `{"kk": {"document", "organisation", "centre",
    "programme", "opening", "wording", "format", "place", "position"}, "ru": …, "en": …}`, every variable filled.
    `issued_on` is the business date in the cohort's time zone. States come from `CertificateEvent`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    year = models.PositiveSmallIntegerField(_("year"))
    serial = models.PositiveIntegerField(_("serial number"))
    number = models.CharField(_("number"), max_length=24, unique=True)
    code = models.CharField(_("code"), max_length=16, unique=True, help_text=CODE_HELP)
    course = models.ForeignKey(Course, models.PROTECT, related_name="certificates", verbose_name=_("course"))
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="certificates", verbose_name=_("organisation")
    )
    hours = models.PositiveSmallIntegerField(_("academic hours"))
    minutes_per_hour = models.PositiveSmallIntegerField(_("minutes in an academic hour"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    format = models.CharField(_("format"), max_length=12, choices=Format)
    texts = models.JSONField(_("texts"))
    signatory_name = models.CharField(_("signatory"), max_length=120)
    issued_on = models.DateField(_("issued on"))
    issued_at = models.DateTimeField(_("issued at"))

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-serial"]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="certificates_serial_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="certificates_dates_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(serial__gte=1, hours__gte=1, minutes_per_hour__gte=1),
                name="certificates_numbers_positive",
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def printed_code(self):
        return print_code(self.code)

    def text(self, name, language=None):
        """What was printed under `name`, in `language` (default: the reader's)."""
        language = (language or get_language() or "kk")[:2]
        return self.texts[language if language in LANGUAGES else "kk"][name]

    @property
    def programme(self):
        return self.text("programme")

    @property
    def issuer(self):
        return self.text("organisation")


class CertificateHolder(models.Model):
    """Whose a certificate is: names as printed, and the evidence it was issued on. Removed only by erasure (S-23).

    `evidence` is the standing at issue: `{"completed_at", "rules": [{"rule", "have", "need", "met"}]}`.
    """

    certificate = models.OneToOneField(Certificate, models.PROTECT, primary_key=True, related_name="holder")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="certificates_held")
    enrolment = models.OneToOneField(
        Enrolment, models.PROTECT, related_name="certificate_held", verbose_name=_("enrolment")
    )
    full_name = models.CharField(_("name as printed"), max_length=250)
    family_name = models.CharField(_("family name"), max_length=80)
    latin_name = models.CharField(_("name in Latin letters"), max_length=165, blank=True)
    latin_family_name = models.CharField(_("family name in Latin letters"), max_length=80, blank=True)
    evidence = models.JSONField(_("evidence"), default=dict)

    class Meta:
        verbose_name = _("holder of a certificate")
        verbose_name_plural = _("holders of certificates")

    def __str__(self):
        return self.full_name


class CertificateFile(WrittenOnce):
    """The PDF of a certificate: written once, when rendered. `name` is its place in the private storage."""

    certificate = models.OneToOneField(Certificate, models.PROTECT, primary_key=True, related_name="file")
    name = models.CharField(_("file"), max_length=120, unique=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField(_("bytes"))
    rendered_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("certificate file")
        verbose_name_plural = _("certificate files")

    def __str__(self):
        return self.sha256


class CertificateEvent(WrittenOnce):
    """Something that happened to a certificate; appended by `domain.issuing` alone, never changed."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="events")
    kind = models.CharField(_("event"), max_length=10, choices=EventKind)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=10, choices=Reason, blank=True)
    decision = models.CharField(_("number of the decision or order"), max_length=60, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("certificate event")
        verbose_name_plural = _("certificate events")
        constraints = [
            models.UniqueConstraint(fields=["certificate", "kind"], name="certificates_event_once"),
            models.CheckConstraint(
                condition=~models.Q(kind=EventKind.REVOKED) | ~models.Q(reason=""),
                name="certificates_revoked_with_reason",
                violation_error_message=_("Say why the certificate is withdrawn."),
            ),
        ]

    def __str__(self):
        return f"{self.certificate}: {self.get_kind_display()}"
