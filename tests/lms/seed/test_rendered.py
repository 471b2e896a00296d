"""What a reader meets in Kazakh and Russian is what the files say, all of it, in their order and in no other language.

The files are read here as plain lines, not by the loader, so that a text the loader lost is missed.
"""

import re

import pytest
import yaml
from django.conf import settings
from django.db import transaction
from lxml import html

from tests.factories.courses import build_cohort, page_of, seat
from tests.factories.curriculum import load_day
from tests.factories.people import build_person

pytestmark = pytest.mark.any_database
FOLDER = settings.BASE_DIR / "lms/seed/content/full-programme"
LESSONS = {
    "d07-l1": "7.1-treatments-that-work",
    "d07-l3": "7.3-responding-to-disclosure",
    "d07-l4": "7.4-safety-planning",
}
SETTINGS = {"tone", "level", "minutes", "format", "drawing", "key"}


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load_day("d07")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def article(loaded, db, client):
    """The words of a lesson's page as somebody with a seat sees it, its alternative texts behind them."""
    learner = build_person("reader")
    seat(learner, build_cohort(page_of("d07", "en").get_parent().specific.course))
    client.force_login(learner)

    def read(key, language):
        main = html.fromstring(client.get(page_of(key, language).url).content).find(".//main")
        return alike(" ".join([main.text_content(), *main.xpath(".//img/@alt")]))

    return read


def alike(text):
    return re.sub(r"\s+", "", text.translate(str.maketrans("", "", "“”\"«»‘’'")))


def plain(line):
    """A line of Markdown without its marks."""
    line = re.sub(r"^(#+|-|\d+\.)\s+", "", line.strip())
    line = re.sub(r"\s*\{#[\w-]+\}$", "", line)
    line = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", line)
    return alike(re.sub(r"[*_\\]", "", line))


def texts_of(value):
    if isinstance(value, str):
        return [alike(value)]
    if isinstance(value, list):
        return [text for each in value for text in texts_of(each)]
    if isinstance(value, dict):
        return [text for name, each in value.items() if name not in SETTINGS for text in texts_of(each)]
    return []


def texts(key, language):
    """(texts of YAML fields, lines of prose in order) of a lesson's file."""
    raw = (FOLDER / language / "day-07" / f"{LESSONS[key]}.md").read_text()
    _, meta, body = raw.split("---\n", 2)
    front = yaml.safe_load(meta)
    fields, prose = texts_of([front["title"], front["summary"], front["goals"]]), []
    parts = re.split(r"^:::(.*)$", body, flags=re.MULTILINE)
    for marker, part in zip(["", *parts[1::2]], parts[::2], strict=True):
        head, _rule, rest = part.partition("---\n") if marker else ("", "", part)
        fields += texts_of(yaml.safe_load(head))
        prose += [plain(line) for line in rest.splitlines() if line.strip()]
    return fields, prose


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("key", LESSONS)
def test_the_page_says_what_its_file_says(article, key, language):
    page = article(key, language)
    fields, prose = texts(key, language)
    assert [text for text in [*fields, *prose] if text not in page] == []
    places = []
    for text in prose:
        places.append(page.find(text, places[-1] if places else 0))
    assert places == sorted(places) and -1 not in places
    assert len(prose) > 40


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("key", LESSONS)
def test_no_line_of_another_language_stands_on_the_page(article, key, language):
    page = article(key, language)
    own = {text for part in texts(key, language) for text in part}
    foreign = {text for code in {"en", "kk", "ru"} - {language} for part in texts(key, code) for text in part} - own
    assert [text for text in foreign if len(text) > 12 and text in page] == []
