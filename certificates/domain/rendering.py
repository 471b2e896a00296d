"""The PDF of a certificate: made from the register row and the names alone, written once, checked when read."""

import atexit
import hashlib
import re
from functools import lru_cache

import segno
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe

from lms.core.models import LANGUAGES
from lms.core.pdf import Renderer

from ..models import CertificateFile
from ..wording import date_in_words
from .fitting import FOLDER, shape_name

FAMILY = "Literata NRC"
FILES = ("certificate.css", "literata-400.ttf", "literata-600.ttf", "band.svg", "frame.svg", "mark.svg")
INK = "#0a2a33"


@lru_cache(maxsize=1)
def renderer():
    """The warm renderer of this process."""
    warm = Renderer([FOLDER / name for name in FILES], {FAMILY})
    atexit.register(warm.close)
    return warm


def make_file(certificate):
    """Render the certificate and keep the file, unless there is one; returns the `CertificateFile`.

    Raises `lms.core.pdf.PdfError`. The row is written before the file and in one transaction with it: only one of two
    processes gets to write, and one that is killed half way leaves no row, so the next try overwrites its file.
    """
    existing = CertificateFile.objects.filter(certificate=certificate).first()
    if existing:
        return existing
    pdf = renderer().render(to_html(certificate))
    name = f"certificates/{certificate.year}/{certificate.public_id}.pdf"
    try:
        with transaction.atomic():
            row = CertificateFile.objects.create(
                certificate=certificate,
                name=name,
                sha256=hashlib.sha256(pdf).hexdigest(),
                size=len(pdf),
                rendered_at=timezone.now(),
            )
            write(name, pdf)
            if read(row) is None:
                raise OSError("The file was not kept as it was written")
    except IntegrityError:
        return CertificateFile.objects.get(certificate=certificate)
    return row


def write(name, content):
    if default_storage.exists(name):
        default_storage.delete(name)
    kept = default_storage.save(name, ContentFile(content))
    if kept != name:
        default_storage.delete(kept)
        raise OSError("The file could not be written under its name")


def read(row):
    """The bytes of a kept file, or None if they are missing or not what was written."""
    try:
        with default_storage.open(row.name) as file:
            content = file.read()
    except FileNotFoundError:
        return None
    return content if hashlib.sha256(content).hexdigest() == row.sha256 else None


def to_html(certificate, is_sample=False):
    """The page as HTML: every value is escaped by the template, none is read as a template."""
    holder = certificate.holder
    context = {language: printed(certificate, language) for language in LANGUAGES}
    size, lines = shape_name(holder.full_name)
    return render_to_string(
        "certificates/pdf/certificate.html",
        {
            **context,
            "certificate": certificate,
            "is_sample": is_sample,
            "name_size": size,
            "name_lines": lines,
            "latin_name": holder.latin_name,
            "qr": qr_code(check_address(certificate.code), f"QR: {short_address()}"),
            "check_address": short_address(),
        },
    )


def printed(certificate, language):
    texts = certificate.texts[language]
    wording = keep_together(texts["wording"])
    return {
        **texts,
        "wording": wording,
        "wording_parts": wording.partition(keep_together(texts["programme"])),
        "issued_on": date_in_words(certificate.issued_on, language),
    }


def keep_together(text):
    """A figure and the word behind it stay on one line."""
    return re.sub(r"(\d) (?=\w)", "\\1\u00a0", text)


def check_address(code):
    """What the QR code holds. The code stands in the fragment, which no browser sends and no server logs."""
    return f"{settings.WAGTAILADMIN_BASE_URL}/c/#{code}"


def short_address():
    """The address to type, as printed."""
    return settings.WAGTAILADMIN_BASE_URL.split("://")[-1] + "/c/"


def qr_code(data, title):
    """An SVG of one path; the title is its text for screen readers."""
    code = segno.make(data, error="m", micro=False)
    svg = code.svg_inline(border=0, dark=INK, omitsize=True, svgclass="qr", lineclass=None, title=title)
    return mark_safe(svg)
