"""What a question measures and how an answer came out."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Cognitive level of a question."""

    REMEMBER = "remember", _("remember")
    UNDERSTAND = "understand", _("understand")
    APPLY = "apply", _("apply")
    ANALYSE = "analyse", _("analyse")


class Kind(models.TextChoices):
    """The kinds of question; each has a file of its own in `questions/`."""

    SINGLE = "single", _("single choice")
    MULTIPLE = "multiple", _("multiple choice")
    TRUEFALSE = "truefalse", _("true or false")
