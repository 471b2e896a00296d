"""Tables that leave the house open safely in a spreadsheet (S-15)."""

from django.utils.encoding import force_str
from django.utils.functional import Promise
from wagtail.admin.views.mixins import SpreadsheetExportMixin

BEGIN_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain_text(value):
    """The text with an apostrophe before it where a spreadsheet would read a formula; numbers never come here."""
    text = force_str(value)
    return f"'{text}" if text.startswith(BEGIN_A_FORMULA) else text


def guard_exports():
    """Every CSV of the Wagtail admin, its own reports included, writes texts by `plain_text`; its XLSX types them."""
    csv = {SpreadsheetExportMixin.FORMAT_CSV: plain_text}
    SpreadsheetExportMixin.custom_value_preprocess[(str, Promise)] = csv
