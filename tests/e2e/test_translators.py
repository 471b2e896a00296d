"""Texts go to an outside translator as a PO file and come back; a file with faults is refused line by line."""

import polib
import pytest
from django.urls import reverse
from wagtail.rich_text import RichText
from wagtail_localize.models import StringTranslation

from tests.factories.courses import build_course, page_of
from tests.factories.people import build_center, build_organisation

from .conftest import PHONE, staff
from .writing import enter

pytestmark = pytest.mark.usefixtures("spoken")

KEY = "north-m01-l2"
TEXT = '<p>Call {name} <b>today</b> at <a href="https://example.org/">this page</a>.</p>'
GOOD = '{name} <b>бүгін</b> <a id="a1">осы бетке</a> қоңырау шалыңыз.'


@pytest.fixture
def trainer(site, person):
    """Somebody of the university "north", whose second lesson nobody has begun to translate into Kazakh."""
    build_center()
    north = build_organisation("north")
    build_course(site, "north", modules=1, units=2, organisation=north)
    lead = page_of(KEY, "en")
    lead.body = [("text", RichText(TEXT))]
    lead.save_revision().publish()
    page_of(KEY, "kk").delete()
    page_of(KEY, "en").copy_for_translation(page_of("north-m01", "kk").locale, alias=True)
    return enter(person, staff("trainer", north), "/admin/translations/?state=missing", "ru")


def exported(window, folder):
    """Begins the translation at the desk and takes the file from the screen that shows both languages."""
    page = window.page
    page.locator("button[formaction*='/begin/']").click()
    page.wait_for_url("**/edit/")
    page.locator(f"a[href='{beside()}']").first.click()
    page.wait_for_url(f"**{beside()}")
    window.accessible()
    address = reverse("translations:export", args=[page_of(KEY, "kk").pk])
    with page.expect_download() as download:
        page.locator(f"a[href='{address}']").click()
    download.value.save_as(folder / "out.po")
    return folder / "out.po"


def beside():
    return reverse("translations:compare", args=[page_of(KEY, "kk").pk])


def translated(path, title, text, **header):
    """The file as a translator would return it."""
    file = polib.pofile(path.read_text())
    file.metadata |= header
    for entry in file:
        entry.msgstr = title if entry.msgctxt == "title" else text
    back = path.with_name("back.po")
    file.save(back)
    return back


def line_of(path, start):
    """The line at which the entry with this original begins."""
    return next(entry.linenum for entry in polib.pofile(path.read_text()) if entry.msgid.startswith(start))


def send(window, path):
    """The faults that the screen tells, [(file, line)]; empty when it was imported."""
    window.goto(reverse("translations:import"))
    window.page.set_input_files("[name=file]", str(path))
    window.page.locator("main form button.button").first.click()
    window.page.wait_for_load_state()
    cells = window.page.locator("[role=alert] td").all_inner_texts()
    return list(zip(cells[::3], map(int, cells[1::3]), strict=True))


def texts():
    rows = StringTranslation.objects.filter(locale__language_code="kk")
    return {row.context.path.split(".")[0]: row.data for row in rows.select_related("context")}


def test_a_file_goes_out_is_refused_with_faults_and_comes_back(trainer, tmp_path):
    out = exported(trainer, tmp_path)
    back = translated(out, "Дауыс", GOOD.replace("{name}", "Оған"))
    assert send(trainer, back) == [("back.po", line_of(back, "Call"))]
    assert texts() == {}
    trainer.accessible()

    back = translated(out, "Дауыс {name}", GOOD.replace("<b>бүгін</b>", "бүгін"))
    assert send(trainer, back) == [("back.po", line_of(back, start)) for start in ("north", "Call")]
    back = translated(out, "Дауыс", GOOD, Language="de")
    assert send(trainer, back) == [("back.po", 1)]
    lines = translated(out, "Дауыс", GOOD).read_text().splitlines()
    back.write_text("\n".join([*lines[:-2], 'msgid "no end', *lines[-2:]]))
    assert send(trainer, back) == [("back.po", len(lines) - 1)]
    assert texts() == {}

    trainer.page.set_viewport_size(PHONE)
    assert send(trainer, translated(out, "Дауыс", GOOD)) == []
    trainer.page.wait_for_url("**/admin/translations/")
    assert texts() == {"title": "Дауыс", "body": GOOD}
    assert page_of(KEY, "kk").title == f"{KEY} en"
    cell = trainer.page.locator("tr").filter(has_text=KEY).locator("td").first
    assert "черновик" in cell.inner_text().lower()
    trainer.goto(beside())
    trainer.accessible()
    assert "Дауыс" in trainer.main().inner_text()
