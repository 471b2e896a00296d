"""Bytes to text and foreign HTML to harmless HTML."""

import html
import re
from collections import Counter
from decimal import Decimal, InvalidOperation

import nh3
from django.utils.translation import gettext as _

from .bank import MOST_BYTES, NOTHING, NotThis, Text, Unreadable, refuse_long

BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# Control characters, lone surrogates and the places that Unicode keeps for a program's own use.
NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
CYRILLIC_PAIR = re.compile("[\u0400-\u04ff]{2}")
MIXED_PAIR = re.compile("[a-zA-Z][\u0400-\u04ff]|[\u0400-\u04ff][a-zA-Z]")
TAGS = {
    "a", "b", "blockquote", "br", "code", "div", "em", "h3", "h4", "h5", "h6", "hr", "i", "img", "li", "ol", "p",
    "pre", "s", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
SCHEMES = {"http", "https", "mailto"}
OWN_FILE = "@@PLUGINFILE@@/"
RULES = {
    "tags": TAGS,
    "attributes": ATTRIBUTES,
    "attribute_filter": lambda element, attribute, value: None if foreign(element, attribute, value) else value,
    "url_schemes": SCHEMES,
    "link_rel": None,
}
LOOKS_LIKE_TAG = re.compile(r"<[a-zA-Z/!?]")
TAG = re.compile(r"<(/?)([a-zA-Z][\w-]{0,30})")
CLOSED_BY_THEMSELVES = {"br", "hr", "img", "input", "li", "p"}
MOST_DEPTH = 100  # what reads HTML slows down with the square of it
TAG_NAME = re.compile(r"<([a-zA-Z][\w-]*)")
HANDLER = re.compile(r"<[^<>]{0,2000}?\s(on\w+|style)\s*=", re.IGNORECASE)
FOREIGN_IMAGE = re.compile(r"<img[^<>]{0,2000}?\ssrc\s*=(?!\s*[\"']?@@PLUGINFILE@@/)\s*[^\s>]", re.IGNORECASE)


def decode(data, encoding=None):
    """The text of `data` and the encoding it was read with: the one given, its byte order mark's, UTF-8, or the
    likelier of windows-1251 and windows-1252. Line ends become "\\n", what is no character becomes "\ufffd".

    Raises Unreadable for a file that is too large or not in the encoding given.
    """
    refuse_large(data)
    encoding = encoding or next((name for mark, name in BOMS.items() if data.startswith(mark)), None)
    try:
        text = data.decode(encoding or "utf-8")
    except (UnicodeDecodeError, LookupError):
        if encoding:
            raise Unreadable(_("The file is not in the encoding %(name)s.") % {"name": encoding}) from None
        text, encoding = _eight_bit(data)
    return settled(text), encoding or "utf-8"


def refuse_large(data):
    if len(data) > MOST_BYTES:
        raise Unreadable(_("The file is larger than %(most)s MB.") % {"most": MOST_BYTES // 1024 // 1024})


def settled(text):
    """Line ends as "\\n", what is no character as "\ufffd"."""
    return NO_CHARACTER.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def _eight_bit(data):
    cyrillic = data.decode("cp1251", errors="replace")
    if len(CYRILLIC_PAIR.findall(cyrillic)) > len(MIXED_PAIR.findall(cyrillic)):
        return cyrillic, "windows-1251"
    return data.decode("cp1252", errors="replace"), "windows-1252"


def text_of(words, form, files=(), left_out=None):
    """The Text of `words`, sanitised when it is HTML; what was taken away is added to the list `left_out`."""
    words = settled(words).strip()
    refuse_long(words)
    if not words and not files:
        return NOTHING
    if form == "html" or (form == "moodle" and LOOKS_LIKE_TAG.search(words)):
        refuse_deep(words)
        if left_out is not None:
            left_out.extend(taken_away(words))
        words = sanitise(words)
    return Text(words, form, tuple(files)) if words or files else NOTHING


def refuse_deep(words):
    """Raises NotThis for markup nested deeper than anybody writes."""
    depth = Counter()
    for closes, name in TAG.findall(words):
        name = name.lower()
        if name in CLOSED_BY_THEMSELVES:
            continue
        depth[name] = max(0, depth[name] - 1) if closes else depth[name] + 1
        if depth[name] > MOST_DEPTH:
            raise NotThis(_("The markup of a text is nested too deep."))


def sanitise(words):
    """Only harmless elements; images only from the file itself. Sanitising again changes nothing."""
    for _round in range(5):  # what is written back is read once more: <pre> drops a line end each time
        before, words = words, nh3.clean(words, **RULES).strip()
        if words == before:
            break
    return words


def foreign(element, attribute, value):
    return element == "img" and attribute == "src" and not value.startswith(OWN_FILE)


def taken_away(words):
    """The elements and attributes of `words` that `sanitise` removes, as an author knows them."""
    gone = sorted({f"<{name.lower()}>" for name in TAG_NAME.findall(words) if name.lower() not in TAGS})
    gone += sorted({f"{name.lower()}=" for name in HANDLER.findall(words)})
    return gone + ([_("pictures of other sites")] if FOREIGN_IMAGE.search(words) else [])


def plain(text):
    """The words of a Text without its markup, on one line."""
    words = text.text
    if text.format == "html" or (text.format == "moodle" and LOOKS_LIKE_TAG.search(words)):
        words = html.unescape(nh3.clean(words, tags=set()))
    return " ".join(words.split())


def title_from(text):
    """A name for a question that has none: the beginning of its text."""
    words = plain(text)
    return words if len(words) <= 80 else words[:79].rsplit(" ", 1)[0] + "…"


def number(words):
    """The decimal in `words`, with point or comma. Raises NotThis."""
    try:
        value = Decimal(words.strip().replace(",", "."))
    except InvalidOperation:
        raise NotThis(_("“%(text)s” is no number.") % {"text": words.strip()[:40]}) from None
    if not value.is_finite() or abs(value.adjusted()) > 30 or len(value.as_tuple().digits) > 30:
        raise NotThis(_("“%(text)s” is no number.") % {"text": words.strip()[:40]})
    return value


def written(value):
    """A decimal without an exponent and without needless zeros."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
