"""Foreign texts as our plain words: paragraphs and lines stay, pictures are taken out, other markup is told."""

import html
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote

from lms.interop.bank import NOTHING, File, Text
from lms.interop.texts import LOOKS_LIKE_TAG, OWN_FILE

PARAGRAPHS = {"p", "div", "blockquote", "ul", "ol", "table", "pre", "h3", "h4", "h5", "h6", "hr"}
LINES = {"br", "li", "tr"}
UNNOTICED = PARAGRAPHS | LINES | {"span", "a", "img", "tbody", "thead"}
BROKEN = re.compile(r"[ \t]*\n\s*")
TOO_MANY = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Words:
    """`pictures` are (File, alternative text); `lost` names markup that plain words cannot show, "a.png" for files
    that are no pictures."""

    text: str = ""
    pictures: tuple[tuple[File, str], ...] = ()
    lost: tuple[str, ...] = ()


class Reader(HTMLParser):
    """Collects the words of sanitised HTML."""

    def __init__(self, files, keeps_lines):
        super().__init__(convert_charrefs=True)
        self.files, self.keeps_lines = files, keeps_lines
        self.pieces, self.pictures, self.lost, self.links = [], [], set(), []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in PARAGRAPHS:
            self.pieces.append("\n\n")
        elif tag in LINES:
            self.pieces.append("\n– " if tag == "li" else "\n")
        elif tag in {"td", "th"}:
            self.pieces.append(" | " if self.pieces and not self.pieces[-1].endswith("\n") else "")
        elif tag == "a":
            self.links.append(attrs.get("href") or "")
        elif tag == "img":
            self.take(attrs)
        if tag not in UNNOTICED:
            self.lost.add(f"<{tag}>")

    def take(self, attrs):
        name = unquote((attrs.get("src") or "").removeprefix(OWN_FILE))
        file = self.files.get(name)
        if file:
            self.pictures.append((file, " ".join((attrs.get("alt") or "").split())))
        else:
            self.lost.add(name or "<img>")

    def handle_endtag(self, tag):
        if tag in PARAGRAPHS:
            self.pieces.append("\n\n")
        elif tag == "a" and self.links:
            address = self.links.pop()
            if address and address not in "".join(self.pieces[-2:]):
                self.pieces.append(f" ({address})")

    def handle_data(self, data):
        self.pieces.append(data if self.keeps_lines else BROKEN.sub(" ", data))


def words_of(text):
    """The Words of a Text."""
    files = {f"{file.path.strip('/')}/{file.name}".lstrip("/"): file for file in text.files}
    if text.format not in {"html", "moodle"} or not (text.format == "html" or LOOKS_LIKE_TAG.search(text.text)):
        return Words(text.text, lost=tuple(sorted(files)))
    reader = Reader(files, keeps_lines=text.format == "moodle")
    reader.feed(text.text)
    reader.close()
    lines = [line.strip() for line in "".join(reader.pieces).replace("\xa0", " ").split("\n")]
    used = {file for file, _alt in reader.pictures}
    lost = reader.lost | {name for name, file in files.items() if file not in used}
    return Words(TOO_MANY.sub("\n\n", "\n".join(lines)).strip(), tuple(reader.pictures), tuple(sorted(lost)))


def text_of(words, pictures=()):
    """The Text of plain words; with `pictures` (File, alternative text) below them it is HTML."""
    if not pictures:
        return Text(words, "plain") if words else NOTHING
    shown = "".join(f'<p><img src="{OWN_FILE}{file.name}" alt="{html.escape(alt)}"></p>' for file, alt in pictures)
    said = html.escape(words, quote=False).replace("\n", "<br>")
    return Text(f"<p>{said}</p>{shown}", "html", tuple(file for file, _alt in pictures))
