"""A day on paper: what goes into the handout and the trainers' document, as HTML and as PDF."""

import atexit
import re
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from fontTools.ttLib import TTFont

from lms.core.drawings import drawings
from lms.core.pdf import PdfError, Renderer

from ..enums import Paper
from ..models.reference import Source
from . import access, currency, editions

FOLDER = settings.BASE_DIR / "templates/courses/pdf"
FONTS = [settings.BASE_DIR / f"templates/certificates/pdf/literata-{weight}.ttf" for weight in (400, 600)]
FAMILY = "Literata NRC"
HANDED_OUT = {"key_points", "figure", "term", "activity", "content_note"}
PICTURE = "width-1000|format-jpeg|jpegquality-75"
TAGS = re.compile(r"<[^>]*>|\s")


class LetterMissing(PdfError):
    """A letter that the fonts lack; the message shows it with its number."""


class TooLarge(PdfError):
    """The file is larger than a slow line should carry."""


def layout_files():
    return sorted(FOLDER.iterdir())


@lru_cache(maxsize=1)
def renderer():
    """The warm renderer of this process."""
    warm = Renderer([FOLDER / "day.css", *FONTS, *drawings().values()], {FAMILY})
    atexit.register(warm.close)
    return warm


def render(module, kind):
    """The PDF of a day in the active language. Raises a `PdfError`."""
    lessons = editions.lessons_of(module)
    pictures = pictures_of(lessons) if kind == Paper.HANDOUT else {}
    html = to_html(module, lessons, kind)
    check_letters(html)
    return renderer().render(html, pictures)


def to_html(module, lessons, kind):
    changes = currency.open_changes("lesson", [lesson.translation_key for lesson in lessons])
    context = {
        "page": module,
        "course": access.course_of(module),
        "language": module.locale.language_code,
        "sessions": [
            {**session(lesson, kind), "changes": changes.get(str(lesson.translation_key), [])} for lesson in lessons
        ],
        "references": references(lessons),
        "drawings": drawings(),
    }
    return render_to_string(f"courses/pdf/{kind}.html", context)


def session(lesson, kind):
    """What a lesson gives to the paper: `page` and its parts."""
    if kind == Paper.HANDOUT:
        return {"page": lesson, "blocks": [block for block in lesson.body if block.block_type in HANDED_OUT]}
    return {
        "page": lesson,
        "steps": editions.timed_steps(lesson.edition),
        **{kind: editions.of_kind(lesson.edition, kind) for kind in ("role_card", "answers", "care")},
    }


def references(lessons):
    """The sources of all lessons, each once, in the order of their words."""
    found = Source.objects.filter(citations__page__in=lessons).distinct()
    return sorted(found, key=lambda source: source.text("citation").casefold())


def pictures_of(lessons):
    """Pictures that editors uploaded, small enough for paper: name as the template writes it -> bytes."""
    images = [block.value["image"] for lesson in lessons for block in editions.of_kind(lesson.body, "figure")]
    found = {}
    for image in filter(None, images):
        with image.get_rendition(PICTURE).file.open() as file:
            found[f"picture-{image.pk}.jpg"] = file.read()
    return found


@lru_cache(maxsize=1)
def letters():
    """The characters that both fonts have."""
    charts = []
    for path in FONTS:
        with TTFont(path, lazy=True) as font:
            charts.append(set(font.getBestCmap()))
    return set.intersection(*charts)


def check_letters(html):
    for letter in sorted(set(TAGS.sub("", html))):
        if ord(letter) not in letters():
            raise LetterMissing(f"{letter} (U+{ord(letter):04X})")
