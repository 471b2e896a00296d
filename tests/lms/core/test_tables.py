"""What somebody typed never becomes a formula on the computer of whoever opens an export (S-15)."""

import csv
import io

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import Page

from lms.core.tables import plain_text
from tests.factories.courses import build_course
from tests.factories.people import build_person, enter

TITLES = ["=cmd|' /C calc'!A0", "+1", "@x", "-2", "Ербол"]


@pytest.mark.parametrize(
    ("text", "cell"),
    [*((text, f"'{text}") for text in ("=1", "+1", "-1", "@x", "\t=1", "\r=1")), *((t, t) for t in ("a=1", "", "'=1"))],
)
def test_a_text_that_would_be_a_formula_gets_an_apostrophe(text, cell):
    assert plain_text(text) == cell


@pytest.fixture
def report(client, site):
    """Wagtail's own report on ageing pages, over pages with dangerous titles."""
    build_course(site, modules=1, units=5)
    pages = Page.objects.filter(depth__gte=6).order_by("path")[: len(TITLES)]
    for page, title in zip(pages, TITLES, strict=True):
        Page.objects.filter(pk=page.pk).update(title=title, last_published_at=timezone.now())
    enter(client, build_person("operator", is_superuser=True))
    return lambda form: client.get("/admin/reports/aging-pages/", {"export": form})


@pytest.mark.django_db
def test_csv_of_a_report_holds_no_formula(report):
    text = b"".join(report("csv").streaming_content).decode()
    titles = {row[0] for row in list(csv.reader(io.StringIO(text)))[1:]}
    assert titles & {plain_text(title) for title in TITLES} == {plain_text(title) for title in TITLES}
    assert titles & set(TITLES) == {"Ербол"}


@pytest.mark.django_db
def test_xlsx_of_a_report_holds_texts_alone(report):
    sheet = load_workbook(io.BytesIO(b"".join(report("xlsx").streaming_content))).active
    cells = {cell.value: cell.data_type for (cell, *_others) in sheet.iter_rows(min_row=2)}
    assert {title: cells.get(title) for title in TITLES} == dict.fromkeys(TITLES, "s")
