"""What is printed: every question once, its code, no key; the key on a sheet of its own."""

import random
import re
from io import BytesIO

import PIL.Image
import pytest
from django.core.files.base import ContentFile
from django.utils.translation import override
from wagtail.models import Collection

from assessments.domain import paper, paper_print
from assessments.questions import KINDS
from lms.core.models import SiteImage
from tests.factories.courses import build_user
from tests.factories.questions import ITEMS
from tests.factories.sittings import build_exam, build_sitting

ASKED = [item for item in ITEMS if KINDS[item["kind"]].by_software]


@pytest.fixture
def form(site):
    by = build_user(901)
    return paper.draw_form(
        build_sitting(build_exam(site, kinds=["single", "multiple", "truefalse", *ASKED]), by), by, rng=random.Random(2)
    )


def words_of(pdf):
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(pdf))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split()), reader


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("large", [False, True])
def test_a_booklet_holds_every_question_once_and_no_key(form, language, large):
    items = paper.items_of(form)
    text, _reader = words_of(paper_print.booklet(form, language, large=large))
    squeezed = text.replace(" ", "")
    everything = "".join(str(item.version.texts[language]) for item in items).replace(" ", "")
    for item in items:
        assert text.count(f"[{item.code}]") == 1
        stem = item.version.texts[language].get("stem", "").replace(" ", "")
        assert not stem or squeezed.count(stem) == everything.count(stem), stem
    for secret in ("explained", "told", "feedback"):
        assert secret not in text


@pytest.mark.parametrize("extension", ["png", "jpeg", "webp"])
def test_a_picture_of_a_question_is_printed_under_it_with_its_words(form, extension):
    kept = {"collection": Collection.get_first_root_node(), "title": "Two chairs"}
    image = SiteImage.objects.create(file=drawn(extension), **kept)
    version = paper.items_of(form)[0].version
    version.body["pictures"] = [{"id": "1", "image": image.pk}]
    for words in version.texts.values():
        words["pictures"] = {"1": "Two chairs at a window"}
    version.save()
    html, files = paper_print.booklet_html(form, paper.items_of(form), "ru")
    assert re.findall(r'<img src="([^"]+)" alt="Two chairs at a window">', html) == list(files)
    _text, reader = words_of(paper_print.booklet(form, "ru"))
    assert {picture.image.size for page in reader.pages for picture in page.images} == {(64, 48)}


def drawn(extension):
    content = BytesIO()
    PIL.Image.new("RGB", (64, 48), "teal").save(content, extension)
    return ContentFile(content.getvalue(), f"chairs.{extension}")


def test_two_forms_that_differ_in_the_key_alone_print_alike(form):
    """S-18 on paper: the HTML that becomes the PDF does not change when the right answers do."""
    items = paper.items_of(form)
    html, _pictures = paper_print.booklet_html(form, items, "ru")
    for item in items:
        for option in item.version.body.get("options", []):
            option["correct"] = not option.get("correct")
        for row in item.version.body.get("left", []):
            row["match"] = item.version.body["right"][0]
        if "answer" in item.version.body:
            item.version.body["answer"] = "424242"
        if "order" in item.version.body:
            item.version.body["order"] = sorted(item.version.body["order"])
        for words in item.version.texts.values():
            words["explanation"] = "Another one"
    assert paper_print.booklet_html(form, items, "ru")[0] == html


def test_large_print_is_larger(form):
    def sizes(pdf):
        found = []
        for page in words_of(pdf)[1].pages:
            page.extract_text(
                visitor_text=lambda text, cm, tm, font, size: (
                    found.append(round(size * abs(tm[0] or 1) * abs(cm[0] or 1))) if text.strip() else None
                )
            )
        return max(set(found), key=found.count)

    plain, large = (sizes(paper_print.booklet(form, "kk", large=large)) for large in (False, True))
    assert large > 1.5 * plain


def test_the_answer_sheet_has_a_box_for_every_option(form):
    html, _pictures = paper_print.booklet_html(form, paper.items_of(form), "en")
    sheet = html[html.index('<section class="sheet">') :]
    cells = [cell for item in paper.items_of(form) for cell in item.cells("en")]
    assert sheet.count("<th scope") == len(cells)
    assert sheet.count('class="tick"') == sum(len(cell.options) for cell in cells)
    assert sheet.count('class="write"') == sum(not cell.options for cell in cells)


def test_labels_in_the_booklet_are_those_of_the_answer_sheet(form):
    with override("en"):
        for item in paper.items_of(form):
            printed = [
                mark
                for mark, _blank in paper_print.marked(
                    item.kind.paper(item.version.body, item.asked("en")), item.kind.name == "case"
                )
                if mark
            ]
            labels = [cell.label for cell in item.cells("en") if re.fullmatch(r"(\(\d\) )?[a-z]|\(\d\)", cell.label)]
            for mark in printed:
                assert any(mark in label.split() for label in labels), (item.kind.name, mark, labels)


def test_the_key_sheet_tells_the_numbers_printed(form):
    text, _reader = words_of(paper_print.key_sheet(form, "en"))
    for item in paper.items_of(form):
        assert item.code in text
        for cell, answer in paper_print.right_answers(item, "en"):
            assert answer in text, (item.kind.name, cell)
