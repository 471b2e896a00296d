import json

import pytest

from courses.domain import words
from courses.models import LessonPage
from tests.factories.courses import build_course, page_of
from tests.factories.reference import build_term

pytestmark = pytest.mark.django_db


@pytest.fixture
def terms(db):
    build_term("rights", "баланың құқықтары", "права ребёнка", "rights of the child")
    build_term("label", "айдар", "ярлык", "label")
    build_term(
        "trauma-reminder", "еске салатын нәрсе, триггер", "напоминание о травме, триггер", "trauma reminder, trigger"
    )
    build_term("person-first", "«алдымен адам» тілі", "язык «сначала человек»", "person-first language")
    build_term("supervision", "супервизия", "супервизия", "supervision")
    build_term("care", "өзіне қамқорлық", "забота о себе", "self-care")


def keys(language, wanted=""):
    return [entry.key for letter in words.glossary(language, wanted) for entry in letter.entries]


def test_each_language_has_its_own_order(terms):
    assert keys("kk") == ["label", "person-first", "rights", "trauma-reminder", "care", "supervision"]
    assert keys("ru") == ["care", "trauma-reminder", "rights", "supervision", "person-first", "label"]
    assert keys("en") == ["label", "person-first", "rights", "care", "supervision", "trauma-reminder"]


def test_every_letter_of_the_alphabet_stands_there(terms):
    letters = words.glossary("kk")
    assert len(letters) == 42
    assert [letter.letter for letter in letters if letter.entries] == ["А", "Б", "Е", "Ө", "С"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("кукыктары", {"rights"}),
        ("ҚҰҚЫҚ", {"rights"}),
        ("ребенка", {"rights"}),
        ("child rights", {"rights"}),
        ("озине", {"care"}),
        ("триггер", {"trauma-reminder"}),
        ("қамқорлық", {"care"}),
        ("жоқ сөз", set()),
    ],
)
def test_words_are_found_in_three_languages_with_and_without_kazakh_letters(terms, wanted, found):
    assert set(keys("en", wanted)) == found


def test_an_entry_names_the_word_in_the_other_languages(terms):
    entry = next(e for letter in words.glossary("ru", "label") for e in letter.entries)
    assert (entry.word, entry.definition, entry.others) == ("ярлык", "ярлык means", (("kk", "айдар"), ("en", "label")))


@pytest.mark.parametrize(
    ("language", "named", "key"),
    [
        ("ru", "Напоминание о травме (триггер)", "trauma-reminder"),
        ("ru", "Ярлык", "label"),
        ("kk", "Алдымен адам тілі", "person-first"),
        ("en", "Trigger", "trauma-reminder"),
        ("en", "Ecomap", None),
    ],
)
def test_a_term_is_known_by_the_ways_to_write_it(terms, language, named, key):
    assert words.key_of(named, words.keys_by_spelling(language)) == key


def test_a_spelling_of_two_terms_names_neither(terms):
    build_term("other", "басқа, триггер", "иное, триггер", "other, trigger")
    assert words.key_of("триггер", words.keys_by_spelling("ru")) is None
    assert words.key_of("иное", words.keys_by_spelling("ru")) == "other"


def linked(text):
    page = LessonPage(title="A", slug="a", body=json.dumps([{"type": "text", "value": text, "id": "1"}]))
    page.locale = page_of("course", "ru").locale
    return words.linked_terms(page)


def test_a_lesson_has_the_terms_that_it_links_in_its_order(site, terms):
    build_course(site, modules=1, units=1)
    html = '<p><a href="#term-care">Забота</a>, <a href="#term-label">ярлык</a>, <a href="#term-care">она</a>'
    found = linked(html + ' и <a href="#term-nothing">ничего</a>.</p>')
    assert [(entry.key, entry.word) for entry in found] == [("care", "забота о себе"), ("label", "ярлык")]
    assert linked("<p>Без ссылок.</p>") == []
