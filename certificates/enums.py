"""The states and kinds of this app."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventKind(models.TextChoices):
    """What can happen to a certificate. The last event decides its state."""

    ISSUED = "issued", _("issued")
    REVOKED = "revoked", pgettext_lazy("certificate", "withdrawn")


class Reason(models.TextChoices):
    """Why a certificate is withdrawn. Kept for good in the register, so it says nothing about the person."""

    MISTAKE = "mistake", _("issued by mistake")
    DETAILS = "details", _("a detail on it was wrong")
    ANNULLED = "annulled", _("the result was annulled by a decision")


class Obstacle(models.TextChoices):
    """Why somebody cannot get a certificate now."""

    NOT_ENROLLED = "not_enrolled", _("has no seat in this cohort")
    NOT_COMPLETED = "not_completed", _("has not yet met every rule of the course")
    NAME_MISSING = "name_missing", _("family name or given name is missing")
    LETTER = "letter", _("the name has a character that cannot be printed: %(detail)s")
    NAME_TOO_LONG = "name_too_long", _("the name does not fit on the paper (%(detail)s characters)")
    TEXT_MISSING = "text_missing", _("the certificate text is missing in: %(detail)s")
    TEXT_LETTER = "text_letter", _("the certificate text has a character that cannot be printed: %(detail)s")
    TEXT_TOO_LONG = "text_too_long", _("the certificate text is too long for the paper")
    NO_SIGNATORY = "no_signatory", _("nobody may sign on this date")


class ItemState(models.TextChoices):
    """Where one person's certificate stands in a batch."""

    WAITING = "waiting", _("being made")
    READY = "ready", _("ready")
    REFUSED = "refused", _("not issued")
    FAILED = "failed", _("could not be made")


# A failed one may be tried again; the others are settled.
ITEM_CHANGES = {
    ItemState.WAITING: {ItemState.READY, ItemState.REFUSED, ItemState.FAILED},
    ItemState.FAILED: {ItemState.WAITING},
    ItemState.READY: set(),
    ItemState.REFUSED: set(),
}
