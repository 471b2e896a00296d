import re

import pytest

from lms.seed.content import CONTENT
from lms.seed.wording import rules_of
from lms.seed.yaml_file import read_yaml
from lms.translation.linter import check, rule

GUIDE = read_yaml("guide", (CONTENT / "reference/language-guide.yaml").read_text(encoding="utf-8"), [])
RULES = rules_of({"language-guide": GUIDE})
# Words that need their sentence to be a label: "lies", "difficult", "returnee" alone are not looked for.
SILENT = {
    "en": ["damaged", "mentally-ill", "lies", "backward", "confessed"],
    "ru": ["confessed", "disabled-child"],
    "kk": ["backward", "confessed"],
}


def found(text, language="ru"):
    return [finding.words for finding in check(text, RULES[language])]


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("ru", "Занятие для детей боевиков и их мам.", ["детей боевиков"]),
        ("ru", "Ребенком террориста его назвали соседи.", ["Ребенком террориста"]),
        ("ru", "Речь о радикализированных подростках.", ["радикализированных"]),
        ("ru", "Они — бомба замедленного действия.", ["бомба замедленного действия"]),
        ("ru", "Список неблагополучных семей района.", ["неблагополучных семей"]),
        ("ru", "Дети-инвалиды учатся вместе со всеми.", ["Дети-инвалиды"]),
        ("kk", "Содырлардың балаларына арналған сабақ.", ["Содырлардың балаларына"]),
        ("kk", "Бала-содырлар туралы мақала.", ["Бала-содырлар"]),
        ("kk", "Қолайсыз отбасылардың тізімі.", ["Қолайсыз отбасылардың"]),
        ("kk", "Мүгедек баламен жұмыс.", ["Мүгедек баламен"]),
        ("en", "The children of terrorists came on Monday.", ["children of terrorists"]),
        ("en", "He committed suicide.", ["committed suicide"]),
        ("en", "DYSFUNCTIONAL FAMILIES", ["DYSFUNCTIONAL FAMILIES"]),
    ],
)
def test_it_finds_labels_whatever_their_ending(language, text, words):
    assert found(text, language) == words


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Дети, вернувшиеся из зоны конфликта."),
        ("ru", "Трудная жизненная ситуация; трудный день; трудно ребёнку."),
        ("ru", "Ребёнок с инвалидностью и семья в трудной жизненной ситуации."),
        ("kk", "Мүгедектігі бар бала; өмірлік қиын жағдайдағы отбасы."),
        ("kk", "Қақтығыс аймағынан оралған бала."),
        ("en", "A child with a disability; a difficult life situation; normal reactions."),
        ("en", "The committee committed itself to suicide prevention."),
    ],
)
def test_careful_words_pass(language, text):
    assert found(text, language) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Не пишите «дети боевиков» нигде."),
        ("ru", "Он сказал: «Сосед говорит «дети боевиков» и смеётся»."),
        ("ru", 'Так нельзя: "дети боевиков".'),
        ("kk", "«Содырлардың балалары» деп жазбаңыз."),
        ("en", "Never “children of fighters”."),
        ("ru", "<p>Слова <i>дети боевиков</i> ранят.</p>"),
        ("ru", "Приказ о реабилитации детей, пострадавших от террористической деятельности."),
        ("en", "Rules for children affected by terrorist activities."),
        ("kk", "Террористік әрекеттен зардап шеккен балаларды оңалту қағидалары."),
    ],
)
def test_quotations_examples_and_names_of_laws_are_left_alone(language, text):
    assert found(text, language) == []


def test_a_quotation_ends_with_its_paragraph():
    assert found("<p>Он сказал: «дети.</p><p>Дети боевиков».</p>") == ["Дети боевиков"]
    assert found("<ul><li>дети</li><li>боевиков</li></ul>") == [], "two items are no sentence"


def test_a_finding_names_its_place_in_the_text_as_it_was():
    text = "<p>Для <b>детей</b> боевиков.</p>"
    finding = check(text, RULES["ru"])[0]
    assert text[finding.start : finding.end] == "детей</b> боевиков"
    assert finding.rule.prefer == "дети, вернувшиеся из зоны конфликта"
    assert finding.rule.reason == "Ребёнок не наследует сделанное взрослыми."


def test_of_two_that_overlap_the_longer_one_stays():
    rules = [rule("short", ["дет*"]), rule("long", ["дет* боевик*"])]
    assert [finding.rule.key for finding in check("дети боевиков и дети", rules)] == ["long", "short"]


def test_a_rule_needs_a_pattern():
    assert rule("empty", ["", "  "]) is None
    assert check("text", [None]) == []


def test_a_pattern_is_no_regular_expression():
    assert [each.words for each in check("a.b axb", [rule("dot", ["a.b"])])] == ["a.b"]


def test_what_the_guide_says_to_avoid_is_found_in_each_language():
    for language in ("en", "ru", "kk"):
        silent = [
            row["key"] for row in GUIDE if not check(re.sub("[«»“”]", "", row["avoid"][language]), RULES[language])
        ]
        assert silent == SILENT[language]


def test_what_the_guide_prefers_passes():
    for language in ("en", "ru", "kk"):
        for row in GUIDE:
            assert found(row["prefer"][language], language) == [], row["key"]
