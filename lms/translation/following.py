"""How translations follow the lead language: what is published there reaches the translators at once, and a page in
another language keeps its last complete version and knows since when it is outdated."""

from django.db import models
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, get_translatable_fields
from wagtail_localize.models import TranslationSource

from .models import Rendition
from .pairing import source_texts


def source_of(page):
    """The source that `page` is being translated from, or None: it leads, or stands for itself."""
    rows = TranslationSource.objects.filter(
        object_id=page.translation_key, translations__target_locale=page.locale_id, translations__enabled=True
    )
    return rows.first()


def draft_made(log):
    """A translation was written into a revision: remembers what it was made from. `log`: localize's TranslationLog."""
    if log.revision is None:
        return
    now = timezone.now()
    made = {"page_id": int(log.revision.object_id), "texts": source_texts(log.source), "made_at": now}
    Rendition.objects.update_or_create(revision=log.revision, defaults={**made, "outdated_since": None})


def published(page):
    """A page of any language became public."""
    leads = TranslationSource.objects.filter(
        object_id=page.translation_key, locale=page.locale_id, translations__enabled=True
    )
    if source := leads.first():
        _lead_published(source, page)
    elif source := source_of(page):
        _translation_published(source, page)


def _lead_published(source, page):
    _share_flags(page)
    before = source_texts(source)
    source.update_from_db()
    after, now = source_texts(source), timezone.now()
    languages = source.translations.filter(enabled=True).values("target_locale")
    translated = Page.objects.filter(translation_key=page.translation_key, locale__in=languages, alias_of=None)
    for other in translated.filter(live_revision__isnull=False):
        rendition = Rendition.objects.filter(revision=other.live_revision_id).first() or Rendition(
            page=other, revision_id=other.live_revision_id, texts=before, made_at=now
        )
        rendition.compare(after, now)
        rendition.save()


def _share_flags(page):
    """Numbers and switches that every language shares (a content note, minutes) hold for all at once: they need no
    translator, and a warning must not wait for one."""
    model = page.specific_class
    shared = [each.get_field(model) for each in get_translatable_fields(model) if isinstance(each, SynchronizedField)]
    flags = [each for each in shared if isinstance(each, models.IntegerField | models.BooleanField)]
    values = model.objects.filter(pk=page.pk).values(*[each.name for each in flags]).get()
    model.objects.filter(translation_key=page.translation_key, alias_of=None).update(**values)


def _translation_published(source, page):
    """The revision that is public now may be a later one than the draft: a comment or an approval made it."""
    live = Page.objects.values_list("live_revision", flat=True).get(pk=page.pk)
    if live is None:
        return
    made = Rendition.objects.filter(page=page.pk, revision__lte=live).order_by("-revision").first()
    texts = source_texts(source)
    rendition, _new = Rendition.objects.get_or_create(
        revision_id=live,
        defaults={
            "page_id": page.pk,
            "texts": made.texts if made else texts,
            "made_at": made.made_at if made else timezone.now(),
        },
    )
    rendition.compare(texts, source.last_updated_at)
    rendition.save()
