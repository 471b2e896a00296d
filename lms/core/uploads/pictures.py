"""Pictures: drawn anew as pixels, so that no place, device or author travels with them; and the same for pictures
inside documents, whose files are kept and lose only their notes."""

import struct
import warnings
from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

MOST_PIXELS = 40_000_000
EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
QUALITY = {"JPEG": {"quality": 88, "optimize": True, "progressive": True}, "PNG": {}, "WEBP": {"quality": 88}}
BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, struct.error)


def clean_picture(data):
    """(bytes, extension) of the picture, upright, in sRGB, without anything but its pixels. An animation becomes its
    first picture. Raises ValidationError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=list(EXTENSIONS)) as opened:
                kind = opened.format
                if opened.width * opened.height > MOST_PIXELS:
                    raise ValidationError(too_large())
                pixels = bare(upright(opened), kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ValidationError(too_large()) from None
    except BROKEN:
        raise ValidationError(_("This is not a picture that can be read: JPEG, PNG or WebP.")) from None
    drawn = BytesIO()
    pixels.save(drawn, kind, **QUALITY[kind])
    return drawn.getvalue(), EXTENSIONS[kind]


def too_large():
    return _("The picture has more than 40 million pixels. Make it smaller and try again.")


def upright(opened):
    return in_srgb(ImageOps.exif_transpose(opened))


def in_srgb(picture):
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "CMYK", "L"}:
        return picture
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return picture


def bare(picture, kind):
    """The pixels alone, in a mode that `kind` can hold."""
    clear = kind != "JPEG" and (picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info)
    grey = picture.mode in {"1", "L"} and not clear
    mode = "RGBA" if clear else "L" if grey else "RGB"
    picture = picture.convert(mode)
    return Image.frombytes(mode, picture.size, picture.tobytes())


# --- Pictures inside documents --------------------------------------------------------------------

JPEG_NOTES = {0xE1, 0xED, 0xFE, *range(0xE3, 0xED), 0xEF}  # Exif and XMP, Photoshop, comments, makers' own
PNG_NOTES = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}
JPEG_START = b"\xff\xd8"
PNG_START = b"\x89PNG\r\n\x1a\n"


def without_notes(data):
    """A JPEG or PNG file without Exif, XMP and comments, its picture untouched; anything else as it is.

    Raises ValidationError for one that is cut off."""
    try:
        if data.startswith(JPEG_START):
            return jpeg_without_notes(data)
        if data.startswith(PNG_START):
            return png_without_notes(data)
    except (IndexError, struct.error):
        raise ValidationError(_("A picture in the file is damaged. Put it in again and save.")) from None
    return data


def jpeg_without_notes(data):
    kept, at = [data[:2]], 2
    while data[at + 1] != 0xDA:  # the picture itself begins
        if data[at] != 0xFF:
            raise IndexError
        if data[at + 1] == 0xFF:  # padding
            at += 1
            continue
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        if data[at + 1] not in JPEG_NOTES:
            kept.append(data[at : at + 2 + length])
        at += 2 + length
    end = data.rfind(b"\xff\xd9")
    kept.append(data[at : end + 2] if end > at else data[at:])
    return b"".join(kept)


def png_without_notes(data):
    kept, at = [data[:8]], 8
    while True:
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        if kind not in PNG_NOTES:
            kept.append(data[at : at + 12 + length])
        at += 12 + length
        if kind == b"IEND":
            return b"".join(kept)
