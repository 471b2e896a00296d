import re
import shutil

import pytest

from courses.domain import words
from courses.models import Figure, GlossaryTerm, GuidePair, Source
from lms.seed.content import CONTENT, read_content
from lms.seed.records import load_sources, load_words

GLOSSARY = """
- key: label
  confidence: H
  term: {en: label, ru: ярлык, kk: айдар}
  definition: {en: One word., ru: Одно слово., kk: Бір сөз.}
"""


def problems(root):
    return [str(problem) for problem in read_content(root).problems]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("confidence: H", "confidence: X", "reference/glossary.yaml:2: label: confidence must be H, M or L"),
        (", kk: айдар", "", "reference/glossary.yaml:4: term has no text in kk"),
        ("key: label", "keys: label", "reference/glossary.yaml:2: unknown field keys"),
    ],
)
def test_a_wrong_word_is_told_with_its_line(content_root, old, new, reason):
    (content_root / "reference/glossary.yaml").write_text(GLOSSARY.replace(old, new), encoding="utf-8")
    assert reason in problems(content_root)


def test_a_clearance_names_a_lesson_and_a_field(content_root):
    path = content_root / "reference/clearances.yaml"
    path.write_text("- {field: magic, lessons: [d02-l1, d99-l9]}\n", encoding="utf-8")
    assert problems(content_root) == [
        "reference/clearances.yaml:1: unknown field magic",
        "reference/clearances.yaml:1: d99-l9 is no session of a course.yaml",
    ]
    path.write_text("- {field: law, lessons: [d02-l1]}\n", encoding="utf-8")
    assert problems(content_root) == []


def test_a_source_has_its_fields(content_root):
    path = content_root / "sources.yaml"
    path.write_text(path.read_text() + "BAD: {citation: A book, publisher: P, year: 2020}\n", encoding="utf-8")
    assert any("field seen is missing" in problem for problem in problems(content_root))


def test_a_source_is_named_in_russian_and_kazakh_or_in_neither(content_root):
    path = content_root / "sources.yaml"
    row = "ONE: {citation: A law, citation_ru: Закон, publisher: P, year: 2020, seen: true}\n"
    path.write_text(path.read_text() + row, encoding="utf-8")
    assert problems(content_root) == [
        "sources.yaml:4: ONE: a citation in Russian and one in Kazakh stand together",
    ]


@pytest.fixture(scope="module")
def shipped():
    return read_content()


def test_the_shipped_words_are_whole(shipped):
    glossary = shipped.reference["glossary"]
    assert (len(glossary), len(shipped.reference["language-guide"])) == (105, 25)
    for language in ("en", "ru", "kk"):
        terms = [row["term"][language] for row in glossary]
        assert sorted(terms) == sorted(set(terms)), "one word for one idea"


def test_acts_and_news_of_kazakhstan_and_treaties_are_cited_in_each_language(shipped):
    """Studies and guidelines that exist in English alone keep their own titles."""
    named = {key for key, row in shipped.sources.items() if "citation_kk" in row and row["citation_ru"]}
    national = {key for key in shipped.sources if key.startswith("KZ-")}
    treaties = {"CRC", "OPAC", "CRPD", "NDT", "GC14", "GC24", "GC25", "UNGAC"}
    assert (national | treaties | {"SD3", "AT23", "CAR21", "AZ19", "KP25"}) - named == set()
    assert not re.search("[әғқңөұүһі]", "".join(row.get("citation_ru", "") for row in shipped.sources.values()))


def test_they_are_loaded_once_and_staff_keep_the_last_word(shipped, db):
    load_sources(shipped.sources)
    load_words(shipped.reference)
    GlossaryTerm.objects.filter(key="label").update(term_kk="жапсырма")
    Source.objects.filter(key="KZ-RC").update(publisher="Changed")
    load_sources(shipped.sources)
    load_words(shipped.reference)
    assert GlossaryTerm.objects.get(key="label").term_kk == "жапсырма"
    assert Source.objects.get(key="KZ-RC").publisher == "Changed"
    assert GlossaryTerm.objects.count() == 105
    assert GuidePair.objects.count() == 25
    assert Figure.objects.count() == len(shipped.reference["figures"])
    assert Source.objects.count() == len(shipped.sources)


def test_law_is_due_in_half_a_year_and_what_nobody_opened_at_once(shipped, db):
    load_sources(shipped.sources)
    law, study, unread = (Source.objects.get(key=key) for key in ("KZ-RC", "SD3", "CRC"))
    assert ((law.next_review - law.checked_on).days, (study.next_review - study.checked_on).days) == (183, 730)
    assert (unread.checked_on, unread.next_review) == (None, None)


def test_the_kazakh_list_begins_and_ends_where_the_alphabet_does(shipped, db):
    load_words({"glossary": shipped.reference["glossary"]})
    found = [letter.letter for letter in words.glossary("kk") if letter.entries]
    order = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ"
    assert found == [letter for letter in order if letter in found]
    assert {"Ә", "Қ", "Ө", "Ұ"} <= set(found)


def test_content_without_words_loads(content_root, tmp_path):
    shutil.rmtree(content_root / "reference")
    assert problems(content_root) == []
    assert (CONTENT / "reference/glossary.yaml").exists()
