"""News that this app listens to."""

from django.db.models.signals import post_save
from wagtail.signals import page_published
from wagtail_localize.models import TranslationLog

from . import following


def connect():
    page_published.connect(after_publishing, dispatch_uid="translation_after_publishing")
    # Localize's log is its only news of a draft.
    post_save.connect(after_draft, sender=TranslationLog, dispatch_uid="translation_after_draft")


def after_publishing(sender, instance, alias=False, **kwargs):
    if not alias:
        following.published(instance)


def after_draft(sender, instance, created, **kwargs):
    if created:
        following.draft_made(instance)
