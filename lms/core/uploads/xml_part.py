"""One XML part of an office file: read as a stream, with every document type declaration refused, so that neither
entities nor files from elsewhere come into it (defusedxml)."""

import re
from io import BytesIO
from xml.sax import SAXException
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.xmlreader import InputSource

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
SVG = "http://www.w3.org/2000/svg"
SCRIPT = "urn:oasis:names:tc:opendocument:xmlns:script:1.0"
XLINK = "http://www.w3.org/1999/xlink"

REMARKS = {(OFFICE, "annotation"), (TEXT, "changed-region")}
ACTIVE = {(SVG, "script"), (SVG, "foreignObject"), (SVG, "metadata"), (OFFICE, "script"), (SCRIPT, "event-listener")}
WEB = ("http://", "https://", "mailto:", "tel:", "#")
LINKS = {(TEXT, "a"), (SVG, "a"), ("urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", "a")}

# Written by Office into otherwise wanted parts: the folder of the author's computer, names of users and printers.
TRACES = [
    (re.compile(rb"<x15ac:absPath\b[^>]*/>"), b""),
    (re.compile(rb'(<fileSharing\b[^>]*?) userName="[^"]*"'), rb"\1"),
    (re.compile(rb"<w:attachedTemplate\b[^>]*/>"), b""),
    (re.compile(rb'<Relationship\b(?=[^>]*/attachedTemplate")[^>]*/>'), b""),
    (re.compile(rb'(<config:config-item config:name="Printer(?:Name|Setup)"[^>]*>)[^<]*'), rb"\1"),
]


class Part(ContentHandler):
    """Raises ValidationError for what is no plain XML in UTF-8."""

    def __init__(self, data):
        super().__init__()
        self.data, self.root = data, None
        self.has_remarks = self.reaches_out = False
        if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            raise ValidationError(damaged())
        parser = make_parser()
        parser.forbid_dtd = True
        parser.setFeature(feature_namespaces, True)
        parser.setContentHandler(self)
        source = InputSource()
        source.setByteStream(BytesIO(data))
        source.setEncoding("utf-8")
        try:
            parser.parse(source)
        except DefusedXmlException:
            raise ValidationError(
                _("The file tries to fetch other files when it is opened, so it cannot be kept.")
            ) from None
        except SAXException:
            raise ValidationError(damaged()) from None

    def startElementNS(self, name, qname, attributes):
        self.root = self.root or name
        attributes = dict(attributes)
        self.has_remarks |= name in REMARKS or any(is_word_author(key) for key in attributes)
        self.reaches_out |= name in ACTIVE or is_outward(name, attributes)

    def root_alone(self):
        """The first element without its content: data that Office keeps beside the text."""
        space, local = self.root
        return f'<r:{local} xmlns:r="{space}"/>'.encode() if space else f"<{local}/>".encode()

    def without_traces(self):
        data = self.data
        for pattern, instead in TRACES:
            data = pattern.sub(instead, data)
        return data


def is_word_author(key):
    """The attribute on every remark and tracked change of Word, in its two namespaces."""
    space, local = key
    return local == "author" and "/wordprocessingml/" in (space or "")


def is_outward(name, attributes):
    """Whether an element makes a program fetch something, or leads to a file that is not on the web."""
    if name[1] == "Relationship" and attributes.get((None, "TargetMode")) == "External":
        kind, target = attributes.get((None, "Type"), ""), attributes.get((None, "Target"), "")
        if kind.endswith("/attachedTemplate"):  # taken out below
            return False
        return not (kind.endswith("/hyperlink") and is_web(target))
    target = attributes.get((XLINK, "href"))
    if target is None or target.startswith(("#", "data:image/")):
        return False
    if name in LINKS:
        return not is_web(target)
    return ":" in target or target.startswith(("/", "\\", "../"))


def is_web(target):
    return target.lower().startswith(WEB)


def damaged():
    return _("The file is damaged and cannot be read. Save it again.")
