"""The Center: what is out of step at the desk; a law has changed; texts are cleared, withdrawn and published again."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from courses.models import Clearance, Source
from tests.factories.courses import build_cohort, build_course, page_of, seat
from tests.factories.people import build_center, build_organisation, build_person, build_staff
from tests.factories.reference import build_source, cite
from tests.lms.review.conftest import Hand

from .conftest import PASSWORD, PHONE, staff
from .writing import approve, enter

pytestmark = pytest.mark.usefixtures("spoken")

LANGUAGES = ("kk", "ru", "en")
NOTES = {"kk": "Жаңа бап қосылды.", "ru": "Появилась новая статья.", "en": "A new article was added."}
KEYS = ("north-m01-l1", "north-m01-l2")
UNCLEARED = "Бұл мәтінді маман әлі мақұлдаған жоқ"
MENDED = "Жаңа бапқа сай түзетілді."


@pytest.fixture
def north(site):
    """Two lessons that cite a law; the first needs a specialist's clearance."""
    build_center()
    course = build_course(site, "north", modules=1, units=2, organisation=build_organisation("north"))
    source = build_source("KZ-RC")
    for key in KEYS:
        for code in LANGUAGES:
            page = page_of(key, code)
            cite(page, source)
            page.clearance = "law" if key.endswith("l1") else ""
            page.save()
    return course


@pytest.fixture
def learner(person, north):
    user = build_person("learner")
    user.set_password(PASSWORD)
    user.save()
    seat(user, build_cohort(north))
    window = person(PHONE)
    window.sign_in(user.email, PASSWORD)
    return window


def live(key):
    pages = Page.objects.filter(translation_key=page_of(key, "en").translation_key, live=True)
    return sorted(pages.values_list("locale__language_code", flat=True))


def reads(learner, key):
    learner.goto(page_of(key, "kk").url)
    return learner.main().inner_text()


def law():
    return Source.objects.get(key="KZ-RC")


def mark(editor):
    page = editor.page
    page.fill("[name=changed_on]", timezone.localdate().isoformat())
    page.keyboard.press("Escape")
    for code, note in NOTES.items():
        page.fill(f"[name=note_{code}]", note)
    page.locator(".lms-screen form button.button").last.click()
    page.wait_for_url("**/cited/")


def test_the_center_sees_what_is_out_of_step(north, person):
    page_of("north-m01-l2", "kk").delete()
    page_of("north-m01-l2", "en").copy_for_translation(page_of("north-m01", "kk").locale, alias=True)
    desk = enter(person, staff("editor", build_center()), "/admin/translations/", "kk")
    page = desk.page
    desk.accessible()
    counts = [int(text) for text in page.locator("table").first.locator("td").all_inner_texts()]
    missing = page.locator("a[href*='state=missing'][href*='language=kk']")
    assert (counts[0], missing.inner_text()) == (1, "1")
    missing.click()
    page.wait_for_url("**state=missing**")
    rows = page.locator("table").nth(1).locator("tbody tr")
    assert rows.count() == 1 and "north-m01-l2" in rows.inner_text()
    page.select_option(".lms-screen [name=state]", "")
    page.fill(".lms-screen [name=q]", "M01-L1")
    with page.expect_navigation():
        page.locator(".lms-screen form[role=search] button").click()
    assert rows.locator("th").all_inner_texts()[0].startswith("north-m01-l1 kk")


def test_a_law_changes_and_its_texts_are_cleared_withdrawn_and_published_again(north, learner, person):
    center = build_center()
    editor = enter(person, staff("editor", center), reverse("sources:cited", args=[law().pk]), "kk")
    editor.accessible()
    editor.page.locator(f"a[href='{reverse('sources:changed', args=[law().pk])}']").click()
    editor.page.wait_for_url("**/changed/")
    editor.accessible()
    mark(editor)
    titles = editor.page.locator(".lms-table .lms-plain a").all_inner_texts()
    assert sorted(titles) == sorted(f"{key} {code}" for key in KEYS for code in LANGUAGES)
    editor.accessible()
    assert [NOTES["kk"] in reads(learner, key) for key in KEYS] == [True, True]

    editor.page.locator("button[name=clear]").first.click()
    editor.page.wait_for_load_state()
    assert [NOTES["kk"] in reads(learner, key) for key in KEYS] == [False, True]
    editor.page.locator("a[href*='/review/withdraw/']").click()
    editor.page.wait_for_url("**/review/withdraw/**")
    editor.accessible()
    editor.page.locator("main form button.button").click()
    editor.page.wait_for_url("**/admin/pages/*/")
    assert [live(key) for key in KEYS] == [["en", "kk", "ru"], []]
    assert "north-m01-l2" not in reads(learner, KEYS[1])

    page = page_of(KEYS[1], "kk")
    trainer, reader = (Hand(build_staff(role, north.organisation)) for role in ("trainer", "second_reader"))
    trainer.submit(page, MENDED)
    reader.act(page, "approve")
    approve(editor, page.title)
    assert live(KEYS[1]) == ["kk"]
    assert MENDED in reads(learner, KEYS[1])


def test_the_center_records_a_specialists_clearance(north, learner, person):
    page = page_of(KEYS[0], "kk")
    assert UNCLEARED in reads(learner, KEYS[0])
    editor = enter(person, staff("editor", build_center()), reverse("reference:clearances"), "kk")
    editor.page.locator(f"a[href='{reverse('reference:clear', args=[page.pk])}']").click()
    editor.page.wait_for_url("**/clearances/*/")
    editor.accessible()
    editor.page.fill("[name=specialist]", "Г. Асқарова")
    editor.page.fill("[name=position]", "заңгер")
    editor.page.check("[name=has_read]")
    editor.page.locator("main form button.button").first.click()
    editor.page.wait_for_url("**/clearances/")
    assert UNCLEARED not in reads(learner, KEYS[0])
    assert (Clearance.objects.get().specialist, Clearance.objects.get().language) == ("Г. Асқарова", "kk")
