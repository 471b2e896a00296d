"""Addresses of localize that the desk takes over; before Wagtail's own."""

from django.urls import path

from . import editing, exchange

admin_patterns = [
    path("admin/localize/translate/<int:translation_id>/pofile/download/", exchange.download_instead),
    path("admin/localize/translate/<int:translation_id>/pofile/upload/", exchange.upload_instead),
    path("admin/localize/translate/<int:translation_id>/disable/", editing.stop_instead),
]
