"""The bank: objectives, questions and their versions."""

import textwrap

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from taggit.models import TaggedItemBase
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin, WorkflowMixin

from courses.models import Recheck
from lms.accounts import roles
from lms.review import workflows

from ..enums import Level
from ..questions import KINDS, kind_choices, preview


class Objective(models.Model):
    """What a question measures; an area is an objective without a parent. `titles` has the shape {kk, ru, en}."""

    key = models.SlugField(_("key"), max_length=80, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    titles = models.JSONField(_("title"), default=dict)

    class Meta:
        ordering = ["key"]
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")

    def __str__(self):
        code = (get_language() or "kk")[:2]
        return self.titles.get(code) or self.titles.get("en") or self.key


class QuestionTag(TaggedItemBase):
    content_object = ParentalKey("assessments.Question", on_delete=models.CASCADE, related_name="tagged_items")


class QuestionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The bank of the organisations for which `user` writes."""
        return self.filter(roles.scope(user, "write_pages"))

    def open_to(self, user):
        """Those, and the questions whose review waits for `user`."""
        own = roles.scope(user, "write_pages")
        if not own:  # an empty condition is true of every row
            return self
        return self.filter(own | models.Q(pk__in=workflows.waiting_for(user, self.model)))

    def suspended(self):
        """Those whose source has changed and that nobody has checked since (C-24): no new attempt asks them."""
        return self.filter(key__in=Recheck.objects.waiting("question").values("key"))

    def with_suspension(self):
        """Adds `is_suspended`."""
        return self.annotate(
            is_suspended=models.Exists(Recheck.objects.waiting("question").filter(key=models.OuterRef("key")))
        )


class Question(WorkflowMixin, DraftStateMixin, RevisionMixin, PreviewableMixin, ClusterableModel):
    """A question through all its versions. Written by `domain.bank.save_question` and by publishing a draft.

    `body` and `texts` hold what stands in the editor; learners are asked a QuestionVersion.
    `training` marks a specimen that everybody may read in the source: no certificate exam draws it (S-17).
    """

    key = models.SlugField(_("key"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=250, blank=True, help_text=_("What it is called in other systems."))
    idnumber = models.CharField(_("identifier in other systems"), max_length=100, blank=True)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="questions", verbose_name=_("organisation")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=kind_choices)
    level = models.CharField(_("cognitive level"), max_length=10, choices=Level, default=Level.REMEMBER)
    outcome = models.PositiveSmallIntegerField(_("learning outcome"), null=True, blank=True)
    objective = models.ForeignKey(
        Objective, models.PROTECT, null=True, blank=True, related_name="questions", verbose_name=_("objective")
    )
    difficulty = models.PositiveSmallIntegerField(
        _("expected difficulty"),
        null=True,
        blank=True,
        choices=[(1, _("easy")), (2, _("medium")), (3, _("hard"))],
    )
    content_note = models.PositiveSmallIntegerField(
        _("content note"), default=0, choices=[(0, _("none")), (1, "1"), (2, "2"), (3, "3")]
    )
    must_pass = models.BooleanField(_("must-pass question"), default=False)
    training = models.BooleanField(_("specimen for training"), default=False)
    body = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    sources = ParentalManyToManyField("courses.Source", blank=True, related_name="questions", verbose_name=_("sources"))
    tags = ClusterTaggableManager(through=QuestionTag, blank=True, verbose_name=_("tags"))

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="question")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="question",
        for_concrete_model=False,
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self):
        return self.stem() or self.key

    def stem(self, wanted=None):
        """What is asked, in one line of the wanted language or of one that there is."""
        code = language_of(self.texts, wanted)
        return shortened(self.texts.get(code, {}))

    @property
    def revisions(self):
        return self._revisions

    def get_workflow(self):
        return workflows.review_of(self.organisation_id)

    @property
    def preview_modes(self):
        return preview.modes()

    def serve_preview(self, request, mode_name):
        """The question as a learner meets it, or its result: in one language, with the admin's own language around."""
        shown = preview.shown(KINDS[self.kind], self.body, self.texts, mode_name)
        return TemplateResponse(request, "assessments/preview.html", {"question": self, **shown})


class QuestionVersion(models.Model):
    """One immutable state of a question: structure and key once, texts by language (decision 11).

    `body` and `texts` have the shapes told in `questions.base`. Option ids are the same in each language, so an
    attempt can be shown in any of them.
    """

    question = models.ForeignKey(Question, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    body = models.JSONField()
    texts = models.JSONField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["question", "-number"]
        verbose_name = _("question version")
        verbose_name_plural = _("question versions")
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="assessments_version_number_once"),
        ]

    def __str__(self):
        return f"{self.question.key} v{self.number}"

    def language(self, wanted=None):
        """The language this version is shown in to a reader of `wanted`: that one, or the first that has texts."""
        return language_of(self.texts, wanted)


def language_of(texts, wanted=None):
    wanted = (wanted or get_language() or "kk")[:2]
    return next((code for code in (wanted, "en", "ru", "kk") if code in texts), wanted)


def shortened(words):
    """The beginning of a question's words, for lists."""
    return textwrap.shorten(
        words.get("stem") or words.get("stimulus") or words.get("text") or "", 200, placeholder=" …"
    )


class QuestionPicture(models.Model):
    """A picture that a version of the question shows, kept while the question stands.

    `body["pictures"]` lists them as [{"id": "1", "image": 7}], `texts` hold their words under "pictures".
    """

    question = models.ForeignKey(Question, models.CASCADE, related_name="pictures")
    image = models.ForeignKey(settings.WAGTAILIMAGES_IMAGE_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("picture of a question")
        verbose_name_plural = _("pictures of questions")
        constraints = [
            models.UniqueConstraint(fields=["question", "image"], name="assessments_picture_once"),
        ]

    def __str__(self):
        return f"{self.question}: {self.image}"


class KeyView(models.Model):
    """Somebody could see the key of a question outside an attempt: in the editor, a preview, an export (S-17)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, models.CASCADE, related_name="key_views")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "question"], name="assessments_key_view_once"),
        ]

    def __str__(self):
        return f"{self.user}: {self.question}"
