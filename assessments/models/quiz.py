"""Quizzes: fixed questions, slots to draw for, and the rules of an attempt."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Case, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from lms.accounts import roles
from lms.core.models import LANGUAGES

from ..enums import Counted, Feedback, Level, Moment, Purpose
from .bank import Objective, Question


def all_after_submission():
    """The feedback of a practice quiz: nothing while it runs, everything afterwards."""
    return {Moment.SUBMITTED.value: list(Feedback.values), Moment.CLOSED.value: list(Feedback.values)}


class QuizQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The quizzes of the organisations for which `user` writes."""
        return self.filter(roles.scope(user, "write_pages"))

    def titled(self):
        """Each with `title`: that of its page in the reader's language or another one, "" without a page."""
        wanted = (get_language() or "kk")[:2]
        order = [When(locale__language_code=code, then=place) for place, code in enumerate((wanted, *LANGUAGES))]
        pages = Quiz.pages.rel.related_model.objects.filter(quiz=OuterRef("pk"))
        first = pages.order_by("-live", Case(*order, default=len(order)), "path").values("title")[:1]
        return self.annotate(title=Coalesce(Subquery(first), Value("")))


class Quiz(ClusterableModel):
    """Items, slots and rules. Pages show it, attempts freeze what it promised.

    `feedback` maps a Moment to the Feedback shown from then on. `crosses` names the quiz before the course whose other
    form this one gives after it.
    """

    key = models.SlugField(_("key"), max_length=80, unique=True)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="quizzes", verbose_name=_("organisation")
    )
    purpose = models.CharField(_("purpose"), max_length=16, choices=Purpose, default=Purpose.PRACTICE)
    pass_percent = models.PositiveSmallIntegerField(
        _("pass mark, percent"), default=60, validators=[MaxValueValidator(100)]
    )
    must_pass_right = models.PositiveSmallIntegerField(
        _("right answers needed among the must-pass questions"), null=True, blank=True
    )
    max_attempts = models.PositiveSmallIntegerField(
        _("attempts"), null=True, blank=True, help_text=_("Empty: as often as the learner likes.")
    )
    wait_hours = models.PositiveSmallIntegerField(_("hours between attempts"), default=0)
    counted = models.CharField(_("result"), max_length=8, choices=Counted, default=Counted.BEST)
    time_limit = models.PositiveSmallIntegerField(
        _("time, minutes"), null=True, blank=True, help_text=_("Empty: no limit.")
    )
    grace_seconds = models.PositiveSmallIntegerField(
        _("grace, seconds"), default=60, help_text=_("How long answers on their way are still taken after the end.")
    )
    other_form = models.BooleanField(_("another form on every attempt"), default=False)
    shuffle_items = models.BooleanField(_("shuffle the questions"), default=False)
    shuffle_options = models.BooleanField(_("shuffle the options"), default=True)
    negative_marking = models.BooleanField(_("wrong answers cost points"), default=False)
    feedback = models.JSONField(_("feedback"), default=all_after_submission)
    crosses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="crossed_by", verbose_name=_("given crosswise to")
    )

    title = ""  # what `titled` adds

    objects = QuizQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")

    def __str__(self):
        return self.title or self.key


class QuizSection(models.Model):
    """Questions that stand together under a title. `titles` has the shape {kk, ru, en}."""

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField(_("position"))
    titles = models.JSONField(_("title"), default=dict)

    sort_order_field = "position"

    class Meta:
        ordering = ["position"]

    def __str__(self):
        code = (get_language() or "kk")[:2]
        return self.titles.get(code) or self.titles.get("en", "")


class QuizItem(models.Model):
    """A question's place in a quiz, or in one `form` of it ("" for all forms)."""

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="items")
    form = models.CharField(_("form"), max_length=4, blank=True)
    section = models.ForeignKey(
        QuizSection, models.SET_NULL, null=True, blank=True, related_name="items", verbose_name=_("section")
    )
    question = models.ForeignKey(Question, models.PROTECT, related_name="quiz_items", verbose_name=_("question"))
    position = models.PositiveSmallIntegerField(_("position"))
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2, default=1)

    sort_order_field = "position"

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "question"], name="assessments_quiz_question_once"),
        ]

    def __str__(self):
        return f"{self.quiz} {self.position}: {self.question}"


class QuizSlot(models.Model):
    """A place for `count` questions drawn at random: of an objective or the area above it, a level, a tag."""

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="slots")
    section = models.ForeignKey(
        QuizSection, models.SET_NULL, null=True, blank=True, related_name="slots", verbose_name=_("section")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    objective = models.ForeignKey(
        Objective, models.PROTECT, null=True, blank=True, related_name="slots", verbose_name=_("objective")
    )
    level = models.CharField(_("cognitive level"), max_length=10, choices=Level, blank=True)
    tag = models.CharField(_("tag"), max_length=100, blank=True)
    count = models.PositiveSmallIntegerField(_("how many"), default=1)
    points = models.DecimalField(_("points each"), max_digits=5, decimal_places=2, default=1)

    sort_order_field = "position"

    class Meta:
        ordering = ["position"]

    def __str__(self):
        return f"{self.quiz} {self.position}: {self.objective or self.tag} × {self.count}"
