"""What a question measures, what a quiz is for, and how an attempt ended."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Cognitive level of a question."""

    REMEMBER = "remember", _("remember")
    UNDERSTAND = "understand", _("understand")
    APPLY = "apply", _("apply")
    ANALYSE = "analyse", _("analyse")


class Purpose(models.TextChoices):
    """What a quiz is for. An exam decides a certificate and is taken in a sitting alone."""

    PRACTICE = "practice", _("practice")
    EXAM = "exam", _("exam")
    BEFORE_AFTER = "before-after", _("test before and after the course")


class Counted(models.TextChoices):
    """Which of several attempts gives the result."""

    BEST = "best", _("the best attempt")
    LAST = "last", _("the last attempt")
    FIRST = "first", _("the first attempt")
    AVERAGE = "average", _("the average of all attempts")


class Moment(models.TextChoices):
    """When feedback is shown: while an attempt runs, once it is submitted, once its sitting has closed."""

    DURING = "during", _("during the attempt")
    SUBMITTED = "submitted", _("after submission")
    CLOSED = "closed", _("after closing")


class Feedback(models.TextChoices):
    """What feedback tells."""

    SCORE = "score", _("score")
    CORRECTNESS = "correctness", _("right or wrong")
    ANSWER = "answer", _("right answer")
    EXPLANATION = "explanation", _("explanation")


class ClosedBy(models.TextChoices):
    """What ended an attempt."""

    LEARNER = "learner", _("the learner")
    TIME = "time", _("the end of the time")
    INVIGILATOR = "invigilator", _("the invigilator")
    PAPER = "paper", _("entered from paper")


class SittingStep(models.TextChoices):
    """What staff did with a sitting."""

    PLANNED = "planned", _("planned")
    MOVED = "moved", _("moved")
    STARTED = "started", _("started")
    MINUTES_ADDED = "minutes-added", _("minutes added")
    PAUSED = "paused", _("paused")
    RESUMED = "resumed", _("resumed")
    CLOSED = "closed", _("closed")
