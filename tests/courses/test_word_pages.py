"""The glossary, the language guide, and words linked from a lesson."""

import json

import pytest
from bs4 import BeautifulSoup
from django.core.cache import caches

from courses.models import GlossaryPage, GuidePage
from courses.sitemaps import PublicPages
from tests.factories.courses import add, build_course, page_of
from tests.factories.people import build_center, build_staff, enter
from tests.factories.reference import build_pair, build_term

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(site):
    caches["memory"].clear()
    for code in ("kk", "ru", "en"):
        add(site.home[code], GlossaryPage, "glossary", code, slug="glossary")
        add(site.home[code], GuidePage, "guide", code, slug="language-guide")
    build_term("rights", "құқық", "право", "right", confidence="L")
    build_term("label", "айдар", "ярлык", "label")


def soup(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def text(node):
    return " ".join(node.get_text(" ").split())


def test_everybody_reads_the_glossary_with_letters_and_anchors(client, pages):
    html = soup(client, "/kk/glossary/")
    assert [text(dt) for dt in html.select(".word-list dt")] == ["айдар", "құқық"]
    links = [(a["href"], a.get_text()) for a in html.select(".letters a")]
    assert [name for _href, name in links] == ["А", "Қ"]
    assert [html.select_one(href).get_text() for href, _name in links] == ["А", "Қ"]
    assert text(html.select_one("#rights dd")) == "құқық means"
    assert [node["lang"] for node in html.select("#rights span[lang]")] == ["ru", "en"]
    assert "proposal" not in html.get_text(), "how sure a term is only staff see"


def test_a_search_needs_no_script_and_says_what_it_found(client, pages):
    html = soup(client, "/ru/glossary/?q=кукык")
    assert html.select_one("form")["method"] == "get"
    assert [text(dt) for dt in html.select(".word-list dt")] == ["право"]
    assert html.select(".letters") == [] and len(soup(client, "/ru/glossary/").select("main nav .letters")) == 1
    assert html.select_one("#q")["value"] == "кукык"
    empty = soup(client, "/ru/glossary/?q=%3Cscript%3Eq")
    assert empty.select(".word-list, main script") == []
    assert empty.select_one("[role=status] a")["href"] == "/ru/glossary/"


@pytest.mark.parametrize("count", [1, 3])
def test_the_glossary_costs_the_same_for_one_and_for_three(client, pages, rf, queries, count):
    for number in range(count):
        build_term(f"t{number}", f"сөз {number}", f"слово {number}", f"word {number}")
    page = page_of("glossary", "en")
    with queries(2):  # the language of the page, the words
        assert page.get_context(rf.get("/"))["count"] == 2 + count


def test_the_guide_is_public_yet_not_listed(client, pages):
    build_pair("kk-only", avoid_ru="«такой»", prefer_ru="ребёнок", reason_ru="Потому")
    html = soup(client, "/ru/language-guide/")
    shown = html.select_one("#kk-only")
    assert [shown.p.get_text(" ").split()[-1], text(shown.b).split()[-1]] == ["«такой»", "ребёнок"]
    assert html.select_one("meta[name=robots]")["content"] == "noindex"
    listed = {page.slug for page in PublicPages().items()}
    assert "glossary" in listed and "language-guide" not in listed


def lesson(client, site, body):
    course = build_course(site, modules=1, units=1)
    for code in ("kk", "ru", "en"):
        page = page_of("course-m01-l1", code)
        page.body = json.dumps([{"type": kind, "value": value, "id": f"b{n}"} for n, (kind, value) in enumerate(body)])
        page.save()
    enter(client, build_staff("trainer", course.organisation))
    return soup(client, page_of("course-m01-l1", "ru").get_url())


def test_a_word_in_a_lesson_leads_to_its_meaning_below_and_on_to_the_glossary(client, site, pages):
    build_center()
    html = lesson(client, site, [("text", '<p>Это <a href="#term-label">ярлык</a>.</p>')])
    target = html.select_one(html.select_one("article p a[href^='#term-']")["href"])
    assert text(target.dt) == "ярлык"
    assert target.select_one("dd a")["href"] == "/ru/glossary/#label"


def test_a_term_block_leads_to_the_glossary_where_it_has_the_word(client, site, pages):
    build_center()
    blocks = [
        ("term", {"term": "Ярлык", "definition": "Слово."}),
        ("term", {"term": "Экокарта", "definition": "Рисунок."}),
    ]
    html = lesson(client, site, blocks)
    assert [[a["href"] for a in card.select("a")] for card in html.select(".term-card")] == [
        ["/ru/glossary/#label"],
        [],
    ]
