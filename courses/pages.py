"""What editors publish: catalogue, course, module (a day), lesson. Records point at their `translation_key`."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from lms.core import video
from lms.core.pages import BasePage

from .blocks import LESSON_BLOCKS
from .enums import ContentNoteLevel
from .models.course import Course


def text_list(label):
    return StreamField([("line", blocks.CharBlock(label=label, max_length=240))], blank=True, verbose_name=label)


class CataloguePage(BasePage):
    """All courses."""

    is_public = True
    intro = models.TextField(_("introduction"), blank=True, max_length=400)

    parent_page_types = ["core.HomePage"]
    subpage_types = ["courses.CoursePage"]
    max_count_per_parent = 1
    content_panels = [*Page.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("catalogue")
        verbose_name_plural = _("catalogues")


class CoursePage(BasePage):
    """The public overview of a course in one language."""

    is_public = True
    course = models.ForeignKey(Course, models.PROTECT, related_name="pages", verbose_name=_("course"))
    summary = models.TextField(_("summary"), max_length=500)
    audience = text_list(_("Who it is for"))

    parent_page_types = ["courses.CataloguePage"]
    subpage_types = ["courses.ModulePage"]
    content_panels = [*Page.content_panels, FieldPanel("course"), FieldPanel("summary"), FieldPanel("audience")]
    override_translatable_fields = [SynchronizedField("slug"), SynchronizedField("course")]

    class Meta:
        verbose_name = _("course page")
        verbose_name_plural = _("course pages")


class ModulePage(BasePage):
    """A day of the course."""

    number = models.PositiveSmallIntegerField(_("number"))
    summary = models.TextField(_("summary"), blank=True, max_length=400)
    outcomes = text_list(_("Learning outcome"))
    sessions = text_list(_("Session"))
    content_note = models.PositiveSmallIntegerField(
        _("content note"), choices=ContentNoteLevel, default=ContentNoteLevel.NEUTRAL
    )

    parent_page_types = ["courses.CoursePage"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("number"),
        FieldPanel("summary"),
        FieldPanel("outcomes"),
        FieldPanel("sessions"),
        FieldPanel("content_note"),
    ]
    override_translatable_fields = [
        SynchronizedField("slug"),
        SynchronizedField("number"),
        SynchronizedField("content_note"),
    ]

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")


class ActivityPage(BasePage):
    """Anything a learner completes. The outline finds its subclasses by the model registry and `is_activity`."""

    is_activity = True

    summary = models.TextField(_("summary"), blank=True, max_length=400)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10)
    required = models.BooleanField(_("required"), default=True)
    content_note = models.PositiveSmallIntegerField(
        _("content note"), choices=ContentNoteLevel, default=ContentNoteLevel.NEUTRAL
    )

    activity_panels = [
        FieldPanel("summary"),
        FieldPanel("minutes"),
        FieldPanel("required"),
        FieldPanel("content_note"),
    ]
    synchronised = [
        SynchronizedField("slug"),
        SynchronizedField("minutes"),
        SynchronizedField("required"),
        SynchronizedField("content_note"),
    ]

    class Meta:
        abstract = True


class LessonPage(ActivityPage):
    """A reading of ten to fifteen minutes."""

    goals = text_list(_("By the end you can"))
    body = StreamField(LESSON_BLOCKS, blank=True, verbose_name=_("body"))

    parent_page_types = ["courses.ModulePage"]
    subpage_types = []
    content_panels = [*Page.content_panels, *ActivityPage.activity_panels, FieldPanel("goals"), FieldPanel("body")]
    override_translatable_fields = [*ActivityPage.synchronised, TranslatableField("body")]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    @property
    def player_hosts(self):
        """Origins of the other hosts whose videos the lesson shows, sorted."""
        players = (video.player(block.value.get("embed")) for block in self.body if block.block_type == "video")
        return sorted({found.host for found in players if found})

    def serve(self, request, *args, **kwargs):
        """As Wagtail does; a video's host enters the content policy of its own page alone (S-12)."""
        response = super().serve(request, *args, **kwargs)
        if hosts := self.player_hosts:
            response._csp_update = {"frame-src": hosts}
        return response
