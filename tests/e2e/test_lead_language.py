"""The module "Stigma and language" changes its lead language; a block is written in Kazakh, translated into Russian and
read with both languages side by side."""

import pytest
from django.urls import reverse

from courses.models import ModulePage
from tests.factories.courses import page_of
from tests.factories.curriculum import load_day
from tests.factories.people import build_center

from .conftest import PHONE, staff
from .writing import add_text, approve, beside, edit, enter, open_task, submit, translate

pytestmark = pytest.mark.usefixtures("spoken")

KAZAKH = "Ешкімнің атын айтпай да сұрауға болады."
HASTY, RUSSIAN = "Можно спросить и без имя.", "Спросить можно и не называя имени."
ASKED = "«Не называя имени» — и точнее, и грамотнее."
KEYS = ("d02", "d02-l1", "d02-l2", "d02-l3", "d02-l4", "d02-quiz")


@pytest.fixture
def people(transactional_db, person):
    """A trainer, a second reader and an editor of the Center, whose second day has come in three languages."""
    load_day()
    center = build_center()
    roles = {"trainer": "kk", "second_reader": "ru", "editor": "kk"}
    return {role: enter(person, staff(role, center), "/admin/", language) for role, language in roles.items()}


def change_lead(editor, language):
    editor.goto(reverse("translations:lead", args=[page_of("d02", "en").pk]))
    editor.accessible()
    editor.page.check(f"[name=language][value={language}]")
    editor.page.locator("main form button.button").first.click()
    editor.page.wait_for_url("**/edit/")


def said():
    """{id: (title, address)} of every page of the day."""
    pages = [page_of(key, code) for key in KEYS for code in ("kk", "ru", "en")]
    return {page.pk: (page.title, page.url) for page in pages}


def decide(reader, button, comment=""):
    reader.page.fill("[name=comment]", comment)
    reader.page.locator(f"[name={button}]").click()
    reader.page.wait_for_url("**/admin/")
    assert reader.page.locator(".messages .success").count() == 1


def words(code):
    """What learners read of the first lesson."""
    return str(list(page_of("d02-l1", code).body.raw_data))


def write_in_kazakh(people):
    """A block that learners read once two people have approved it."""
    lesson = page_of("d02-l1", "kk")
    edit(people["trainer"], lesson)
    add_text(people["trainer"], KAZAKH)
    submit(people["trainer"])
    approve(people["second_reader"], lesson.title)
    assert KAZAKH not in words("kk")
    approve(people["editor"], lesson.title)
    assert KAZAKH in words("kk")


def translate_into_russian(translator):
    """From the list of what is outdated to the review."""
    lesson = page_of("d02-l1", "ru")
    translator.goto("/admin/translations/?state=outdated&language=ru")
    translator.accessible()
    translator.page.locator(f"a[href='{reverse('translations:compare', args=[lesson.pk])}']").click()
    translator.page.wait_for_url("**/translations/page/*/")
    assert translator.page.locator("ins").all_inner_texts() == [KAZAKH]
    translator.goto("/admin/translations/?state=outdated&language=ru")
    translator.page.locator(f"a[href='{reverse('translations:changed', args=[lesson.pk])}']").click()
    translator.page.wait_for_url("**/changed/")
    translator.accessible()
    assert translator.page.locator(".lms-change dd[lang=kk]").all_inner_texts() == [KAZAKH]
    translator.page.locator(".lms-change textarea").fill(HASTY)
    translator.page.locator(".lms-screen form button.button").click()
    translator.page.wait_for_selector(".messages .success")
    assert translator.page.locator(".lms-change textarea").input_value() == HASTY
    send_to_readers(translator, lesson)


def send_to_readers(translator, lesson):
    translator.goto(reverse("review:submit_translation", args=[lesson.pk]))
    translator.accessible()
    translator.page.locator("main form button.button").first.click()
    translator.page.wait_for_url("**/admin/pages/*/")


def test_the_lead_changes_a_block_is_added_translated_and_reviewed(people):
    trainer, reader, editor = (people[role] for role in ("trainer", "second_reader", "editor"))
    before = said()
    change_lead(editor, "kk")
    assert ModulePage.objects.get(pk=page_of("d02", "ru").pk).lead_language == "kk"
    assert said() == before

    write_in_kazakh(people)
    translate_into_russian(trainer)
    russian = page_of("d02-l1", "ru")
    open_task(reader, russian.title)
    reader.accessible()
    assert [reader.page.locator(f"td[lang={code}]").count() > 20 for code in ("kk", "ru")] == [True, True]
    assert reader.page.locator("ins").all_inner_texts() == [KAZAKH]
    assert reader.page.locator("tr.lms-changed td[lang=ru]").all_inner_texts() == [HASTY]
    decide(reader, "reject", ASKED)

    edit(trainer, russian)
    assert ASKED in trainer.page.locator(".messages").inner_text()
    translate(trainer, KAZAKH, RUSSIAN)
    send_to_readers(trainer, russian)
    reader.page.set_viewport_size(PHONE)
    open_task(reader, russian.title)
    reader.accessible()
    assert reader.page.locator("tr.lms-changed td[lang=ru]").all_inner_texts() == [RUSSIAN]
    decide(reader, "approve")
    assert RUSSIAN not in words("ru")
    open_task(editor, russian.title)
    decide(editor, "approve")
    assert RUSSIAN in words("ru")
    reader.goto(page_of("d02-l1", "ru").url)
    assert RUSSIAN in reader.main().inner_text()
    assert said() == before
    beside(trainer, page_of("d02-l1", "en"))
    assert trainer.page.locator("ins").all_inner_texts() == [KAZAKH]
