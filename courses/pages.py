"""What editors publish: catalogue, course, module (a day), lesson, glossary, language guide.

Records point at their `translation_key`."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultipleChooserPanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from lms.accounts.page_forms import OwnChoicesForm
from lms.core import video
from lms.core.blocks import HeadingBlock, TextBlock
from lms.core.folding import fold
from lms.core.models import SOURCE_LANGUAGE
from lms.core.pages import BasePage

from . import searchable
from .blocks import LESSON_BLOCKS
from .domain import access, clearance, currency, reading, trail, words
from .domain import queries as read
from .edition_blocks import EDITION_BLOCKS
from .enums import ClearanceField, ContentNoteLevel
from .models.course import Course
from .models.reference import GuidePair
from .panels import RemarksPanel
from .trainer_pages import TaughtLesson, TaughtModule, reader


def text_list(label):
    return StreamField([("line", blocks.CharBlock(label=label, max_length=240))], blank=True, verbose_name=label)


class Found:
    """A page that the search of the site finds: `found_in` gives the words that may be shown of it (S-08)."""

    search_fields = [*Page.search_fields, index.SearchField("folded")]

    def folded(self):
        return fold(f"{self.title} {self.found_in()}")


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

    def get_context(self, request, *args, **kwargs):
        """Adds `courses`, the largest first: for each live course page below a dict with `page` (its `course` at
        hand), `lang`, `modules` and `steps` (numbers) and `runs` (see `CoursePage.get_context`)."""
        context = super().get_context(request, *args, **kwargs)
        pages = CoursePage.objects.child_of(self).live().select_related("course", "locale", "alias_of__locale")
        pages = pages.order_by("-course__hours", "path")
        outlines = read.outlines([page.course for page in pages], self.locale)
        runs = read.public_runs([page.course for page in pages])
        context["courses"] = [
            {
                "page": page,
                "lang": page.content_language,
                "modules": len(outlines[page.course_id]),
                "steps": sum(len(module.units) for module in outlines[page.course_id]),
                "runs": runs[page.course_id],
            }
            for page in pages
        ]
        return context


class CoursePage(BasePage):
    """The public overview of a course in one language."""

    is_public = True
    organisation_lookup = "course__organisation"
    base_form_class = OwnChoicesForm
    own_choices = {"course": "organisation"}
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

    def get_context(self, request, *args, **kwargs):
        """Adds what the reader needs of the course:

        `days`: list of `trail.Day` (`module` with number, title, url, summary, content_note, lang, minutes;
        `state` done, now, todo; `done`, `total`; `steps` of `trail.Step` with `unit`, `state`, `position`);
        `enrolment` and `standing` (None unless enrolled), `next_unit` (`queries.Unit` or None),
        `can_read` (whether the links to modules and steps open for this reader),
        `conditions` (dicts with `requirement`, and for the enrolled `text`, `met`, `links` of (title, url)),
        `runs` that can be joined: dicts with `region`, `month` (a date), `format`, `full`, `url`, and no more (S-11).
        """
        context = super().get_context(request, *args, **kwargs)
        user = reader(request)
        found = reading.read_course(user, self)
        context |= {
            "days": found.days,
            "enrolment": found.enrolment,
            "standing": found.standing,
            "next_unit": found.standing.next_unit if found.standing else None,
            "can_read": found.enrolment is not None or access.may_open(user, self.course),
            "conditions": found.conditions,
            "runs": read.public_runs([self.course])[self.course_id],
        }
        return context


class ModulePage(Found, TaughtModule, BasePage):
    """A day of the course. Its pages are translated from those in `lead_language`, which belongs to the module in
    every language and to no revision: `lms.translation.leads.change_lead` alone changes it."""

    lead_language = models.CharField(
        _("lead language"), max_length=2, choices=settings.LANGUAGES, default=SOURCE_LANGUAGE
    )
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
        FieldPanel("lead_language", read_only=True),
        FieldPanel("number"),
        FieldPanel("summary"),
        FieldPanel("outcomes"),
        FieldPanel("sessions"),
        FieldPanel("content_note"),
    ]
    override_translatable_fields = [
        SynchronizedField("slug"),
        SynchronizedField("lead_language", overridable=False),
        SynchronizedField("number"),
        SynchronizedField("content_note"),
    ]

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    def found_in(self):
        return searchable.text_of_module(self)

    def with_content_json(self, content):
        page = super().with_content_json(content)
        page.lead_language = self.lead_language
        return page

    def get_context(self, request, *args, **kwargs):
        """Adds `course`, `course_url`, `days` and `enrolment` as on the course page, `day` (the `trail.Day` of this
        module, or None in a preview of a new one), `previous` and `next` (a `Day` or None)."""
        context = super().get_context(request, *args, **kwargs)
        found = reading.read_page(reader(request), self)
        keys = [day.module.key for day in found.days]
        here = keys.index(self.translation_key) if self.translation_key in keys else None
        context |= {
            "course": found.course,
            "course_url": found.course_url,
            "days": found.days,
            "enrolment": found.enrolment,
            "day": found.days[here] if here is not None else None,
            "previous": found.days[here - 1] if here else None,
            "next": found.days[here + 1] if here is not None and here + 1 < len(keys) else None,
        }
        return context


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

    def get_context(self, request, *args, **kwargs):
        """Adds `course`, `course_url`, `days`, `enrolment` as on the module page; `place`
        (`trail.Place` or None in a preview of a new page): `place.day` with its steps, `place.step.position` of
        `place.day.steps`, `place.previous` and `place.next` (`queries.Unit` or None, also across modules);
        `done` (bool), `result` (the reader's `UnitResult` or None), `done_url` (where "done" is posted; None for
        readers without a seat)."""
        context = super().get_context(request, *args, **kwargs)
        found = reading.read_page(reader(request), self)
        result = found.results.get(self.translation_key)
        context |= {
            "course": found.course,
            "course_url": found.course_url,
            "days": found.days,
            "enrolment": found.enrolment,
            "place": trail.place(found.days, self.translation_key),
            "done": bool(result and result.completed_at),
            "result": result,
            "done_url": reverse("unit_done", args=[self.translation_key]) if found.enrolment else None,
        }
        return context


class LessonPage(Found, TaughtLesson, ActivityPage):
    """A reading of ten to fifteen minutes with its `citations`, the same in every language, and the trainer's edition
    of its session: `materials`, `before`, `edition`, which no learner's page, search or handout ever shows (C-09)."""

    goals = text_list(_("By the end you can"))
    body = StreamField(LESSON_BLOCKS, blank=True, verbose_name=_("body"))
    materials = text_list(_("Materials"))
    before = models.TextField(
        _("before the session"),
        blank=True,
        max_length=600,
        help_text=_("What the trainer says or does before it begins: the content note in their words."),
    )
    edition = StreamField(
        EDITION_BLOCKS,
        blank=True,
        block_counts={"care": {"max_num": 1}, "role_card": {"max_num": 4}},
        verbose_name=_("session of 90 minutes"),
    )
    clearance = models.CharField(
        _("needs a specialist's clearance in"), max_length=16, choices=ClearanceField, blank=True
    )

    parent_page_types = ["courses.ModulePage"]
    subpage_types = []
    content_panels = [
        RemarksPanel(),
        *Page.content_panels,
        *ActivityPage.activity_panels,
        FieldPanel("goals"),
        FieldPanel("body"),
    ]
    trainer_panels = [FieldPanel("materials"), FieldPanel("before"), FieldPanel("edition")]
    source_panels = [
        MultipleChooserPanel("citations", chooser_field_name="source", label=_("Source"), heading=_("References")),
        FieldPanel("clearance"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Lesson")),
            ObjectList(source_panels, heading=_("Sources")),
            ObjectList(trainer_panels, heading=_("For trainers")),
            ObjectList(Page.promote_panels, heading=_("Promote")),
            ObjectList(Page.settings_panels, heading=_("Settings")),
        ],
        base_form_class=ActivityPage.base_form_class,
    )
    override_translatable_fields = [
        *ActivityPage.synchronised,
        SynchronizedField("clearance"),
        SynchronizedField("citations"),
        TranslatableField("body"),
    ]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def get_context(self, request, *args, **kwargs):
        """Adds, read when the template asks: `sources` (`Source`, in their order), `changes` (open `SourceChange` of
        these that this text has not been checked for), `clearance` (`clearance.State` or None) and `terms`
        (`words.Entry` of the terms that the text links)."""
        context = super().get_context(request, *args, **kwargs)
        sources = SimpleLazyObject(lambda: currency.sources_of(self))
        changes = SimpleLazyObject(lambda: currency.changes_for("lesson", [self.translation_key], sources))
        state = SimpleLazyObject(lambda: clearance.state_of(self))
        terms = SimpleLazyObject(lambda: words.linked_terms(self))
        return {**context, "sources": sources, "changes": changes, "clearance": state, "terms": terms}

    def found_in(self):
        return searchable.text_of_lesson(self)

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


class GlossaryPage(BasePage):
    """The words of the field in three languages, found with and without the Kazakh letters."""

    is_public = True
    menu = "learning"
    intro = models.TextField(_("introduction"), blank=True, max_length=400)

    parent_page_types = ["core.HomePage"]
    subpage_types = []
    max_count_per_parent = 1
    content_panels = [*Page.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("glossary page")
        verbose_name_plural = _("glossary pages")

    def get_context(self, request, *args, **kwargs):
        """Adds `q` (what is searched for), `letters` (`words.Letter` of the reader's alphabet with the terms found
        below it) and `count`."""
        context = super().get_context(request, *args, **kwargs)
        wanted = request.GET.get("q", "").strip()[:80]
        letters = words.glossary(self.locale.language_code, wanted)
        context |= {"q": wanted, "letters": letters, "count": sum(len(letter.entries) for letter in letters)}
        return context


class GuidePage(BasePage):
    """What to say instead of words that label people. Search engines are asked to leave its lists out."""

    is_public = True
    is_listed = False
    menu = "learning"
    intro = models.TextField(_("introduction"), blank=True, max_length=600)
    body = StreamField([("heading", HeadingBlock()), ("text", TextBlock())], blank=True, verbose_name=_("body"))

    parent_page_types = ["core.HomePage"]
    subpage_types = []
    max_count_per_parent = 1
    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    override_translatable_fields = [SynchronizedField("slug"), TranslatableField("body")]

    class Meta:
        verbose_name = _("language guide")
        verbose_name_plural = _("language guides")

    def get_context(self, request, *args, **kwargs):
        """Adds `pairs`: every `GuidePair` in its order."""
        return {**super().get_context(request, *args, **kwargs), "pairs": list(GuidePair.objects.all())}
