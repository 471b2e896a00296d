"""The desk shows the state of every text in every language, to those whose texts they are."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import override
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from assessments.domain.bank import save_question
from courses.models import SupportContact
from lms.translation import editing, leads
from lms.translation.models import Rendition
from tests.factories.courses import build_course, page_of
from tests.factories.people import build_organisation, build_staff
from tests.lms.review.conftest import Hand, review  # noqa: F401

OPTIONS = {key: {"text": f"option {key}", "feedback": ""} for key in "ab"}
BODY = {"options": [{"id": "a", "correct": True}, {"id": "b"}]}


def rows(hand, **query):
    context = hand.client.get(reverse("translations:desk"), query).context
    return {row.title: {code: str(cell.state) for code, cell in row.cells.items()} for row in context["page_obj"]}


def type_in(hand, page, words):
    translation = leads.translation_of(page)
    for segment in translation.source.stringsegment_set.all():
        address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
        hand.client.put(address, f"value={words}", content_type="application/x-www-form-urlencoded")


def approve(review, page):  # noqa: F811
    review.trainer.post("review:submit_translation", page.pk)
    review.reader.act(page, "approve")
    review.editor.act(page, "approve")


@pytest.fixture
def kazakh(review):  # noqa: F811
    """The second lesson in Kazakh, not yet translated."""
    page_of("north-m01-l2", "kk").delete()
    lead = page_of("north-m01-l2", "en")
    return lead.copy_for_translation(page_of("north-m01", "kk").locale, alias=True)


def test_a_translation_goes_through_all_states(review, kazakh):  # noqa: F811
    def state():
        return rows(review.trainer)["north-m01-l2 en"]["kk"]

    assert state() == "missing"
    review.trainer.post("translations:begin", page_of("north-m01-l2", "en").pk, "kk")
    assert state() == "missing"
    type_in(review.trainer, kazakh, "Дауыс")
    assert state() == "draft"
    review.trainer.post("review:submit_translation", kazakh.pk)
    assert state() == "review"
    review.reader.act(kazakh, "approve")
    review.editor.act(kazakh, "approve")
    assert state() == "published"
    english = page_of("north-m01-l2", "en")
    english.title = "A changed title"
    english.save_revision().publish()
    assert rows(review.trainer)["A changed title"] == {"en": "published", "kk": "outdated", "ru": "published"}
    type_in(review.trainer, kazakh, "Жаңа")
    approve(review, kazakh)
    assert rows(review.trainer)["A changed title"]["kk"] == "published"


def test_what_has_changed_stands_side_by_side(review, kazakh):  # noqa: F811
    editing.begin(kazakh)
    type_in(review.trainer, kazakh, "Дауыс")
    approve(review, kazakh)
    english = page_of("north-m01-l2", "en")
    english.title = "north-m01-l2 <b>day</b> en"
    english.goals = [("line", "A new goal")]
    english.save_revision().publish()
    screen = review.trainer.client.get(reverse("translations:compare", args=[kazakh.pk])).content.decode()
    assert "north-m01-l2 <ins>&lt;b&gt;day&lt;/b&gt; </ins>en" in screen
    assert "<ins>A new goal</ins>" in screen
    with override("en"):
        today = date_format(date.today(), "DATE_FORMAT")
    assert f"Outdated since {today}" in screen
    page = page_of("north-m01-l2", "kk")
    assert (page.title, page.live) == ("Дауыс", True)


def test_who_has_it_in_hand(review, kazakh):  # noqa: F811
    editing.begin(kazakh)
    type_in(review.trainer, kazakh, "Дауыс")
    context = review.editor.client.get(reverse("translations:desk"), {"state": "draft"}).context
    cells = {row.title: row.cells["kk"].who for row in context["page_obj"]}
    assert cells == {"north-m01-l2 en": str(review.trainer.user)}


def test_filters_and_numbers(review, kazakh):  # noqa: F811
    assert list(rows(review.trainer, state="missing")) == ["north-m01-l2 en"]
    assert rows(review.trainer, state="missing", language="ru") == {}
    assert list(rows(review.trainer, q="M01-L1")) == ["north-m01-l1 en"]
    place = str(page_of("north-m01", "en").translation_key)
    assert list(rows(review.trainer, place=place)) == ["north-m01 en", "north-m01-l1 en", "north-m01-l2 en"]
    assert rows(review.trainer, kind="question") == {}
    context = review.trainer.client.get(reverse("translations:desk")).context
    counts = {code: {str(state): number for state, number in numbers} for code, numbers in context["counts"]}
    assert counts["kk"] == {"missing": 1, "draft": 0, "review": 0, "outdated": 0, "published": 3}


def test_everybody_sees_the_own_organisation_alone(review, site):  # noqa: F811
    south = build_organisation("south")
    build_course(site, "south", modules=1, units=1, organisation=south)
    stranger = Hand(build_staff("trainer", south))
    assert {title[:5] for title in rows(review.trainer)} == {"north"}
    assert {title[:5] for title in rows(stranger)} == {"south"}
    assert {title[:5] for title in rows(review.reader)} == {"north"}
    assert {"north en", "south en", "Home", "Catalogue"} <= set(rows(review.editor))
    page = page_of("north-m01-l1", "kk")
    for name, args in (("compare", [page.pk]), ("begin", [page.pk, "ru"])):
        assert stranger.client.get(reverse(f"translations:{name}", args=args)).status_code == 404
        assert stranger.client.post(reverse(f"translations:{name}", args=args)).status_code == 404


def test_a_reader_begins_nothing(review, kazakh):  # noqa: F811
    review.reader.post("translations:begin", page_of("north-m01-l2", "en").pk, "kk")
    assert leads.translation_of(kazakh) is None


def test_a_reader_is_led_to_no_page_that_is_not_open_to_them(review, kazakh):  # noqa: F811
    Page.objects.filter(pk=kazakh.pk).update(live=False)
    editing.begin(kazakh)
    type_in(review.trainer, kazakh, "Дауыс")
    address = reverse("translations:compare", args=[kazakh.pk])

    def links(hand):
        found = BeautifulSoup(hand.client.get(reverse("translations:desk")).content, "html.parser").select("td a")
        return [link["href"] for link in found if link["href"].startswith("/admin/translations/page/")]

    assert address in links(review.trainer) and address not in links(review.reader)
    assert {review.reader.client.get(link).status_code for link in links(review.reader)} == {200}
    review.trainer.post("review:submit_translation", kazakh.pk)
    assert address in links(review.reader)


def test_questions_and_reference_texts(review):  # noqa: F811
    def texts(*codes, stem):
        return {code: {"stem": f"{stem} {code}", "explanation": "-", "options": OPTIONS} for code in codes}

    first = {"kind": "single", "organisation": review.north, "body": BODY}
    save_question("q1", texts=texts("en", "ru", stem="Old"), **first)
    save_question("q1", texts=texts("en", stem="New") | texts("ru", stem="Old"), **first)
    names = {f"label_{code}": "Line" for code in ("kk", "ru", "en")}
    SupportContact.objects.create(key="line", contact="111", checked_on=date(2026, 1, 1), **names, note_ru="Днём")
    expected = {"New en": {"kk": "missing", "ru": "outdated", "en": "published"}}
    assert rows(review.trainer, kind="question") == expected
    assert rows(review.reader, kind="question") == {}
    assert rows(review.editor, kind="reference") == {"Line": {"kk": "missing", "ru": "published", "en": "missing"}}
    assert rows(review.trainer, kind="reference") == {}


@pytest.mark.parametrize("lessons", [1, 3])
def test_the_number_of_queries_does_not_grow(review, site, queries, lessons):  # noqa: F811
    west = build_organisation("west")
    build_course(site, "west", modules=1, units=lessons, organisation=west)
    trainer = Hand(build_staff("trainer", west))
    for step in range(1, lessons + 1):
        page = page_of(f"west-m01-l{step}", "kk")
        editing.begin(page)
        type_in(trainer, page, "Дауыс")
        save_question(f"q{step}", kind="single", organisation=west, body=BODY,
                      texts={"en": {"stem": f"Q{step}", "explanation": "", "options": OPTIONS}})  # fmt: skip
    rows(trainer)
    with queries(28):
        found = rows(trainer)
    assert len(found) == 2 + 2 * lessons


def test_a_reader_is_told_that_the_page_is_behind(review, kazakh, client):  # noqa: F811
    editing.begin(kazakh)
    type_in(review.trainer, kazakh, "Дауыс")
    approve(review, kazakh)
    line = "The original has changed since"
    address = kazakh.get_url()
    assert line not in review.trainer.client.get(address).content.decode()
    english = page_of("north-m01-l2", "en")
    english.title = "A changed title"
    english.save_revision().publish()
    shown = review.trainer.client.get(address).content.decode()
    assert shown.count(line) == 1 and "Дауыс" in shown and "A changed title" not in shown
    assert line not in review.trainer.client.get(english.get_url()).content.decode()
    assert Rendition.objects.filter(outdated_since__isnull=False).count() == 1
    assert StringTranslation.objects.filter(data="Дауыс").exists()
    assert Page.objects.get(pk=kazakh.pk).live


def test_a_content_note_holds_in_every_language_at_once(review):  # noqa: F811
    editing.begin(page_of("north-m01-l1", "kk"))
    lesson = page_of("north-m01-l1", "en")
    lesson.content_note, lesson.minutes, lesson.summary = 2, 25, "A new summary"
    lesson.save_revision().publish()
    kazakh = page_of("north-m01-l1", "kk")
    assert (kazakh.content_note, kazakh.minutes, kazakh.summary) == (2, 25, "")


def test_the_screens_of_the_desk_carry_their_own_titles(review):  # noqa: F811
    def trail(name, *args):
        context = review.trainer.client.get(reverse(name, args=args)).context
        return [str(step["label"]) for step in context["breadcrumbs_items"]]

    assert trail("translations:desk") == ["Home", "Translations"]
    assert trail("translations:import") == ["Home", "Translations", "Import translations"]
    assert trail("translations:compare", page_of("north-m01-l1", "kk").pk) == ["Home", "Translations", "Side by side"]


def test_titles_stand_in_the_readers_language_where_there_is_one(review, kazakh):  # noqa: F811
    hand = review.trainer
    hand.user.language = "kk"
    hand.user.save()
    html = BeautifulSoup(hand.client.get(reverse("translations:desk")).content, "html.parser")
    heads = [(th.find(string=True).strip(), th["lang"]) for th in html.select("th[lang]")]
    assert heads == [("north kk", "kk"), ("north-m01 kk", "kk"), ("north-m01-l1 kk", "kk"), ("north-m01-l2 en", "en")]
