"""The lead language: of the three versions of a page, the one that the other two are translated from.

A module has one for itself and everything below it (`ModulePage.lead_language`); all other pages follow the language of
the shipped curriculum.
"""

import json
from collections import defaultdict
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Locale, Page, WorkflowState
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.segments import OverridableSegmentValue
from wagtail_localize.segments.extract import extract_segments

from courses.models import ModulePage
from lms.core.models import SOURCE_LANGUAGE

from . import pairing
from .following import source_of
from .models import Rendition

ACTION = "translation.change_lead"


class Refused(Exception):
    """The lead language cannot be changed now; `reasons` says why, page by page."""

    def __init__(self, reasons):
        self.reasons = reasons
        super().__init__("; ".join(reasons))


@dataclass
class Group:
    """One page in every language: {language code: page}."""

    pages: dict = field(default_factory=dict)

    def title(self):
        return next(iter(self.pages.values())).get_admin_display_title()


def module_of(page):
    """The module that `page` is or stands below, or None."""
    above = [page.path[:end] for end in range(Page.steplen, len(page.path) + 1, Page.steplen)]
    return ModulePage.objects.filter(path__in=above).first()


def lead_language(page):
    module = module_of(page)
    return module.lead_language if module else SOURCE_LANGUAGE


def groups(module):
    """The module and every page below it, in any language, parents first; fresh from the database."""
    found = defaultdict(Group)
    for version in module.get_translations(inclusive=True):
        for page in version.get_descendants(inclusive=True).order_by("depth", "path").select_related("locale"):
            found[page.translation_key].pages[page.locale.language_code] = page.specific
    return list(found.values())


def why_not(module, language):
    """Reasons, in words, why `language` cannot lead the module now; an empty list if it can."""
    every = groups(module)
    reviewed = set(
        WorkflowState.objects.active()
        .filter(object_id__in=[str(page.pk) for group in every for page in group.pages.values()])
        .values_list("object_id", flat=True)
    )
    return [reason for group in every for reason in _reasons(group, language, reviewed)]


def _reasons(group, language, reviewed):
    names = dict(settings.LANGUAGES)
    lead = group.pages.get(language)
    if lead is None or lead.alias_of_id or not lead.live:
        yield _("“%(page)s” has no version in this language.") % {"page": group.title()}
        return
    if outdated(lead):
        yield _("“%(page)s” is outdated in this language.") % {"page": group.title()}
    for code, page in group.pages.items():
        place = {"page": group.title(), "language": names[code]}
        if str(page.pk) in reviewed:
            yield _("“%(page)s” is under review (%(language)s).") % place
        elif not page.alias_of_id and page.has_unpublished_changes:
            yield _("“%(page)s” has an unpublished draft (%(language)s).") % place
    yield from _lost(group, language)


def _lost(group, language):
    """Why a text of the page would be lost or changed by the next translation."""
    names = dict(settings.LANGUAGES)
    lead = group.pages[language]
    if _waiting(lead):
        yield _("“%(page)s” has translations that nobody has submitted.") % {"page": group.title()}
    for code, page in group.pages.items():
        if code != language and (changed := _changed(lead, page)):
            yield _("“%(page)s” is built differently in %(language)s: %(places)s.") % {
                "page": group.title(),
                "language": names[code],
                "places": ", ".join(changed),
            }


def _changed(lead, page):
    """Paths of what the next translation of `page` from `lead` would lose or change."""
    try:
        version = _version(lead, page)
        if version is None:
            return []
        if disputed := pairing.disputed(lead, version):
            return disputed
        if page.alias_of_id or outdated(page) or _waiting(page):
            return []  # not all there: its editor goes on with what there is
        return pairing.differences(type(lead).objects.get(pk=lead.pk), page, pairing.read(lead, page))
    except pairing.Unpaired as error:
        return error.paths


def outdated(page):
    return Rendition.objects.filter(revision=page.live_revision_id, outdated_since__isnull=False).exists()


def translation_of(page):
    rows = Translation.objects.filter(source__object_id=page.translation_key, target_locale=page.locale_id)
    return rows.filter(enabled=True).select_related("source").first()


def _waiting(page):
    """Whether texts of this translation stand in localize's editor that the page does not show."""
    translation = translation_of(page)
    if translation is None:
        return False
    shown = pairing.strings(pairing.extract_segments(page))
    texts = pairing.remembered(translation).texts
    return any(key not in shown or not same(shown[key].string.data, text.html) for key, text in texts.items())


def unsubmitted(page):
    """Whether localize's editor holds a text or another value that `page` (a row or a revision) does not show."""
    translation = translation_of(page)
    if translation is None:
        return False
    typed = translation.source.stringsegment_set.all().get_translations(translation.target_locale)
    return _waiting(page) or typed.filter(has_error=True).exists() or _overridden(translation, page)


def _overridden(translation, page):
    shown = {one.path: one.data for one in extract_segments(page) if isinstance(one, OverridableSegmentValue)}
    known = set(translation.source.overridablesegment_set.values_list("context__path", flat=True))
    for path, value in pairing.remembered(translation).overrides.items():
        block, link, _address = path.partition(".'")
        there = f"{block}.{pairing.quoted(value)}" if link else path
        if path in known and shown.get(there) != value:
            return True
    return False


def same(one, other):
    return pairing.plain(f"<p>{one}</p>") == pairing.plain(f"<p>{other}</p>")


def change_lead(module, language, *, by):
    """Makes `language` the one that the module and its pages are translated from.

    No page is written: no text, address or progress changes. Raises Refused. One transaction a page; a change that was
    interrupted is completed by asking for it again.
    """
    if reasons := why_not(module, language):
        raise Refused(reasons)
    before = module.lead_language
    for group in groups(module):
        with transaction.atomic():
            _lead_group(group, language)
    ModulePage.objects.filter(translation_key=module.translation_key).update(lead_language=language)
    log(instance=module, action=ACTION, user=by, data={"from": before, "to": language})


def _lead_group(group, language):
    lead = group.pages[language]
    versions = {page: _version(lead, page) for code, page in group.pages.items() if code != language}
    renditions = {page: _rendition(page) for page in versions}
    source, _new = TranslationSource.update_or_create_from_instance(lead)
    leave_one_source(source)
    source.translations.update(enabled=False)
    for page, version in versions.items():
        if version is None:
            continue
        locale = Locale.objects.get(pk=page.locale_id)
        Translation.objects.update_or_create(source=source, target_locale=locale, defaults={"enabled": True})
        pairing.store(source, locale, version)
        if page.live_revision_id and not page.alias_of_id:
            _rebase(page, source, renditions[page])


def leave_one_source(source, **only):
    """Localize's editor takes a page in a language for the translation of one source alone, and fails with two."""
    rows = Translation.objects.filter(source__object_id=source.object_id, **only)
    rows.exclude(source=source).delete()


def _version(lead, page):
    """What `page` says, read before anything is written; None for an alias that nobody translates."""
    translation = translation_of(page)
    if translation is None:
        return None if page.alias_of_id else pairing.read(lead, page)
    version = pairing.remembered(translation)
    ours, theirs = pairing.strings(pairing.extract_segments(lead)), pairing.stored(translation.source)
    for key in version.texts.keys() & ours.keys():
        attributes = json.loads(theirs[key].attrs or "null")
        text = version.texts[key]
        text.html, _links = pairing.rename_links(text.html, attributes, ours[key].attrs)
    return version


def _rendition(page):
    """(texts that the page was made from, those of its source today, since when it is outdated)"""
    row = Rendition.objects.filter(revision=page.live_revision_id).first()
    source = source_of(page)
    if row is None or source is None or row.outdated_since is None:
        return None
    return row.texts, pairing.source_texts(source), row.outdated_since


def _rebase(page, source, outdated_rendition):
    """From now on the page is made from `source`; what was outdated stays so."""
    texts, since = pairing.source_texts(source), None
    if outdated_rendition:
        old, current, since = outdated_rendition
        kept = {path: old.get(path, []) for path in {*old, *current} if old.get(path) != current.get(path)}
        texts = {**texts, **kept}
    Rendition.objects.update_or_create(
        revision_id=page.live_revision_id,
        defaults={"page_id": page.pk, "texts": texts, "made_at": timezone.now(), "outdated_since": since},
    )
