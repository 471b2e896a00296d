"""PDF: rewritten from its pages, without author, history, scripts, attachments and remarks."""

from io import BytesIO

import pikepdf
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pikepdf import Dictionary, Name, Pdf

from .pictures import without_notes

MOST_OBJECTS = 200_000
# Remarks of readers carry their names; links and form fields are part of the page.
KEPT_ANNOTATIONS = {"/Link", "/Widget"}
HARMLESS_ACTIONS = {"/URI", "/GoTo", "/Named"}
NOTES = ("/Metadata", "/PieceInfo", "/LastModified")


def looks_like(data):
    return data.startswith(b"%PDF-")


def clean(data):
    """Raises ValidationError for a locked or damaged file."""
    try:
        with Pdf.open(BytesIO(data)) as document:
            if len(document.objects) > MOST_OBJECTS:
                raise ValidationError(_("The PDF is too large to be checked."))
            strip(document)
            written = BytesIO()
            document.save(written, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    except pikepdf.PasswordError:
        raise ValidationError(_("The PDF is locked with a password. Save it without one.")) from None
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError):
        raise ValidationError(_("The PDF is damaged and cannot be read. Save it again.")) from None
    return written.getvalue()


def strip(document):
    """Take out what tells about people or does something by itself. What nothing refers to any more is not written."""
    root = document.Root
    drop(document.trailer, "/Info")
    drop(root, "/AA", "/OpenAction", "/Collection", "/Perms", "/DSS", "/AF")
    drop(root.get("/Names", Dictionary()), "/JavaScript", "/EmbeddedFiles")
    drop(root.get("/AcroForm", Dictionary()), "/XFA")
    for page in document.pages:
        keep_links_and_fields(page.obj)
    for thing in document.objects:
        strip_object(thing)


def drop(thing, *keys):
    for key in keys:
        if key in thing:
            del thing[key]


def keep_links_and_fields(page):
    annotations = page.get("/Annots")
    if annotations is None:
        return
    kept = [each for each in annotations if str(each.get("/Subtype")) in KEPT_ANNOTATIONS]
    for each in kept:
        strip_object(each)  # one that is written inside the page is no object of its own
    page.Annots = pikepdf.Array(kept)


def strip_object(thing):
    if not isinstance(thing, Dictionary | pikepdf.Stream):
        return
    drop(thing, *NOTES, "/AA", "/AF")
    action = thing.get("/A")
    if isinstance(action, Dictionary) and not is_harmless(action):
        del thing["/A"]
    if isinstance(thing, pikepdf.Stream) and thing.get("/Filter") in (Name.DCTDecode, pikepdf.Array([Name.DCTDecode])):
        thing.write(without_notes(thing.read_raw_bytes()), filter=Name.DCTDecode)


def is_harmless(action):
    kind, address = str(action.get("/S")), str(action.get("/URI", "")).lower()
    return kind in HARMLESS_ACTIONS and "/Next" not in action and not address.startswith(("file:", "javascript:"))
