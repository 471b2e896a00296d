"""What is to be looked at again: sources, figures and helplines whose day has passed."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..models.reference import Figure, Source, SupportContact

# A helpline counts as known for so long (CENTER C-04).
HELPLINE_DAYS = 30


@dataclass(frozen=True)
class Due:
    """`viewset` and `pk` name the screen on which it is mended; without `checked_on` nobody has looked yet."""

    kind: Promise
    title: str
    checked_on: date | None
    due_on: date | None
    owner: str
    viewset: str
    pk: int


def due(on=None):
    """Everything that is due on `on` (default: today): helplines first, then figures and sources, the oldest first."""
    on = on or timezone.localdate()
    rows = [dated(_("Figure"), "figures", row) for row in Figure.objects.due(on).select_related("owner__profile")]
    rows += [dated(_("Source"), "sources", row) for row in Source.objects.due(on).select_related("owner__profile")]
    return [*helplines(on), *sorted(rows, key=lambda row: (row.viewset, row.due_on or date.min, row.title))]


def helplines(on):
    """Support contacts that nobody has confirmed within `HELPLINE_DAYS` before `on`, those never confirmed first."""
    known = timedelta(days=HELPLINE_DAYS)
    late = Q(checked_on=None) | Q(checked_on__lt=on - known)
    return [
        Due(_("Helpline"), str(row), row.checked_on, row.checked_on and row.checked_on + known, "",
            "support-contacts", row.pk)
        for row in SupportContact.objects.filter(late).order_by(F("checked_on").asc(nulls_first=True), "pk")
    ]  # fmt: skip


def dated(kind, viewset, row):
    return Due(kind, str(row), row.checked_on, row.next_review, str(row.owner or ""), viewset, row.pk)
