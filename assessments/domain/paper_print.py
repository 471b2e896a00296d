"""Forms on paper as PDF: the booklet with its answer sheet, and apart from it the key for markers."""

import atexit
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO

import PIL.Image
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from courses.domain import paper as pages
from lms.core.pdf import Renderer

from ..models.quiz import QuizSection
from ..questions.base import LANGUAGES, letters
from . import paper, pictures

# Fifty questions in large print are forty pages, on a busy machine.
SECONDS = 60
FOLDER = settings.BASE_DIR / "templates/assessments/pdf"


@lru_cache(maxsize=1)
def renderer():
    """The warm renderer of this process."""
    warm = Renderer([FOLDER / "exam.css", *pages.FONTS], {pages.FAMILY}, seconds=SECONDS)
    atexit.register(warm.close)
    return warm


def booklet(form, language, *, large=False):
    """The PDF that learners get: questions without their keys, and an answer sheet. Raises a `PdfError`."""
    items = paper.items_of(form)
    html, shown = booklet_html(form, items, language, large)
    pages.check_letters(html)
    return renderer().render(html, shown)


def key_sheet(form, language):
    """The PDF for markers: what each cell of the answer sheet should hold. Raises a `PdfError`."""
    html = key_html(form, paper.items_of(form), language)
    pages.check_letters(html)
    return renderer().render(html)


@dataclass(frozen=True)
class Printed:
    """A question on paper: `blanks` are pairs of a number or letter and a Blank; `cells` of the answer sheet."""

    item: paper.PaperItem
    section: str
    language: str
    stem: str
    blanks: list
    cells: list
    pictures: list


def booklet_html(form, items, language, large=False):
    """The booklet as HTML, and its pictures: name as the HTML writes it -> bytes."""
    files = {pk: printable(*file) for pk, file in pictures.files_of([item.version.body for item in items]).items()}
    with override(language):
        printed = printed_items(form, items, language, files)
        sheet = in_columns(printed, 1 if large else 2)
        context = {**common(form, language), "items": printed, "sheet": sheet, "large": large}
        html = render_to_string("assessments/pdf/booklet.html", context)
    return html, dict(files.values())


def printable(name, content):
    """A picture as the renderer takes it, by a name of its own: (name, bytes) of a JPEG or PNG."""
    stem, _dot, extension = name.rpartition(".")
    if extension != "webp":
        return f"{stem}.{extension.replace('jpeg', 'jpg')}", content
    drawn = BytesIO()
    PIL.Image.open(BytesIO(content)).save(drawn, "png")
    return f"{stem}.png", drawn.getvalue()


def in_columns(printed, columns):
    """The cells of the answer sheet with their question's number, in rows; they run down column by column."""
    cells = [(one.item.position, cell) for one in printed for cell in one.cells]
    height = -(-len(cells) // columns)
    return [cells[place::height] for place in range(height)]


def key_html(form, items, language):
    with override(language):
        rows = [(item, right_answers(item, language)) for item in items]
        return render_to_string("assessments/pdf/key.html", {**common(form, language), "rows": rows})


def right_answers(item, language):
    """Pairs of a cell and what it should hold; a single answer in words stands in the language of the sheet."""
    cells = item.typed(item.kind.solution(item.version.body), language)
    if len(cells) == 1 and not cells[0][0].options:
        [line, *_rest] = item.kind.describe_response(item.version.body, item.asked(language))
        return [(cells[0][0], line.expected or cells[0][1])]
    return cells


def common(form, language):
    sitting = form.sitting
    return {
        "form": form,
        "sitting": sitting,
        "language": language,
        "course": sitting.cohort.course,
        "date": sitting.opens.date(),
        "minutes": sitting.quiz.time_limit,
    }


def printed_items(form, items, language, files):
    titles = dict(QuizSection.objects.filter(quiz=form.sitting.quiz_id).values_list("position", "titles"))
    section, found = None, []
    for item in items:
        asked = item.asked(language)
        heading = "" if item.section == section else in_language(titles.get(item.section, {}), language)
        section = item.section
        found.append(
            Printed(
                item,
                heading,
                asked.language,
                asked.texts.get("stem", ""),
                marked(item.kind.paper(item.version.body, asked), item.kind.name == "case"),
                item.kind.sheet(item.version.body, asked),
                [
                    (files[row["image"]][0], asked.texts.get("pictures", {}).get(row["id"], ""))
                    for row in item.version.body.get("pictures", [])
                    if row["image"] in files
                ],
            )
        )
    return found


def marked(blanks, has_parts):
    """Pairs of a mark and a Blank: numbers for the parts of a case, letters for the boxes of one question or part.

    They are the labels of the cells on the answer sheet (`Cell.label`).
    """
    found, part, boxes = [], 0, letters()
    for place, blank in enumerate(blanks):
        mark = ""
        if blank.sign == "":
            boxes = letters()
            if has_parts and place:
                part += 1
                mark = f"({part})"
        elif blank.sign == "box" and not blank.choices:
            mark = next(boxes)
        found.append((mark, with_spaces(blank)))
    return found


def with_spaces(blank):
    """Gaps in a text are drawn as wide as a hand needs."""
    return replace(blank, prompt=blank.prompt.replace("________", "_" * 14)) if blank.sign == "" else blank


def in_language(titles, language):
    return next((titles[code] for code in (language, *LANGUAGES) if titles.get(code)), "")
