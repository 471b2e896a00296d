"""Sound and video: the stream stays as it is, what describes who made it, where and with what goes."""

import struct

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# --- MP3: a row of frames, with notes before and after ----------------------------------------------

BITRATES = {  # kbit/s by (is MPEG 1, layer)
    (True, 1): (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (True, 2): (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (True, 3): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 1): (0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (False, 2): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (False, 3): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}  # by version


def frame_length(data, at):
    """Length of the MPEG frame that begins at `at`, 0 if none does."""
    if len(data) < at + 4:
        return 0
    (head,) = struct.unpack(">I", data[at : at + 4])
    version, layer = head >> 19 & 3, 4 - (head >> 17 & 3)
    bitrate, rate, padding = head >> 12 & 15, head >> 10 & 3, head >> 9 & 1
    if head >> 21 != 0x7FF or version == 1 or layer == 4 or bitrate in {0, 15} or rate == 3:
        return 0
    bits = BITRATES[version == 3, layer][bitrate] * 1000
    hertz = RATES[version][rate]
    if layer == 1:
        return (12 * bits // hertz + padding) * 4
    samples = 72 if layer == 3 and version != 3 else 144
    return samples * bits // hertz + padding


def after_notes(data):
    """Where the sound begins: behind the ID3v2 notes, if there are any."""
    if data[:3] != b"ID3" or len(data) < 10:
        return 0
    size = data[6] << 21 | data[7] << 14 | data[8] << 7 | data[9]
    return 10 + size + (10 if data[5] & 0x10 else 0)


def frames_end(data, at):
    """Where the row of frames that begins at `at` ends."""
    while (length := frame_length(data, at)) and at + length <= len(data):
        at += length
    return at


def looks_like_mp3(data):
    at = after_notes(data)
    first = frame_length(data, at)
    return bool(first and frame_length(data, at + first))


def clean_mp3(data):
    """The frames alone: notes at both ends, and whatever else was glued on, are left out."""
    begin = after_notes(data)
    return data[begin : frames_end(data, begin)]


# --- MP4: boxes in boxes ----------------------------------------------------------------------------

BRANDS = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"M4A ", b"dash", b"MSNV"}
TOP = {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pdin", b"moof", b"mfra", b"sidx", b"styp", b"meta"}
TOP |= {b"uuid", b"udta", b"prft", b"emsg", b"ssix"}
NOTES = {b"udta", b"meta", b"uuid"}
INSIDE = {b"moov", b"trak", b"mdia", b"edts", b"moof", b"traf", b"mvex"}
TRACKS = {b"vide", b"soun", b"text", b"sbtl", b"subt", b"hint"}


def boxes(data, at, end):
    """(kind, begin, begin of the content, end) of each box between `at` and `end`. Raises ValidationError if they do
    not fill it."""
    while at < end:
        size, kind = struct.unpack(">I4s", data[at : at + 8]) if end - at >= 8 else (0, b"")
        head = 8
        if size == 1 and end - at >= 16:
            (size,) = struct.unpack(">Q", data[at + 8 : at + 16])
            head = 16
        elif size == 0 and kind:  # the last one reaches to the end
            size = end - at
        if size < head or at + size > end:
            raise ValidationError(_("The video is damaged, or something else is glued to it. Save it again as MP4."))
        yield kind, at, at + head, at + size
        at += size


def looks_like_mp4(data):
    return data[4:8] == b"ftyp" and data[8:12] in BRANDS


def clean_mp4(data):
    """The same file with every note overwritten by empty space, so that nothing in it moves."""
    data = bytearray(data)
    for kind, *_places in boxes(data, 0, len(data)):
        if kind not in TOP:
            raise ValidationError(_("The video is damaged, or something else is glued to it. Save it again as MP4."))
    blank_notes(data, 0, len(data))
    return bytes(data)


def blank_notes(data, at, end):
    for kind, begin, content, stop in list(boxes(data, at, end)):
        if kind in NOTES:
            data[begin + 4 : begin + 8] = b"free"
            data[content:stop] = bytes(stop - content)
        elif kind == b"hdlr" and bytes(data[content + 8 : content + 12]) not in TRACKS:
            raise ValidationError(
                _("The video has a track of its own with measurements such as places. Save it again without it.")
            )
        elif kind == b"hdlr":
            data[content + 24 : stop] = bytes(stop - content - 24)  # the name of the program or device
        elif kind in INSIDE:
            blank_notes(data, content, stop)
