"""A trainer writes a question in three languages; a second reader and an editor of the Center approve: it is live."""

import os

import pytest

from assessments.models import Question
from tests.assessments.test_bank_staff import plant
from tests.factories.people import build_center, build_organisation

from .conftest import DESKTOP, PHONE, staff
from .test_authoring import enter

STEMS = {"kk": "Сенімді не нығайтады?", "ru": "Что укрепляет доверие?", "en": "What strengthens trust?"}
OPTIONS = [("Уәдені орындау", "Держать слово", "Keeping one's word", True),
           ("Тыңдау", "Слушать", "Listening", True),
           ("Асығу", "Торопить", "Hurrying", False)]  # fmt: skip


def picture(window, name):
    """A screenshot into LMS_PICTURES, if that is set."""
    if folder := os.environ.get("LMS_PICTURES"):
        window.page.wait_for_timeout(600)
        window.page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def menu(window, name):
    """An entry of the menu at the foot of the editor."""
    window.page.locator("footer .w-dropdown-button .w-dropdown__toggle").last.click()
    window.page.locator(f"[name=action-{name}]").click()


def write(window):
    page = window.page
    for code, text in STEMS.items():
        page.fill(f"[name=q-stem-{code}]", text)
    for number, (kk, ru, en, is_right) in enumerate(OPTIONS):
        for code, text in (("kk", kk), ("ru", ru), ("en", en)):
            page.fill(f"[name=q-options-{number}-text-{code}]", text)
        if is_right:
            page.check(f"[name=q-options-{number}-correct]")


def approve(window):
    window.goto("/admin/")
    window.page.get_by_role("link", name=STEMS["en"]).first.click()
    window.page.locator("footer .w-dropdown-button .w-dropdown__toggle").last.click()
    window.page.locator("[data-workflow-action-name=approve]").first.click()
    window.page.wait_for_url(lambda address: "/edit/" not in address)
    assert window.page.locator(".messages .error").count() == 0


def test_a_question_in_three_languages_is_written_approved_and_live(site, person):
    center, north = build_center(), build_organisation("north")
    people = [staff("trainer", north), staff("second_reader", north), staff("editor", center)]
    trainer = enter(person, people[0], "/admin/questions/")
    picture(trainer, "1-empty-list")
    trainer.goto("/admin/questions/add/")
    picture(trainer, "2-kinds")
    trainer.page.locator("a[href$='kind=multiple']").click()
    write(trainer)
    picture(trainer, "3-writing")
    trainer.page.locator("footer button.action-save, footer button[type=submit]").first.click()
    trainer.page.wait_for_url("**/questions/edit/*/")
    question = Question.objects.get()
    assert (question.live, {code: words["stem"] for code, words in question.texts.items()}) == (False, STEMS)
    menu(trainer, "submit")
    trainer.page.wait_for_url("**/admin/questions/")
    picture(trainer, "4-list")

    approve(enter(person, people[1], "/admin/"))
    assert Question.objects.get().versions.count() == 0
    approve(enter(person, people[2], "/admin/"))
    question = Question.objects.get()
    assert (question.live, question.versions.get().created_by) == (True, people[0])
    assert [row.get("correct", False) for row in question.versions.get().body["options"]] == [True, True, False]
    trainer.goto(f"/admin/questions/about/{question.pk}/")
    picture(trainer, "5-about")
    assert "1" in trainer.page.locator(".lms-version h3").first.inner_text()


def test_rows_are_added_moved_and_removed_on_a_phone(site, person):
    build_center()
    trainer = enter(person, staff("trainer", build_organisation("north")), "/admin/questions/add/?kind=ordering")
    trainer.page.set_viewport_size(PHONE)
    page = trainer.page
    picture(trainer, "6-phone")
    rows = page.locator("[data-rows='q-order'] [data-one-row]")
    start = rows.count()
    page.locator("[data-rows='q-order'] [data-add]").click()
    assert rows.count() == start + 1
    for number in range(start + 1):
        rows.nth(number).locator("textarea[lang=kk]").fill(f"қадам {number}")
    rows.nth(start).locator("[data-move=up]").click()
    rows.nth(0).locator("[data-remove]").click()
    said = [rows.nth(number).locator("textarea[lang=kk]").input_value() for number in range(rows.count())]
    assert said == ["қадам 1", "қадам 2", f"қадам {start}", "қадам 3"]
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


LONG = (
    "Отбасымен алғашқы телефон әңгімесінде маман өзін таныстырғаннан кейін ең алдымен не туралы айтқаны дұрыс болады?"
)
SMALL = {"width": 390, "height": 844}
CUT = """() => [...document.querySelectorAll(".sidebar-main-menu .menuitem-label, #header-title, label, legend")]
    .filter(one => one.clientWidth && one.scrollWidth > one.clientWidth + 1 && !one.closest(".w-sr-only"))
    .filter(one => getComputedStyle(one).overflowX !== "visible").map(one => one.innerText)"""
OVER = """() => {
    const title = document.querySelector("#header-title"), button = document.querySelector("[data-all-panels-toggle]");
    if (!title || !button || !button.offsetParent) return false;
    const words = document.createRange();
    words.selectNodeContents(title);
    const theirs = button.getBoundingClientRect();
    return [...words.getClientRects()].some(line => line.right > theirs.left && line.bottom > theirs.top
        && line.top < theirs.bottom && line.left < theirs.right);
}"""
# Best practice, not WCAG, and in Wagtail's own templates: the names of two regions, the level of the title.
WAGTAILS = {"landmark-unique: .w-h-\\[42px\\]", "page-has-heading-one: html"}


@pytest.mark.parametrize("size", [DESKTOP, SMALL], ids=["1280", "390"])
def test_the_screens_of_the_bank_are_accessible_and_cut_no_words(site, person, size):
    center = build_center()
    question = plant(center, "сенім")
    for words in question.texts.values():
        words["stem"] = LONG
    question.save()
    user = staff("editor", center)
    user.language = "kk"
    user.save()
    editor = enter(person, user, "/admin/questions/")
    editor.page.set_viewport_size(size)
    screens = {
        "list": "/admin/questions/",
        "editor": f"/admin/questions/edit/{question.pk}/",
        "quizzes": "/admin/quizzes/",
        "new-quiz": "/admin/quizzes/new/",
        "export": "/admin/question-files/export/",
        "import": "/admin/question-files/import/",
    }
    faults = {}
    for name, path in screens.items():
        editor.goto(path)
        picture(editor, f"{name}-{size['width']}")
        wide = editor.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
        found = [*set(editor.axe(editor.page)) - WAGTAILS, *editor.page.evaluate(CUT)]
        faults[name] = [
            *found,
            *["wider than the window"] * wide,
            *["title under a button"] * editor.page.evaluate(OVER),
        ]
    assert faults == {name: [] for name in screens}
