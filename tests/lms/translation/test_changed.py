"""What the lead language has changed: before, now, and the earlier translation to begin with."""

import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from lms.translation import changed, editing, leads
from lms.translation.models import Rendition
from tests.factories.courses import build_course, page_of
from tests.factories.people import build_organisation, build_staff
from tests.lms.review.conftest import Hand, review  # noqa: F401

ONE, TWO = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"


def give(page, *blocks, title=None):
    """Publishes the page with these blocks of text: (id, html)."""
    page.title = title or page.title
    page.body = json.dumps([{"type": "text", "value": html, "id": key} for key, html in blocks])
    page.save_revision().publish()


def lead():
    return page_of("north-m01-l1", "en")


def kazakh_page():
    return page_of("north-m01-l1", "kk")


@pytest.fixture
def kazakh(review):  # noqa: F811
    """The first lesson in Kazakh, translated and then changed in English: the title and one paragraph of two."""
    give(lead(), (ONE, "<p>The voice is quiet.</p>"), (TWO, "<p>The door stays open.</p>"))
    give(kazakh_page(), (ONE, "<p>Дауыс ақырын.</p>"), (TWO, "<p>Есік ашық тұр.</p>"), title="Дауыс туралы")
    editing.begin(kazakh_page())
    give(lead(), (ONE, "<p>The voice is quiet and calm.</p>"), (TWO, "<p>The door stays open.</p>"))
    return kazakh_page()


def address(page):
    return reverse("translations:changed", args=[page.pk])


def shown(hand, page):
    """[(before, now as it is marked, translation before, what stands in the field, state)] of the screen."""
    html = BeautifulSoup(hand.client.get(address(page)).content, "html.parser")
    found = []
    for part in html.select("fieldset.lms-change"):
        terms = {
            dt.get_text(): dd.decode_contents() for dt, dd in zip(part.select("dt"), part.select("dd"), strict=True)
        }
        state = part.select_one("legend .w-status").get_text()
        field = part.textarea.get_text().removeprefix("\n")
        now = terms.get("The original now") or terms.get("New in the original")
        found.append((terms.get("The original before"), now, terms.get("The translation before"), field, state))
    return found


def fields(hand, page):
    """What the form of the screen would post, untouched."""
    html = BeautifulSoup(hand.client.get(address(page)).content, "html.parser").select_one("main form")
    found = {field["name"]: field.get("value", "") for field in html.select("input[type=hidden]")}
    return found | {field["name"]: field.get_text().removeprefix("\n") for field in html.select("textarea")}


def saved(text):
    rows = StringTranslation.objects.filter(data=text)
    return list(rows.values_list("context__path", "last_translated_by__email", "tool_name", "has_error"))


def test_a_changed_text_shows_before_now_and_the_earlier_translation_to_begin_with(review, kazakh):  # noqa: F811
    now = "The voice is quiet<ins> and calm</ins>."
    assert shown(review.trainer, kazakh) == [
        ("The voice is quiet.", now, "Дауыс ақырын.", "Дауыс ақырын.", "not translated yet")
    ]


def test_a_suggestion_counts_for_nothing_until_somebody_saves_it(review, kazakh):  # noqa: F811
    before = list(StringTranslation.objects.order_by("pk").values())
    form = fields(review.trainer, kazakh)
    review.trainer.client.post(address(kazakh), form)
    assert list(StringTranslation.objects.order_by("pk").values()) == before, "an untouched form saves nothing"
    told = review.trainer.client.post(reverse("review:submit_translation", args=[kazakh.pk]), follow=True)
    assert "Some texts are not translated yet." in told.content.decode()
    (name,) = (name for name in form if name.endswith("-text"))
    told = review.trainer.client.post(address(kazakh), form | {name: "Дауыс ақырын әрі сабырлы."}, follow=True)
    assert "1 text was saved." in told.content.decode()
    email = review.trainer.user.email
    assert saved("Дауыс ақырын әрі сабырлы.") == [(f"body.{ONE}", email, "", False)]
    assert [row[3:] for row in shown(review.trainer, kazakh)] == [("Дауыс ақырын әрі сабырлы.", "translated")]
    review.trainer.post("review:submit_translation", kazakh.pk)
    review.reader.act(kazakh, "approve")
    review.editor.act(kazakh, "approve")
    assert "Дауыс ақырын әрі сабырлы." in str(list(kazakh_page().body.raw_data))
    assert shown(review.trainer, kazakh) == []


def test_a_translation_that_still_fits_is_kept_by_saying_so(review, kazakh):  # noqa: F811
    form = fields(review.trainer, kazakh)
    (name,) = (name for name in form if name.endswith("-text"))
    review.trainer.client.post(address(kazakh), form | {name.replace("-text", "-fits"): "on"})
    now = "The voice is quiet and calm."
    kept = StringTranslation.objects.get(translation_of__data=now, locale=kazakh.locale)
    assert (kept.data, kept.last_translated_by) == ("Дауыс ақырын.", review.trainer.user)


def test_what_somebody_else_has_saved_meanwhile_is_never_overwritten(review, kazakh):  # noqa: F811
    first, second = fields(review.trainer, kazakh), fields(review.editor, kazakh)
    (name,) = (name for name in first if name.endswith("-text"))
    review.editor.client.post(address(kazakh), second | {name: "Редактордың сөзі."})
    told = review.trainer.client.post(address(kazakh), first | {name: "Тренердің сөзі."})
    html = BeautifulSoup(told.content, "html.parser")
    assert "yours is not saved. Theirs: Редактордың сөзі." in html.select_one(".error-message").get_text()
    assert html.textarea.get_text().removeprefix("\n") == "Тренердің сөзі.", "what was typed stands there"
    assert (len(saved("Редактордың сөзі.")), saved("Тренердің сөзі.")) == (1, [])
    anew = fields(review.trainer, kazakh)
    assert anew[name] == "Редактордың сөзі."
    review.trainer.client.post(address(kazakh), anew | {name: "Екеуінің сөзі."})
    assert (saved("Редактордың сөзі."), len(saved("Екеуінің сөзі."))) == ([], 1), "seen, and then changed"


def test_a_text_with_a_fault_is_told_and_the_others_are_saved(review, kazakh):  # noqa: F811
    give(lead(), (ONE, "<p>The <b>voice</b> is calm.</p>"), (TWO, "<p>The door stays wide open.</p>"))
    form = fields(review.trainer, kazakh)
    first, second = sorted((name for name in form if name.endswith("-text")), key=lambda name: form[name])
    told = review.trainer.client.post(address(kazakh), form | {first: "Дауыс сабырлы.", second: "Есік айқара ашық."})
    html = BeautifulSoup(told.content, "html.parser")
    assert [error.get_text() for error in html.select(".error-message")] == [
        "The markup differs from that of the original."
    ]
    assert (saved("Дауыс сабырлы."), len(saved("Есік айқара ашық."))) == ([], 1)
    assert "Дауыс сабырлы." in html.textarea.get_text()
    assert "The <b>voice</b> is calm." in html.code.get_text()


def test_a_new_text_begins_empty_and_a_list_pairs_what_is_alike(review):  # noqa: F811
    give(lead(), (ONE, "<ul><li>Ask the child first.</li><li>Keep the door open.</li></ul>"))
    give(kazakh_page(), (ONE, "<ul><li>Алдымен баладан сұраңыз.</li><li>Есік ашық тұрсын.</li></ul>"))
    editing.begin(kazakh_page())
    items = "<li>Nobody is named.</li><li>Ask the child first.</li><li>Keep the door wide open.</li>"
    give(lead(), (ONE, f"<ul>{items}</ul>"))
    assert [(before, field) for before, _now, _earlier, field, _state in shown(review.trainer, kazakh_page())] == [
        (None, ""),
        ("Keep the door open.", "Есік ашық тұрсын."),
    ]


def test_a_translation_of_a_version_in_between_is_offered_too(review, kazakh):  # noqa: F811
    """Saved and not yet submitted when the original changes once more: the work of a person, and the nearer one."""
    form = fields(review.trainer, kazakh)
    (name,) = (name for name in form if name.endswith("-text"))
    review.trainer.client.post(address(kazakh), form | {name: "Дауыс ақырын әрі сабырлы."})
    give(lead(), (ONE, "<p>The voice is quiet and calm at night.</p>"), (TWO, "<p>The door stays open.</p>"))
    before, now, _earlier, field, state = shown(review.trainer, kazakh)[0]
    assert (before, field, state) == ("The voice is quiet and calm.", "Дауыс ақырын әрі сабырлы.", "not translated yet")
    assert now == "The voice is quiet and calm<ins> at night</ins>."


def test_what_was_typed_while_the_original_changed_again_is_kept(review, kazakh):  # noqa: F811
    form = fields(review.trainer, kazakh)
    (name,) = (name for name in form if name.endswith("-text"))
    give(lead(), (ONE, "<p>The voice is quiet and calm at night.</p>"), (TWO, "<p>The door stays open.</p>"))
    told = review.trainer.client.post(address(kazakh), form | {name: "Дауыс ақырын әрі сабырлы."}, follow=True)
    assert "The original has changed again meanwhile" in told.content.decode()
    assert [row[3:] for row in shown(review.trainer, kazakh)] == [("Дауыс ақырын әрі сабырлы.", "not translated yet")]


def test_texts_of_another_page_are_not_written_through_this_one(review, kazakh):  # noqa: F811
    other = page_of("north-m01-l2", "kk")
    editing.begin(other)
    segment = leads.translation_of(other).source.stringsegment_set.get(context__path="title")
    key = f"{segment.string_id}-{segment.context_id}"
    before = StringTranslation.objects.count()
    review.trainer.client.post(address(kazakh), {f"{key}-text": "Бөтен", f"{key}-seen": ""})
    assert (saved("Бөтен"), StringTranslation.objects.count()) == ([], before)


def test_the_way_leads_from_the_desk_the_editor_and_the_comparison(review, kazakh):  # noqa: F811
    link = f'href="{address(kazakh)}"'
    for name, args in (("translations:desk", []), ("translations:compare", [kazakh.pk])):
        assert link in review.trainer.client.get(reverse(name, args=args)).content.decode()
    editor = reverse("wagtailadmin_pages:edit", args=[kazakh.pk])
    told = "1 text of the original has changed. Begin with its earlier translation:"
    page = review.trainer.client.get(editor).content.decode()
    assert told in page and page.count(link) >= 1
    other = reverse("wagtailadmin_pages:edit", args=[page_of("north-m01-l1", "ru").pk])
    assert told not in review.trainer.client.get(other).content.decode()


def test_it_is_for_those_who_translate_the_page(review, kazakh):  # noqa: F811
    stranger = Hand(build_staff("trainer", build_organisation("south")))
    form = fields(review.trainer, kazakh)
    (name,) = (name for name in form if name.endswith("-text"))
    for hand in (review.reader, stranger):
        screen = hand.client.get(address(kazakh), follow=True).content.decode()
        assert "The voice is quiet" not in screen
        hand.client.post(address(kazakh), form | {name: "Бөтен"})
    assert saved("Бөтен") == []


def test_a_withdrawn_page_begins_with_its_earlier_translation_too(review, kazakh):  # noqa: F811
    Rendition.objects.filter(page=kazakh.pk).update(outdated_since=None)
    kazakh_page().unpublish()
    assert [row[3] for row in shown(review.trainer, kazakh_page())] == ["Дауыс ақырын."]


def test_nothing_is_offered_where_nothing_has_changed(review):  # noqa: F811
    editing.begin(kazakh_page())
    told = "Nothing in the original has changed since this translation was published."
    for page in (kazakh_page(), lead()):
        assert told in review.trainer.client.get(address(page)).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(review, site, queries, count):  # noqa: F811
    build_course(site, "west", modules=1, units=1, organisation=build_organisation("west"))
    keys = [f"00000000-0000-4000-8000-00000000000{number}" for number in range(count)]
    english, kazakh = page_of("west-m01-l1", "en"), page_of("west-m01-l1", "kk")
    give(english, *((key, f"<p>Before {key}.</p>") for key in keys))
    give(kazakh, *((key, f"<p>Бұрын {key}.</p>") for key in keys))
    editing.begin(kazakh)
    give(page_of("west-m01-l1", "en"), *((key, f"<p>After {key}.</p>") for key in keys))
    kazakh = page_of("west-m01-l1", "kk")
    with queries(5):
        assert [change.earlier for change in changed.changes(kazakh)] == [f"Бұрын {key}." for key in keys]
