"""Reference data that pages show and cite: sources, figures, words, language guide, support contacts."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from lms.core.models import Trilingual

from ..enums import Confidence
from .currency import SourceChange


class Dated(models.Model):
    """Something that is true on the day it was checked, and looked at again on the next."""

    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    next_review = models.DateField(_("next check"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )

    class Meta:
        abstract = True


class DatedQuerySet(models.QuerySet):
    def due(self, on=None):
        """Those never checked, and those whose next check lies before `on` (default: today)."""
        missing = models.Q(checked_on=None) | models.Q(next_review=None)
        return self.filter(missing | models.Q(next_review__lt=on or timezone.localdate()))


class SourceQuerySet(DatedQuerySet):
    def with_change(self):
        """Adds `is_changing`: whether a change of the source is still being worked in."""
        still = SourceChange.objects.filter(source=models.OuterRef("pk"), closed_at=None)
        return self.annotate(is_changing=models.Exists(still))


class Source(Dated, Trilingual):
    """What a lesson or a question rests on: a law, a standard, a study, a report (R-25).

    The citation is told in the language of the work; Kazakh and Russian stand beside it where they have an own title.
    `domain.currency` marks it as checked or changed.
    """

    key = models.CharField(
        _("key"), max_length=20, unique=True, validators=[RegexValidator(r"^[A-Za-z0-9-]+$")],
        help_text=_("Latin letters, digits and hyphens; content files name the source by it."),
    )  # fmt: skip
    citation_en = models.CharField(_("citation"), max_length=500)
    citation_ru = models.CharField(_("citation (Russian)"), max_length=500, blank=True)
    citation_kk = models.CharField(_("citation (Kazakh)"), max_length=500, blank=True)
    publisher = models.CharField(_("publisher"), max_length=240, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    url = models.URLField(_("address"), blank=True)
    is_national = models.BooleanField(
        _("law or practice of Kazakhstan"), default=False, help_text=_("Looked at again every six months.")
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self):
        return f"{self.key}: {self.text('citation')}"


class Citation(Orderable):
    """A source in the list of a lesson's references, in the order that the editor chose."""

    page = ParentalKey("courses.LessonPage", on_delete=models.CASCADE, related_name="citations")
    source = models.ForeignKey(Source, models.PROTECT, related_name="citations", verbose_name=_("source"))

    # `domain.citing` knows who cites what. Each publishing makes new rows: Wagtail's task would look for the old ones.
    wagtail_reference_index_ignore = True

    class Meta(Orderable.Meta):
        verbose_name = _("source")
        constraints = [models.UniqueConstraint(fields=["page", "source"], name="courses_citation_once")]

    def __str__(self):
        return self.source.key


class Figure(Dated, Trilingual):
    """A number that our pages state, with its day: it is never shown without that."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    value = models.CharField(_("number"), max_length=40)
    text_kk = models.CharField(_("what it counts (Kazakh)"), max_length=240)
    text_ru = models.CharField(_("what it counts (Russian)"), max_length=240)
    text_en = models.CharField(_("what it counts (English)"), max_length=240)
    as_of = models.CharField(_("as of"), max_length=20, help_text=_("Year, or year and month: 2022-06."))
    source = models.ForeignKey(Source, models.PROTECT, related_name="figures", verbose_name=_("source"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        verbose_name = _("figure")
        verbose_name_plural = _("figures")

    def __str__(self):
        return f"{self.value} ({self.as_of}): {self.text('text')}"


class GlossaryTerm(Trilingual):
    """One word for one idea in three languages; lessons link to it by its key."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    term_kk = models.CharField(_("term (Kazakh)"), max_length=160)
    term_ru = models.CharField(_("term (Russian)"), max_length=160)
    term_en = models.CharField(_("term (English)"), max_length=160)
    definition_kk = models.TextField(_("meaning (Kazakh)"), max_length=400, blank=True)
    definition_ru = models.TextField(_("meaning (Russian)"), max_length=400, blank=True)
    definition_en = models.TextField(_("meaning (English)"), max_length=400, blank=True)
    confidence = models.CharField(
        _("certainty of the Kazakh term"), max_length=1, choices=Confidence, default=Confidence.MEDIUM
    )

    class Meta:
        ordering = ["key"]
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")

    def __str__(self):
        return self.text("term")


STEMS = _("One pattern a line. An asterisk stands for the rest of a word: дет* боевик*.")


class GuidePair(Trilingual):
    """A wording that labels people, and what to say instead. The wording check reads `stems`."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    avoid_kk = models.CharField(_("avoid (Kazakh)"), max_length=200)
    avoid_ru = models.CharField(_("avoid (Russian)"), max_length=200)
    avoid_en = models.CharField(_("avoid (English)"), max_length=200)
    prefer_kk = models.CharField(_("prefer (Kazakh)"), max_length=200)
    prefer_ru = models.CharField(_("prefer (Russian)"), max_length=200)
    prefer_en = models.CharField(_("prefer (English)"), max_length=200)
    reason_kk = models.CharField(_("why (Kazakh)"), max_length=300)
    reason_ru = models.CharField(_("why (Russian)"), max_length=300)
    reason_en = models.CharField(_("why (English)"), max_length=300)
    stems_kk = models.TextField(_("patterns (Kazakh)"), blank=True, help_text=STEMS)
    stems_ru = models.TextField(_("patterns (Russian)"), blank=True, help_text=STEMS)
    stems_en = models.TextField(_("patterns (English)"), blank=True, help_text=STEMS)
    confidence = models.CharField(
        _("certainty of the Kazakh wording"), max_length=1, choices=Confidence, default=Confidence.MEDIUM
    )
    sort_order = models.PositiveSmallIntegerField(_("place"), default=0)

    class Meta:
        ordering = ["sort_order", "key"]
        verbose_name = _("pair of the language guide")
        verbose_name_plural = _("pairs of the language guide")

    def __str__(self):
        return f"{self.text('avoid')} → {self.text('prefer')}"

    def text_lines(self, language):
        """The patterns in one language as a list."""
        return [line.strip() for line in getattr(self, f"stems_{language}").splitlines() if line.strip()]


class SupportContact(Trilingual):
    """A helpline or address of the support panel; content with a date, not code (R-14). Without a date nobody has
    confirmed it yet: it is due at once, and readers see no date."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    contact = models.CharField(_("number or address"), max_length=120)
    label_kk = models.CharField(_("label (Kazakh)"), max_length=120)
    label_ru = models.CharField(_("label (Russian)"), max_length=120)
    label_en = models.CharField(_("label (English)"), max_length=120)
    note_kk = models.CharField(_("note (Kazakh)"), max_length=240, blank=True)
    note_ru = models.CharField(_("note (Russian)"), max_length=240, blank=True)
    note_en = models.CharField(_("note (English)"), max_length=240, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sort_order", "key"]
        verbose_name = _("support contact")
        verbose_name_plural = _("support contacts")

    def __str__(self):
        return f"{self.text('label')}: {self.contact}"
