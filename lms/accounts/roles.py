"""Who may do what: the whole matrix on one screen.

A role can be granted only when a screen uses it; until then it stands in NOT_YET with the reason.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    TRAINER = "trainer", _("trainer")
    SECOND_READER = "second_reader", _("second reader")
    COORDINATOR = "coordinator", _("regional coordinator")
    EDITOR = "editor", _("editor")
    ADMINISTRATOR = "administrator", _("administrator")
    ISSUER = "issuer", _("issuer of certificates")
    SAFEGUARDING = "safeguarding", _("safeguarding focal point")
    OBSERVER = "observer", _("observer")
