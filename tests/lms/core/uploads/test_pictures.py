"""A picture is its pixels: upright, in sRGB, without place, device or author (S-14, R-04)."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms

from lms.core.uploads import clean_picture
from lms.core.uploads.pictures import without_notes
from tests.factories import files

NOTES = [files.AUTHOR.encode(), files.PLACE, b"Exif", b"xmp", b"ICC_PROFILE", b"iCCP", b"tEXt", b"eXIf"]


def notes_in(data):
    return [note for note in NOTES if note.lower() in data.lower()]


def refusal(data):
    with pytest.raises(ValidationError) as caught:
        clean_picture(data)
    return caught.value.messages[0]


@pytest.mark.parametrize(("kind", "extension"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")])
def test_nothing_but_pixels_is_kept(kind, extension):
    original = files.picture(kind)
    assert files.AUTHOR.encode() in original
    cleaned, found = clean_picture(original)
    assert (found, notes_in(cleaned)) == (extension, [])
    image = Image.open(BytesIO(cleaned))
    assert (image.format, image.size, dict(image.getexif())) == (kind, (40, 20), {})
    assert image.getpixel((2, 10))[0] > 200 and image.getpixel((37, 10))[2] > 200


def test_a_picture_taken_sideways_is_turned_upright():
    image = Image.open(BytesIO(clean_picture(files.picture(orientation=6))[0]))
    assert image.size == (20, 40)
    assert image.getpixel((10, 2))[0] > 200 and image.getpixel((10, 37))[2] > 200


def test_a_clear_background_stays_clear():
    drawn = BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(drawn, "PNG")
    assert Image.open(BytesIO(clean_picture(drawn.getvalue())[0])).getpixel((0, 0))[3] == 0


def test_colours_of_another_profile_become_srgb():
    drawn = BytesIO()
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    Image.new("RGB", (4, 4), (10, 200, 30)).save(drawn, "JPEG", icc_profile=lab.tobytes(), quality=100)
    cleaned = clean_picture(drawn.getvalue())[0]
    assert "icc_profile" not in Image.open(BytesIO(cleaned)).info
    assert abs(Image.open(BytesIO(cleaned)).getpixel((1, 1))[1] - 200) < 4


def test_an_animation_becomes_its_first_picture():
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    moving = BytesIO()
    frames[0].save(moving, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    image = Image.open(BytesIO(clean_picture(moving.getvalue())[0]))
    assert (getattr(image, "n_frames", 1), image.getpixel((4, 4))[0] > 200) == (1, True)


@pytest.mark.parametrize(
    "data",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<html>",
        b"",
        files.pdf(),
        files.picture("JPEG")[:200],
        b"GIF89a" + bytes(20),
    ],
)
def test_what_is_no_picture_is_refused_in_words(data):
    assert refusal(data) == "This is not a picture that can be read: JPEG, PNG or WebP."


def test_more_than_forty_million_pixels_are_refused_before_they_are_drawn():
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    huge = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\x00")) + chunk(b"IEND", b"")
    words = "The picture has more than 40 million pixels. Make it smaller and try again."
    assert refusal(huge) == words
    assert refusal(huge.replace(header, chunk(b"IHDR", struct.pack(">IIBBBBB", 8001, 5000, 8, 2, 0, 0, 0)))) == words


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_inside_a_document_loses_its_notes_and_no_pixel(kind):
    original = files.picture(kind)
    kept = without_notes(original)
    assert notes_in(kept) == []
    assert Image.open(BytesIO(kept)).tobytes() == Image.open(BytesIO(original)).tobytes()
    assert without_notes(kept) == kept


def test_what_is_glued_behind_a_picture_is_gone():
    assert b"hidden" not in clean_picture(files.picture() + b"<script>hidden</script>")[0]
    assert b"hidden" not in without_notes(files.picture() + b"<script>hidden</script>")
