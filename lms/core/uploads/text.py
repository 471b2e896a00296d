"""Plain text and captions."""

import re

MARKUP = re.compile(r"\s*<(?:!|\?xml|html|head|body|script|svg|[a-z]+[\s>/])", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def decoded(data):
    """The text of UTF-8 or, as older Windows programs write Russian, of code page 1251; None for anything else."""
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if CONTROL.search(text) else text
    return None


def looks_like_vtt(data):
    return bool(re.match(r"WEBVTT(?:[ \t\n\r]|$)", decoded(data) or ""))


def looks_like_txt(data):
    text = decoded(data)
    return text is not None and bool(text.strip()) and not MARKUP.match(text) and not text.startswith("%PDF-")


def clean(data):
    return decoded(data).replace("\r\n", "\n").encode()
