"""PO files for outside translators: what is sent out, and the check of what comes back.

A file belongs to one page and one language, named in its header. An entry is one text: `msgctxt` is its path, `msgid`
the lead language, `msgstr` the translation. The address of a page (its slug) is not in it.
"""

import re
import uuid
from collections import Counter
from dataclasses import dataclass

import polib
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail_localize.models import StringTranslation
from wagtail_localize.strings import StringValue, validate_translation_links

from .letters import looks_like
from .models import Rendition
from .pairing import remembered, stored, written

PAGE, BANK, EXPORTED = "X-LMS-Page", "X-LMS-Bank", "X-LMS-Exported"
PLACEHOLDER = re.compile(r"\{\{?\s*\w*\s*\}?\}|%\(\w+\)[sd]|%[sd]")
TOOL = "PO"
LINE = re.compile(r"\(line (\d+)\)")
# polib takes a text that does not end, and drops its last letter.
SOUND = re.compile(r'\s*(#.*|((msgctxt|msgid|msgid_plural|msgstr(\[\d+\])?)\s+)?"(?:[^"\\]|\\.)*")?\s*')


@dataclass(frozen=True)
class Fault:
    """Something in a file that keeps it from being imported."""

    file: str
    line: int
    message: str


@dataclass
class Import:
    """One file that has been read: its translation, the texts that are new, and the faults."""

    file: str
    translation: object
    changes: list
    faults: list

    @property
    def count(self):
        return len(self.changes)


def export(translation):
    """The PO file (text) of localize's `translation` with what has been translated so far."""
    source, locale = translation.source, translation.target_locale
    file = polib.POFile(wrapwidth=100)
    file.metadata = {
        "Language": locale.language_code,
        "X-Source-Language": source.locale.language_code,
        PAGE: str(source.object_id),
        EXPORTED: timezone.now().isoformat(),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    texts, before, seen = remembered(translation).texts, _before(translation), set()
    for (path, place), segment in stored(source).items():
        if (path, segment.string_id) in seen:
            continue
        seen.add((path, segment.string_id))
        old = before.get(path, [])
        comment = ""
        if before and (place >= len(old) or old[place] != segment.string.data):
            comment = "New." if place >= len(old) else f"Changed. Before: {old[place]}"
        said = texts.get((path, place))
        file.append(
            polib.POEntry(msgctxt=path, msgid=segment.string.data, msgstr=said.html if said else "", comment=comment)
        )
    return str(file) + "\n"


def _before(translation):
    """What the lead language said when the page was last published in this language, if it says otherwise now."""
    rows = Rendition.objects.filter(
        page__translation_key=translation.source.object_id,
        page__locale=translation.target_locale_id,
        outdated_since__isnull=False,
    )
    newest = rows.order_by("-revision").first()
    return newest.texts if newest else {}


def page_and_language(name, content):
    """(parsed file, translation key or key of the organisation whose bank it is, language code, faults) of an uploaded
    file; `content` is bytes."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None, "", "", [Fault(name, 1, _("The file is not in UTF-8."))]
    broken = [number for number, line in enumerate(text.splitlines(), 1) if not SOUND.fullmatch(line)]
    if broken:
        return None, "", "", [Fault(name, number, _("This line is no sound PO.")) for number in broken[:50]]
    try:
        # A line break at the end: polib takes a text without one for the name of a file.
        file = polib.pofile(text + "\n")
    except (OSError, ValueError) as error:
        line = LINE.search(str(error))
        return None, "", "", [Fault(name, int(line.group(1)) if line else 1, _("This is not a sound PO file."))]
    header = {key.lower(): value.strip() for key, value in file.metadata.items()}
    subject = PAGE if BANK.lower() not in header else BANK
    missing = [key for key in (subject, "Language") if not header.get(key.lower())]
    faults = [Fault(name, 1, _("The header lacks “%s”.") % key) for key in missing]
    language = header.get("language", "")
    if message := other_language(file, language):
        faults.append(Fault(name, 1, message))
    return file, header.get(subject.lower(), ""), language, faults


def other_language(file, language):
    """What to do about a file whose texts together look like one of our languages that is not `language`, or an empty
    text."""
    found = looks_like("\n".join(entry.msgstr for entry in file if not entry.obsolete and not entry.fuzzy))
    names = dict(settings.LANGUAGES)
    if language not in names or found in ("", language):
        return ""
    told = _(
        "This file is for “%(language)s”, but its texts look like “%(found)s”. Put them into the file for "
        "“%(found)s”, and fill this one in “%(language)s”."
    )
    return told % {"language": names[language], "found": names[found]}


def is_key(text):
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False


def moment(text):
    """The time that a header names, or None: then every text that a person wrote is newer."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and timezone.is_aware(found) else None


def check(name, file, translation):
    """Reads a parsed file against the texts of `translation` as they are today; returns an `Import`."""
    segments = {}
    for segment in stored(translation.source).values():
        segments[segment.context.path, segment.string.data] = segment
    rows = StringTranslation.objects.filter(
        locale=translation.target_locale, context__object_id=translation.source.object_id
    )
    present = {(row.translation_of_id, row.context_id): row for row in rows}
    exported = moment(file.metadata.get(EXPORTED, ""))
    result = Import(name, translation, [], [])
    model = translation.source.specific_content_type.model_class()
    for entry in file:
        if entry.obsolete or not entry.msgstr or entry.fuzzy:
            continue
        segment = segments.get((entry.msgctxt, entry.msgid))
        row = segment and present.get((segment.string_id, segment.context_id))
        if row is not None and row.data == entry.msgstr:
            continue
        if message := why_not(entry, segment, row, exported, model):
            result.faults.append(Fault(name, entry.linenum, message))
        else:
            result.changes.append((segment, entry.msgstr))
    return result


def why_not(entry, segment, row, exported, model):
    """The reason why an entry cannot be taken, or an empty text."""
    if segment is None:
        return _("This text is not in the page, or no longer: export the file anew.")
    if message := fault(entry.msgid, entry.msgstr, entry.msgctxt, model):
        return message
    by_hand = row is not None and row.last_translated_by_id and row.tool_name != TOOL
    if by_hand and (exported is None or row.updated_at > exported):
        return _("Somebody has changed this translation since the file was exported.")
    return ""


def fault(source, text, path, model):
    """Why `text` is no translation of `source` at this path of a page of `model`, or an empty text."""
    if Counter(PLACEHOLDER.findall(source)) != Counter(PLACEHOLDER.findall(text)):
        return _("The placeholders differ from those of the original.")
    if markup(source) != markup(text):
        return _("The markup differs from that of the original.")
    try:
        StringValue.from_translated_html(text)
        validate_translation_links(source, text)
    except ValueError as error:
        return str(error)
    longest = _max_length(model, path)
    if longest and len(StringValue(text).render_text()) > longest:
        return _("The text is longer than %d characters.") % longest
    return ""


def markup(html):
    """How often each tag stands in a text, links by name; emphasis may be lost or won by no translation."""
    tags = BeautifulSoup(f"<p>{html}</p>", "html.parser").find_all(True)
    return Counter((tag.name, *sorted(tag.attrs.items())) for tag in tags)


def _max_length(model, path):
    try:
        return getattr(model._meta.get_field(path), "max_length", None)
    except FieldDoesNotExist:
        return None


@transaction.atomic
def write(found, user):
    """Files the changes of one `Import` as the work of `user`."""
    for segment, text in found.changes:
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=found.translation.target_locale,
            defaults=written(text, user, TOOL),
        )
