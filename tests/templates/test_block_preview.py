"""The admin shows every block as a reader gets it, under the strict content policy."""

import pytest
from bs4 import BeautifulSoup

from courses.blocks import LESSON_BLOCKS
from courses.edition_blocks import EDITION_BLOCKS
from courses.models import LessonPage
from tests.factories.people import build_center, build_staff, enter

STYLES = ["tokens", "base", "overview", "lesson"]


@pytest.fixture
def staff(client, site):
    return enter(client, build_staff("administrator", build_center()))


PLACES = [("body", name) for name, _ in LESSON_BLOCKS] + [("edition", name) for name, _ in EDITION_BLOCKS]


@pytest.mark.parametrize(("field", "name"), PLACES)
def test_preview(staff, field, name):
    block = LessonPage._meta.get_field(field).stream_block.child_blocks[name]
    response = staff.get("/admin/block-preview/", {"id": block.definition_prefix})
    page = BeautifulSoup(response.content, "html.parser")
    assert [link["href"] for link in page.select("link[rel=stylesheet]")] == [
        f"/static/lms/css/{style}.css" for style in STYLES
    ]
    assert "script-src 'self';" in response["Content-Security-Policy"] + ";"
    assert page.select("script, style, [style]") == []
    shown = BeautifulSoup(block.render(block.get_preview_value(), context={}), "html.parser")
    assert page.select_one("main").get_text().split() == shown.get_text().split()
