"""Word, Excel, PowerPoint and OpenDocument files: archives of XML parts.

Unpacked with a count of what comes out, each part judged, packed again. Properties that Office writes by itself go;
remarks and tracked changes, which only the author can settle, and whatever reaches out of the file make it refused.
"""

import re
import zipfile
import zlib
from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import media
from .pictures import JPEG_START, PNG_START, without_notes
from .xml_part import Part, damaged

MOST_MEMBERS = 5_000
MOST_BYTES = 100 * 1024 * 1024
MOST_INSIDE = 1  # a chart carries its table as a file in the file; nothing goes deeper

OPEN_XML = "application/vnd.openxmlformats-officedocument."
MAIN_PARTS = {
    "docx": f"{OPEN_XML}wordprocessingml.document.main+xml",
    "xlsx": f"{OPEN_XML}spreadsheetml.sheet.main+xml",
    "pptx": f"{OPEN_XML}presentationml.presentation.main+xml",
}
ODT = b"application/vnd.oasis.opendocument.text"

PARTS = {"xml", "rels", "rdf", "vml", "svg"}
PICTURES = {"gif": b"GIF8", "bmp": b"BM", "png": PNG_START, "jpg": JPEG_START, "jpeg": JPEG_START}
DRAWINGS = {"emf", "wmf"}
SOUNDS = {"mp3": media.clean_mp3, "mp4": media.clean_mp4, "m4a": media.clean_mp4, "m4v": media.clean_mp4}
PLAIN = {"odttf", "fntdata", "ttf", "otf", "wav"}
# Written anew: what they hold is about the author, the computer and the company.
EMPTY_PARTS = {
    "docProps/core.xml": b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    b'core-properties"/>',
    "docProps/app.xml": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"/>',
    "docProps/custom.xml": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'custom-properties"/>',
    "word/people.xml": b'<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"/>',
    "xl/persons/person.xml": b'<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/'
    b'threadedcomments"/>',
    "ppt/commentAuthors.xml": b'<p:cmAuthorLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"/>',
    "ppt/authors.xml": b'<p188:authorLst xmlns:p188="http://schemas.microsoft.com/office/powerpoint/2018/8/main"/>',
    "meta.xml": b'<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    b'office:version="1.2"/>',
}
DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAME = re.compile(r"(?!/)(?:(?!\.\./)[^\\\x00-\x1f])+")
REMARK_PARTS = re.compile(r"(?:xl/(?:comments|threadedComments|revisions)|ppt/comments)")
PRINTER = re.compile(r".*/printerSettings/printerSettings\d*\.bin")
REACHING_OUT = re.compile(
    r"(?:xl/(?:connections|externalLinks|queryTables)|Basic/|Scripts/|_xmlsignatures|META-INF/documentsignatures|"
    r".*vbaProject|.*activeX|customUI)"
)


def looks_like_odt(data):
    """The first member of the archive is called `mimetype` and holds the type, not packed."""
    return data[:4] == b"PK\x03\x04" and data[30:38] == b"mimetype" and data[38:].startswith(ODT + b"PK")


def looks_like_docx(data):
    return main_part(data) == "docx"


def looks_like_xlsx(data):
    return main_part(data) == "xlsx"


def looks_like_pptx(data):
    return main_part(data) == "pptx"


def main_part(data):
    """Which of MAIN_PARTS the archive's list of contents names; None for any other file."""
    if data[:4] != b"PK\x03\x04":
        return None
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, archive.open("[Content_Types].xml") as file:
            listed = file.read(1024 * 1024).decode("utf-8", "replace")
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, OSError):
        return None
    return next((kind for kind, main in MAIN_PARTS.items() if f'"{main}"' in listed), None)


def clean(data, depth=0):
    """Raises ValidationError with what the author can do."""
    written = BytesIO()
    try:
        with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
            members = unpacked(source)
            for name in in_order(members):
                info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
                target.writestr(info, clean_member(name, members[name], depth))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError):
        raise ValidationError(damaged()) from None
    return written.getvalue()


def unpacked(source):
    """{name: bytes}, counted while it comes out: what the archive says about its sizes is not believed."""
    members, left = {}, MOST_BYTES
    if len(source.infolist()) > MOST_MEMBERS:
        raise ValidationError(too_much())
    for info in source.infolist():
        if info.is_dir():
            continue
        if info.flag_bits & 1:
            raise ValidationError(_("The file is locked with a password. Save it without one."))
        is_plain = info.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
        if info.filename in members or not is_plain or not NAME.fullmatch(info.filename):
            raise ValidationError(damaged())
        with source.open(info) as file:
            members[info.filename] = file.read(left + 1)
        left -= len(members[info.filename])
        if left < 0:
            raise ValidationError(too_much())
    return members


def too_much():
    return _("The file becomes far too large when it is unpacked.")


def in_order(members):
    return sorted(members, key=lambda name: name not in {"mimetype", "[Content_Types].xml"})


def clean_member(name, data, depth):
    if name == "mimetype":
        return data
    if name == "layout-cache" or PRINTER.fullmatch(name):
        return b""
    if REMARK_PARTS.match(name):
        raise ValidationError(remarks())
    if REACHING_OUT.match(name):
        raise ValidationError(
            _("The file has macros, a signature or a connection to other data. Save it without them and try again.")
        )
    if name in EMPTY_PARTS:
        Part(data)  # even what is thrown away must be a sound part
        return DECLARATION + EMPTY_PARTS[name]
    extension = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if extension in PARTS:
        return clean_part(name, data)
    if data.startswith(PICTURES.get(extension, b"no picture")) or name.startswith("ObjectReplacements/"):
        return without_notes(data)
    if extension in SOUNDS:
        return SOUNDS[extension](data)
    if extension in MAIN_PARTS and depth < MOST_INSIDE and main_part(data) == extension:
        return clean(data, depth + 1)
    if extension in PLAIN or extension in DRAWINGS:
        return data
    raise ValidationError(
        _("The file has another file inside that cannot be checked: %(name)s. Take it out and save again.")
        % {"name": name.rsplit("/", 1)[-1]}
    )


def remarks():
    return _("The file has remarks or tracked changes with the names of people. Settle them, save and try again.")


def clean_part(name, data):
    if not data.strip():
        return data
    part = Part(data)
    if part.has_remarks:
        raise ValidationError(remarks())
    if part.reaches_out:
        raise ValidationError(
            _("The file fetches something from elsewhere, or links to a file on your computer. Take it out and save.")
        )
    if name.startswith("customXml/item") and "/_rels/" not in name and "Props" not in name:
        return part.root_alone()
    return part.without_traces()
