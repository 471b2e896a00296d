from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Of a text in one language."""

    MISSING = "missing", _("missing")
    DRAFT = "draft", _("draft")
    REVIEW = "review", _("under review")
    OUTDATED = "outdated", _("outdated")
    PUBLISHED = "published", _("published")


class Kind(models.TextChoices):
    PAGE = "page", _("page")
    QUESTION = "question", _("question")
    REFERENCE = "reference", _("reference text")
