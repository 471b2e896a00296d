"""The content files as they ship: what no single file can show. Errors of single files come from `read_content`."""

import re
from collections import Counter

import pytest

from lms.core.iin import iins_in
from lms.seed.content import CONTENT, read_content
from lms.seed.lesson_file import read_lesson
from lms.seed.texts import Text, texts_of
from lms.translation import linter
from tests.lms.seed.known_names import AUTHORS, EXAMPLES, FIRST_NAMES, PLACES, WORDS

LANGUAGES = {"en", "ru", "kk"}
UPPER, LOWER = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІ", "a-zа-яёәғқңөұүһі’-"
CAPITALISED = re.compile(rf"\b[{UPPER}][{LOWER}]+")
FULL_NAME = re.compile(rf"\b([{UPPER}][{LOWER}]+)(?: [{UPPER}]\.)* ([{UPPER}][{LOWER}]+)")
SURNAME = re.compile(
    rf"(?<=[\w,] )[{UPPER}][{LOWER}]+(?:ов|ев|ова|ева|ову|еву|овой|евой|ұлы|қызы|улы|кызы|ov|ev|ova|eva|uly|kyzy)\b"
)
PARAGRAPH_WORDS = 8
RUNNING_WORDS, READING_MINUTES = (600, 1000), 15
# These two tell how the last day goes. There is nothing to learn in them, and people read them before an exam.
INSTRUCTIONS, INSTRUCTION_WORDS = {"d10-l3", "d10-l4"}, 500


@pytest.fixture(scope="module")
def content():
    return read_content()


@pytest.fixture(scope="module")
def texts(content):
    return list(texts_of(content))


def test_every_file_is_sound(content):
    assert content.problems == []


def test_every_unit_stands_in_three_languages(content):
    lacking = []
    for course in content.courses:
        for units in (course.lessons, course.editions):
            lacking += [(key, set(versions)) for key, versions in units.items() if set(versions) != LANGUAGES]
        lacking += [key for key, quiz in course.quizzes.items() if not all(quiz["title"].get(c) for c in LANGUAGES)]
    assert lacking == []


def test_every_session_of_a_course_with_days_has_a_lesson(content):
    sessions = {s["key"] for course in content.courses for day in course.data.get("days", []) for s in day["sessions"]}
    assert sessions == {key for course in content.courses for key in course.lessons}


def test_reading_time_fits_the_length(content):
    assert [str(warning) for warning in content.warnings if " words in " in warning.reason] == []


def test_a_lesson_of_the_full_programme_can_be_read_in_a_break(content):
    programme = next(course for course in content.courses if course.folder == "full-programme")
    lessons = {key: versions["en"] for key, versions in programme.lessons.items()}
    assert len(lessons) == 40
    assert {key: found for key, lesson in lessons.items() if (found := too_short_or_long(lesson))} == {}


def test_no_number_of_a_person_stands_anywhere():
    numbers = {
        str(path.relative_to(CONTENT)): found
        for path in sorted(CONTENT.rglob("*"))
        if path.suffix in {".md", ".yaml"} and (found := iins_in(path.read_text(encoding="utf-8")))
    }
    assert numbers == {}


def test_no_paragraph_stands_in_two_lessons(texts):
    assert repeated(texts) == []


def test_nobody_real_is_named(texts):
    assert real_names(texts) == []


def test_no_real_place_is_named_in_the_programme(content, texts):
    assert real_places(content.reference["regions"], texts) == []


def test_no_avoided_word_stands_outside_an_example(content, texts):
    assert avoided(content.reference["language-guide"], texts) == []


def too_short_or_long(lesson):
    """What is outside the rule of docs/content-format.md: the words of the running text, the minutes."""
    least, most = RUNNING_WORDS
    least = INSTRUCTION_WORDS if lesson.key in INSTRUCTIONS else least
    words, minutes = lesson.running_words(), lesson.meta["minutes"]
    return [f"{words} words"] * (not least <= words <= most) + [f"{minutes} minutes"] * (minutes > READING_MINUTES)


def avoided(guide, texts):
    """Words that the language guide avoids, outside quotations, italics, official names and EXAMPLES."""
    rules = {code: [linter.rule(row["key"], row["stems"][code]) for row in guide] for code in LANGUAGES}
    return [
        f"{text.path}:{text.line}: {finding.words} ({finding.rule.key})"
        for text in texts
        if (text.unit, "*") not in EXAMPLES
        for finding in linter.check(text.rich or text.text, rules[text.language])
        if (text.unit, finding.rule.key) not in EXAMPLES
    ]


def repeated(texts):
    """Paragraphs and list items of lessons and trainer's editions that stand in two units of one language."""
    first, found = {}, []
    for text in texts:
        words = tuple(re.findall(r"\w+", text.text.lower()))
        if text.path.endswith(".md") and len(words) >= PARAGRAPH_WORDS:
            earlier = first.setdefault((text.language, words), text)
            if earlier.unit != text.unit:
                found.append(f"{text.path}:{text.line} repeats {earlier.path}:{earlier.line}")
    return found


def real_names(texts):
    """Two capitalised words of which the second looks like a surname, and words that end as surnames do.

    A word is no surname when it also stands in small letters somewhere, in sources.yaml or, as a stem, in known_names.
    A single first name of a real person cannot be told from an invented one."""
    small = {word for text in texts for word in re.findall(rf"\b[{LOWER}]+", text.text)}
    sources = set(re.findall(r"\w+", (CONTENT / "sources.yaml").read_text(encoding="utf-8")))
    named = tuple(re.findall(r"\w+", f"{FIRST_NAMES} {WORDS} {AUTHORS}"))

    def known(word):
        word = word.removesuffix("’s").removesuffix("-")
        return word.lower() in small or word in sources or word.startswith(named)

    found = []
    for text in texts:
        names = [match.group(0) for match in FULL_NAME.finditer(text.text) if not known(match.group(2))]
        names += [name for name in SURNAME.findall(text.text) if not known(name)]
        found += [f"{text.path}:{text.line}: {name}" for name in names]
    return found


def real_places(regions, texts):
    """Names of regions' towns in the texts of lessons, editions, quizzes and data files.

    A region's whole official name, as in a list to choose from, is none."""
    official = {row.get(language) for row in regions for language in LANGUAGES}
    names = {row[name] for row in regions for name in ("centre_kk", "centre_ru", "en") if row.get(name)}
    stems = {name.split()[0] for name in names if len(name.split()[0]) > 5} - {"North"}
    found = []
    for text in texts:
        if text.path == "pages.yaml" or text.path.endswith("course.yaml") or text.text in official:
            continue
        for word in CAPITALISED.findall(text.text):
            stem = next((stem for stem in stems if word.startswith(stem)), None)
            if stem and (text.unit, stem) not in PLACES:
                found.append(f"{text.path}:{text.line}: {word}")
    return found


def text(words, language="en", unit="d01-l1", path="a.md", line=1):
    return Text(path, line, language, unit, words)


def lesson(words, key="d01-l1", minutes=15, blocks=""):
    """A lesson with `words` words of running text, and `blocks` after them."""
    return read_lesson("a.md", f"---\nkey: {key}\nminutes: {minutes}\n---\n\n{'word ' * words}\n\n{blocks}\n")


def test_a_lesson_that_is_too_short_or_too_long_is_found():
    lengths = [too_short_or_long(lesson(words)) for words in (599, 600, 1000, 1001)]
    assert lengths == [["599 words"], [], [], ["1001 words"]]
    assert [too_short_or_long(lesson(words, key="d10-l3")) for words in (499, 500)] == [["499 words"], []]
    assert too_short_or_long(lesson(1001, minutes=16)) == ["1001 words", "16 minutes"]


def test_what_is_worked_on_is_no_running_text():
    activity = ":::activity try\ntitle: Try it\nminutes: 5\nformat: alone\n---\nWrite three lines.\n:::"
    both = lesson(1000, blocks=f"{activity}\n\n:::pause end\ntitle: Rest\n---\nBreathe out.\n:::")
    assert (both.running_words(), both.words()) == (1003, 1010)


def test_an_avoided_word_is_found(content):
    texts = [
        text("The boy is a time bomb.", line=4),
        text("The boy is no time bomb.", unit="d02-l4"),
        text("They called him <i>a time bomb</i>."),
        text("Эти дети — бомба замедленного действия.", "ru", line=5),
    ]
    assert avoided(content.reference["language-guide"], texts) == [
        "a.md:4: time bomb (time-bomb)",
        "a.md:5: бомба замедленного действия (time-bomb)",
    ]


def test_a_repeated_paragraph_is_found():
    same = "one two three four five six seven eight"
    texts = [text(same), text(same.upper() + "!", unit="d02-l1", path="b.md", line=7), text(same, "ru", "d02-l1")]
    assert repeated([*texts, text("one two", unit="d03-l1"), text("one two", unit="d04-l1")]) == [
        "b.md:7 repeats a.md:1"
    ]


def test_a_full_name_is_found():
    texts = [
        text("On Monday Marat met Daniyar Sadykov and Marat Omarov.", line=3),
        text("Об этом рассказала Жанар Ахметова, а Гульнар молчала.", "ru", line=4),
        text("Бұл туралы Серікұлы айтты, Irving Goffman жазған.", "kk", line=5),
    ]
    assert Counter(real_names(texts)) == Counter(
        [
            *("a.md:3: Daniyar Sadykov", "a.md:3: Marat Omarov", "a.md:3: Sadykov", "a.md:3: Omarov"),
            *("a.md:4: Жанар Ахметова", "a.md:4: Ахметова", "a.md:5: Серікұлы"),
        ]
    )


def test_a_real_town_is_found():
    regions = [{"en": "Kostanay Region", "centre_ru": "Костанай", "centre_kk": "Қостанай"}]
    texts = [
        text("The school in Kostanay.", line=2),
        text("Школа в Костанае.", "ru"),
        text("Костанай", path="pages.yaml"),
        text("Kostanay Region"),
    ]
    assert real_places(regions, texts) == ["a.md:2: Kostanay"]
