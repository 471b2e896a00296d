"""A lecturer whose interface is Kazakh writes a session of her own university, in Kazakh first."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from courses.models import LessonPage
from lms.translation import leads
from tests.factories.courses import build_course, page_of
from tests.factories.people import build_center, build_organisation
from tests.factories.reference import build_pair

from .conftest import DESKTOP, staff
from .writing import BODY, add_text, enter, submit

pytestmark = pytest.mark.usefixtures("spoken")

TITLE = "Алғашқы он минут"
OPENING = "Дана есікті өзі ашты."
LABELLING = "Бұл — уақыт бомбасы."
ADDED = "Асықпай сұраңыз, жауапты күтіңіз."
REMARKS = "section[id*=remarks]"


def write_first_text(page, words):
    page.locator(f"{BODY} .public-DraftEditor-content").first.click()
    page.keyboard.press("Control+A")
    with page.expect_response(lambda answer: answer.request.method == "POST"):  # the editor saves by itself
        page.keyboard.insert_text(words)


def save(page):
    with page.expect_navigation():
        page.locator("footer button.action-save").first.click()


def remarks(page):
    return page.locator(f"{REMARKS} li").all_inner_texts()


def draft():
    return LessonPage.objects.get(title=TITLE, locale__language_code="kk")


def begin_from_the_template(lecturer, module):
    page = lecturer.page
    page.locator("header .w-dropdown__toggle").first.click()
    page.locator(f"a[href='{reverse('lesson_from_template', args=[module.pk])}']").first.click()
    page.wait_for_url("**/lessons/new/**")
    lecturer.accessible()
    page.fill("[name=title]", TITLE)
    page.locator("main form button.button").first.click()
    page.wait_for_url("**/edit/")


def test_a_lecturer_writes_a_session_in_kazakh(site, person):
    build_center()
    north = build_organisation("north")
    build_course(site, "north", modules=1, units=1, organisation=north)
    build_course(site, "south", modules=1, units=1, organisation=build_organisation("south"))
    build_pair("bomb", stems_kk="уақыт бомба*")
    lecturer_user = staff("trainer", north)
    leads.change_lead(page_of("north-m01", "en"), "kk", by=None)
    module = page_of("north-m01", "kk")
    lecturer = enter(person, lecturer_user, reverse("wagtailadmin_explore", args=[module.pk]), "kk", DESKTOP)
    page = lecturer.page
    begin_from_the_template(lecturer, module)
    assert (page.locator("html").get_attribute("lang"), draft().live) == ("kk", False)

    before = remarks(page)
    write_first_text(page, LABELLING)
    add_text(lecturer, ADDED)
    save(page)
    told = [line for line in remarks(page) if "бомба" in line]
    assert (len(told), len(remarks(page))) == (1, len(before))
    lecturer.accessible(REMARKS)
    page.locator(f"{REMARKS} a").filter(has_text="бомба").click()
    first = page.locator(f"{BODY} section").first.element_handle()
    page.wait_for_function("block => block.contains(document.activeElement)", arg=first)

    write_first_text(page, OPENING)
    save(page)
    expect(page.locator(f"{REMARKS} li")).to_have_count(len(before) - 1, timeout=15_000)
    submit(lecturer)
    assert page.locator(".messages .warning").count() == 1
    lesson = draft()
    assert lesson.current_workflow_state.current_task_state.task.specific.role == "second_reader"
    written = str(list(lesson.get_latest_revision_as_object().body.raw_data))
    assert (OPENING in written, ADDED in written, LABELLING in written) == (True, True, False)
    others = lesson.get_translations().order_by("locale__language_code")
    assert [(other.locale.language_code, other.alias_of_id, other.live) for other in others] == [
        ("en", lesson.pk, False),
        ("ru", lesson.pk, False),
    ]
    lecturer.goto("/admin/pages/")
    assert "south" not in lecturer.main().inner_text()
