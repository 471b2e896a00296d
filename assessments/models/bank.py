"""The bank: questions, their versions, and the quizzes made of them."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from ..enums import Level
from ..questions import kind_choices


class Question(models.Model):
    """A question through all its versions. Written by `domain.bank.save_question` alone."""

    key = models.SlugField(_("key"), max_length=80, unique=True)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="questions")
    kind = models.CharField(_("kind"), max_length=16, choices=kind_choices)
    level = models.CharField(_("cognitive level"), max_length=10, choices=Level, default=Level.REMEMBER)
    outcome = models.PositiveSmallIntegerField(_("learning outcome"), null=True, blank=True)
    sources = models.ManyToManyField("courses.Source", blank=True, related_name="questions", verbose_name=_("sources"))

    class Meta:
        ordering = ["key"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self):
        return self.key


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
        return f"{self.question} v{self.number}"

    def language(self, wanted=None):
        """The language this version is shown in to a reader of `wanted`: that one, or the first that has texts."""
        wanted = (wanted or get_language() or "kk")[:2]
        return next((code for code in (wanted, "en", "ru", "kk") if code in self.texts), wanted)


class Quiz(ClusterableModel):
    """Fixed items, a pass mark and a limit of attempts. Pages show it, attempts freeze it."""

    key = models.SlugField(_("key"), max_length=80, unique=True)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="quizzes")
    pass_percent = models.PositiveSmallIntegerField(
        _("pass mark, percent"), default=60, validators=[MaxValueValidator(100)]
    )
    max_attempts = models.PositiveSmallIntegerField(
        _("attempts"), null=True, blank=True, help_text=_("Empty: as often as the learner likes.")
    )

    class Meta:
        ordering = ["key"]
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")

    def __str__(self):
        return self.key


class QuizItem(models.Model):
    """A question's place in a quiz."""

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="items")
    question = models.ForeignKey(Question, models.PROTECT, related_name="quiz_items")
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "question"], name="assessments_quiz_question_once"),
        ]

    def __str__(self):
        return f"{self.quiz} {self.position}: {self.question}"
