"""Writes pages from their specs: the English source tree first, then the other two as translations of it.

One transaction a page, parents first (a parent and child translated in one transaction break the tree). Interrupted,
it goes on where it stopped; run again, it writes only what changed in the files and never what an editor changed.
"""

import logging
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.text import capfirst
from wagtail.models import Collection, Locale, Page, Site
from wagtail_localize.models import LocaleSynchronization, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from lms.core.keys import key_uuid
from lms.core.models import SOURCE_LANGUAGE as SOURCE
from lms.translation import leads

from .models import LoadedPage

logger = logging.getLogger(__name__)
TARGETS = ("kk", "ru")


@dataclass
class Outcome:
    """What a load did: keys with language, "d02-l1 (kk)"."""

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


class UnpairedText(Exception):
    """A translated text has no counterpart in the source, or the other way round."""


def load(specs, site_name, progress=lambda done, total, label: None):
    """Loads `specs` (parents before children) and returns an Outcome.

    Raises UnpairedText when a translation and its source do not pair; validation should have found it before.
    """
    outcome = Outcome()
    prepare_trees()
    total = sum(len(spec.texts) for spec in specs)
    done = 0
    for spec in specs:
        with transaction.atomic():
            _write_source(spec, outcome)
        done += 1
        progress(done, total, spec.key)
    prepare_site(specs[0].key, site_name)
    if outcome.written:
        for sync in LocaleSynchronization.objects.all():
            sync.sync_trees()
    for spec in specs:
        for language in TARGETS:
            if language in spec.texts:
                with transaction.atomic():
                    _write_translation(spec, language, outcome)
                done += 1
                progress(done, total, f"{spec.key} ({language})")
    return outcome


def prepare_trees():
    """Locales kk, ru and en; kk and ru follow en; Wagtail's welcome page goes."""
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in (*TARGETS, SOURCE)}
    if not Page.get_first_root_node():
        Page.add_root(title="Root", slug="root", locale=locales["kk"])
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    welcome = Page.objects.filter(depth=2, slug="home", content_type__model="page").first()
    if welcome:
        Site.objects.filter(root_page=welcome).delete()
        welcome.delete()
    for code in TARGETS:
        if not LocaleSynchronization.objects.filter(locale=locales[code]).exists():
            LocaleSynchronization.objects.create(locale=locales[code], sync_from=locales[SOURCE])


def prepare_site(home_key, site_name):
    """The Site row, at the address that the settings name; an administrator's change of it stays."""
    hostname, port = site_address()
    home = Page.objects.get(translation_key=key_uuid(home_key), locale__language_code=SOURCE)
    if not Site.objects.exists():
        Site.objects.create(hostname=hostname, port=port, site_name=site_name, root_page=home, is_default_site=True)
    for site in Site.objects.filter(hostname="localhost", is_default_site=True).exclude(hostname=hostname, port=port):
        site.hostname, site.port = hostname, port
        site.save(update_fields=["hostname", "port"])


def site_address():
    """Host and port of WAGTAILADMIN_BASE_URL, as Wagtail's Site takes them (443 makes its links https)."""
    base = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    return base.hostname or "localhost", base.port or (443 if base.scheme == "https" else 80)


def _find(spec, language):
    pages = spec.model.objects.filter(translation_key=key_uuid(spec.key), locale__language_code=language)
    return pages.first()


def _state(spec, language, page):
    """ "new", "unchanged", "kept" (an editor changed it) or "changed" (the file did)."""
    record = LoadedPage.objects.filter(key=spec.key, language=language).first()
    if page is None or record is None:
        return "new"
    if page.latest_revision_id != record.revision_id or _has_hand(page):
        return "kept"
    return "unchanged" if record.sha256 == spec.fingerprint(language) else "changed"


def _has_hand(page):
    """Whether a translator has begun with the page, or another language leads it by now."""
    strings = StringTranslation.objects.filter(
        locale=page.locale_id, context__object_id=page.translation_key, last_translated_by__isnull=False
    )
    return leads.lead_language(page) != SOURCE or strings.exists()


def _remember(spec, language, page):
    LoadedPage.objects.update_or_create(
        key=spec.key,
        language=language,
        defaults={"sha256": spec.fingerprint(language), "revision_id": page.latest_revision_id},
    )


def _write_source(spec, outcome):
    page = _find(spec, SOURCE)
    state = _state(spec, SOURCE, page)
    label = f"{spec.key} ({SOURCE})"
    if state in {"unchanged", "kept"}:
        getattr(outcome, state).append(label)
        return
    values = spec.values(SOURCE)
    if page is None:
        parent = _parent(spec)
        page = spec.model(
            slug=spec.slug,
            locale=Locale.objects.get(language_code=SOURCE),
            translation_key=key_uuid(spec.key),
            **values,
        )
        parent.add_child(instance=page)
    else:
        for name, value in values.items():
            setattr(page, name, value)
    page.save_revision().publish()
    page.refresh_from_db()
    _remember(spec, SOURCE, page)
    outcome.written.append(label)


def _parent(spec):
    if spec.parent is None:
        return Page.get_first_root_node()
    return Page.objects.get(translation_key=key_uuid(spec.parent), locale__language_code=SOURCE)


def _write_translation(spec, language, outcome):
    page = _find(spec, language)
    state = _state(spec, language, page)
    label = f"{spec.key} ({language})"
    if state in {"unchanged", "kept"}:
        getattr(outcome, state).append(label)
        return
    source_page = _find(spec, SOURCE)
    source, _ = TranslationSource.update_or_create_from_instance(source_page)
    locale = Locale.objects.get(language_code=language)
    Translation.objects.get_or_create(source=source, target_locale=locale)
    _store_strings(spec, source, source_page, locale)
    with transaction.atomic():
        page = source.create_or_update_translation(locale, publish=False)[0]
    page = _find(spec, language)
    page.latest_revision.publish()
    page.refresh_from_db()
    _remember(spec, language, page)
    outcome.written.append(label)


def _store_strings(spec, source, source_page, locale):
    """Files the translated texts as localize's own string translations, paired by path and place."""
    target = spec.model(
        slug=spec.slug, locale=locale, translation_key=key_uuid(spec.key), **spec.values(locale.language_code)
    )
    target.path, target.depth = source_page.path, source_page.depth
    texts = {
        (segment.path, segment.order): segment.string.data
        for segment in extract_segments(target)
        if isinstance(segment, StringSegmentValue)
    }
    segments = source.stringsegment_set.select_related("string", "context")
    missing = []
    for segment in segments:
        text = texts.pop((segment.context.path, segment.order), None)
        if text is None:
            missing.append(segment.context.path)
            continue
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=locale,
            context=segment.context,
            defaults={
                "data": text,
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "tool_name": "content files",
            },
        )
    if missing or texts:
        unpaired = sorted({*missing, *(path for path, _ in texts)})
        raise UnpairedText(f"{capfirst(spec.key)} ({locale.language_code}): " + ", ".join(unpaired))
