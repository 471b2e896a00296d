"""Letters to staff: a number and a link, no title (R-17)."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import currency


def to_owner(notice):
    """What the owner of the source is told, or somebody whose texts wait for a check; None once all are checked."""
    count, source = len(currency.waiting(notice.user)), notice.change.source
    if notice.change.closed_at or not (count or source.owner_id == notice.user_id):
        return None
    lines = [_("A source of our texts has changed: %s.") % source.key]
    if count:
        lines.append(ngettext("%d text waits for your check.", "%d texts wait for your check.", count) % count)
    lines.append(f"{settings.WAGTAILADMIN_BASE_URL}{reverse('reference:rechecks')}")
    return _("A source has changed"), "\n".join(lines)
