"""Files that people upload, made harmless before anyone else can open them (S-14, R-04).

A file is judged by its content. Pictures are drawn anew; documents lose what tells about their author, and are refused
with a sentence that says what to do when something in them cannot be taken away for the author. Everything happens
in the request, within limits that are counted while unpacking.
"""

import secrets

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import media, office, pdf, text
from .pictures import clean_picture

# What each kind begins with, and the function that takes its bytes and returns the harmless ones.
KINDS = {
    "pdf": (pdf.looks_like, pdf.clean),
    "docx": (office.looks_like_docx, office.clean),
    "xlsx": (office.looks_like_xlsx, office.clean),
    "pptx": (office.looks_like_pptx, office.clean),
    "odt": (office.looks_like_odt, office.clean),
    "mp3": (media.looks_like_mp3, media.clean_mp3),
    "mp4": (media.looks_like_mp4, media.clean_mp4),
    "vtt": (text.looks_like_vtt, text.clean),
    "txt": (text.looks_like_txt, text.clean),
}


def clean_document(data: bytes, extension: str) -> bytes:
    """The harmless form of a document named *.extension. Raises ValidationError with words for its author."""
    found = next((kind for kind, (looks_like, _clean) in KINDS.items() if looks_like(data)), None)
    if found is None:
        raise ValidationError(
            _("This is none of the files that can be kept here: %(kinds)s.") % {"kinds": ", ".join(sorted(KINDS))}
        )
    if found != extension.lower():
        raise ValidationError(
            _("The name says .%(extension)s, but the file is .%(found)s. Save it again under the right name.")
            % {"extension": extension, "found": found}
        )
    return KINDS[found][1](data)


def replace_picture(upload):
    """Put a picture drawn anew, under a random name, in the place of what was uploaded; see `replace`."""
    content, extension = clean_picture(read(upload))
    replace(upload, content)
    upload.name = f"{secrets.token_hex(16)}.{extension}"


def replace_document(upload):
    """The same for a document; it keeps its name."""
    replace(upload, clean_document(read(upload), upload.name.rsplit(".", 1)[-1]))


def read(upload):
    upload.seek(0)
    return upload.read()


def replace(upload, content):
    """Overwrite an uploaded file in place: Wagtail goes back to it when another field of the form is wrong."""
    upload.file.seek(0)
    upload.file.truncate()
    upload.file.write(content)
    upload.file.flush()
    upload.file.seek(0)
    upload.size = len(content)
