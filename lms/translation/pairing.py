"""Two language versions of one page, laid side by side as wagtail-localize's segments.

Versions pair by the path of a text (its field, or the ids of its blocks) and by its place among the texts of that path.
"""

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from wagtail.fields import StreamField
from wagtail_localize.fields import copy_synchronised_fields, get_translatable_fields
from wagtail_localize.models import SegmentOverride, StringTranslation
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.ingest import ingest_segments
from wagtail_localize.strings import StringValue

EDITOR_KEYS = re.compile(r' data-block-key="[^"]*"')


class Unpaired(Exception):
    """Texts of one version have no counterpart in the other; `paths` tells which."""

    def __init__(self, paths):
        self.paths = sorted(set(paths))
        super().__init__(", ".join(self.paths))


@dataclass
class Text:
    """One text of a translation: inline HTML whose links are named after those of the source; who wrote it and when,
    if that is known."""

    html: str
    by: int | None = None
    at: object = None


@dataclass
class Version:
    """What a version says in its own words: {(path, place): Text}, and {path: value} where it overrides the source."""

    texts: dict = field(default_factory=dict)
    overrides: dict = field(default_factory=dict)


def keyed(segments):
    """{(path, place): segment} of (path, segment) pairs in their order on the page."""
    places = defaultdict(int)
    found = {}
    for path, segment in segments:
        found[path, places[path]] = segment
        places[path] += 1
    return found


def strings(segments):
    return keyed((one.path, one) for one in segments if isinstance(one, StringSegmentValue))


def stored(source):
    """{(path, place): StringSegment} of a TranslationSource, in the order of the page."""
    rows = source.stringsegment_set.select_related("context", "string").order_by("order")
    return keyed((row.context.path, row) for row in rows)


def source_texts(source):
    """{path: [text, …]} of a TranslationSource: what a translation of it is made from."""
    found = defaultdict(list)
    rows = source.stringsegment_set.order_by("order").values_list("context__path", "string__data")
    for path, text in rows:
        found[path].append(text)
    return dict(found)


def read(source_page, target_page):
    """The `Version` that `target_page` shows, as a translation of `source_page`; raises Unpaired."""
    source, target = extract_segments(source_page), extract_segments(target_page)
    ours, theirs = strings(source), strings(target)
    if different := ours.keys() ^ theirs.keys():
        raise Unpaired(path for path, _place in different)
    version = Version(overrides=_overrides(source, target))
    for key, segment in theirs.items():
        html, links = rename_links(segment.string.data, segment.attrs, ours[key].attrs)
        version.texts[key] = Text(html)
        version.overrides |= {f"{key[0]}.{quoted(here)}": there for here, there in links.items()}
    return version


def _overrides(source, target):
    """Values of fields that a translation may override, where the two pages differ; links come with their texts."""
    here = {one.path: one.data for one in source if isinstance(one, OverridableSegmentValue) and "'" not in one.path}
    there = {one.path: one.data for one in target if isinstance(one, OverridableSegmentValue) and "'" not in one.path}
    return {path: there[path] for path in here if path in there and there[path] != here[path]}


def quoted(address):
    return "'" + address.replace("\\", "\\\\").replace("'", "\\'") + "'"


def rename_links(html, own, wanted):
    """`html` with its links named as the source names them, and {address in the source: address here} where they
    differ. `own` and `wanted` are the attributes of both by name, as localize keeps them."""
    own, wanted = dict(own or {}), dict(wanted or {})
    if not own:
        return html, {}
    names = {}
    for name, attributes in own.items():
        same = next((other for other in wanted if wanted[other] == attributes and other not in names.values()), None)
        if same:
            names[name] = same
    differing = {}
    for name in own.keys() - names.keys():
        free = next((other for other in wanted if other not in names.values()), None)
        if free is None or not {"href"} & own[name].keys() & wanted[free].keys():
            raise Unpaired([f"<{name}>"])
        names[name] = free
        differing[wanted[free]["href"]] = own[name]["href"]
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.find_all(id=True):
        element["id"] = names[element["id"]]
    return str(soup), differing


def disputed(source_page, version):
    """Paths where the source says the same twice and the translation does not: localize keeps one text for both."""
    said, found = {}, set()
    for (path, place), segment in strings(extract_segments(source_page)).items():
        text = version.texts.get((path, place))
        if text and said.setdefault((path, segment.string.data), text.html) != text.html:
            found.add(path)
    return sorted(found)


def differences(source_page, target_page, version):
    """Names of the fields that would change if `target_page` were written anew from `source_page` and `version`.

    Both pages must be fresh from the database; `source_page` is spoilt.
    """
    model = type(target_page)
    made = model.objects.get(pk=target_page.pk)
    segments = _in_words_of(version, extract_segments(source_page))
    copy_synchronised_fields(source_page, made)
    ingest_segments(source_page, made, source_page.locale, made.locale, segments)
    return [
        each.field_name
        for each in get_translatable_fields(model)
        if _plain(each.get_field(model), made) != _plain(each.get_field(model), target_page)
    ]


def _in_words_of(version, segments):
    places = defaultdict(int)
    for segment in segments:
        if isinstance(segment, StringSegmentValue):
            text = version.texts[segment.path, places[segment.path]]
            places[segment.path] += 1
            value = StringValue(text.html)
            yield StringSegmentValue(segment.path, value, attrs=segment.attrs).with_order(segment.order)
        elif isinstance(segment, OverridableSegmentValue):
            if segment.path in version.overrides:
                yield OverridableSegmentValue(segment.path, version.overrides[segment.path], order=segment.order)
        else:
            yield segment


def _plain(each, page):
    """A field's value without what an editor's program adds."""
    if not hasattr(each, "value_to_string"):
        return None
    if isinstance(each, StreamField):
        return plain(json.loads(each.value_to_string(page)))
    return plain(each.value_from_object(page))


def plain(value):
    """`value` with its HTML written in one way, so that the same text is equal however it was entered."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, str) and ("<" in value or "&" in value):
        return str(BeautifulSoup(EDITOR_KEYS.sub("", value), "html.parser"))
    return value


def remembered(translation):
    """The `Version` that stands in localize's editor: what has been translated, published or not."""
    locale = translation.target_locale_id
    segments = stored(translation.source)
    rows = {
        (row.translation_of_id, row.context_id): row
        for row in StringTranslation.objects.filter(
            locale=locale, context__object_id=translation.source.object_id, has_error=False
        )
    }
    version = Version()
    for key, segment in segments.items():
        if row := rows.get((segment.string_id, segment.context_id)):
            version.texts[key] = Text(row.data, row.last_translated_by_id, row.updated_at)
    overrides = SegmentOverride.objects.filter(locale=locale, context__object_id=translation.source.object_id)
    version.overrides = {row.context.path: row.data for row in overrides.select_related("context")}
    return version


def written(text, user, tool=""):
    """Fields of a `StringTranslation` that somebody has just written."""
    return {
        "data": text,
        "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
        "tool_name": tool,
        "last_translated_by": user,
        "has_error": False,
        "field_error": "",
    }


def store(source, locale, version):
    """Files `version` as localize's own translations of `source`.

    Written without signals: localize would copy a title, escaped, into the page's draft title.
    """
    rows, paths = {}, {}
    for key, segment in stored(source).items():
        paths[segment.context.path] = segment.context_id
        text = version.texts.get(key)
        if text is None:
            continue
        rows[segment.string_id, segment.context_id] = row = StringTranslation(
            translation_of_id=segment.string_id,
            context_id=segment.context_id,
            locale=locale,
            data=text.html,
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            last_translated_by_id=text.by,
        )
        row.written_at = text.at
    StringTranslation.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["locale", "translation_of", "context"],
        update_fields=["data", "translation_type", "tool_name", "last_translated_by", "updated_at", "has_error"],
    )
    _keep_dates(rows.values(), locale)
    _store_overrides(source, locale, version)


def _keep_dates(rows, locale):
    """Who wrote a text and when counts in the review; a text that moves was not written anew."""
    for row in rows:
        if row.written_at:
            StringTranslation.objects.filter(
                locale=locale, translation_of=row.translation_of_id, context=row.context_id
            ).update(updated_at=row.written_at)


def _store_overrides(source, locale, version):
    contexts = dict(source.overridablesegment_set.values_list("context__path", "context"))
    for path, value in version.overrides.items():
        if path in contexts:
            SegmentOverride.objects.update_or_create(
                locale=locale, context_id=contexts[path], defaults={"data_json": json.dumps(value), "has_error": False}
            )
