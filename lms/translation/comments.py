"""How and when a string was translated, as the translation editor tells it; localize writes every date in English."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from . import po

WAYS = {"content files": _("From the content files"), po.TOOL: _("From a PO file")}
BY_HAND, BY_MACHINE = _("By hand"), _("By a machine")


def comment(translation):
    """In the place of `StringTranslation.get_comment`."""
    if translation.tool_name:
        way = WAYS.get(translation.tool_name, translation.tool_name)
    else:
        is_machine = translation.translation_type == translation.TRANSLATION_TYPE_MACHINE
        way = BY_MACHINE if is_machine else BY_HAND
    return f"{way}, {date_format(timezone.localtime(translation.updated_at))}"
