"""Every block of a lesson, as a reader gets it."""

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template
from django.utils import translation

from courses.blocks import LESSON_BLOCKS
from courses.edition_blocks import EDITION_BLOCKS
from courses.models import Source
from tests.factories import lesson

BLOCKS = dict([*LESSON_BLOCKS, *EDITION_BLOCKS])


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def rendered(name, value=None, **context):
    """The block `name` with `value` (default: its preview value) as a parsed fragment."""
    block = BLOCKS[name]
    value = block.get_preview_value() if value is None else block.to_python(value)
    return BeautifulSoup(block.render(value, context=context), "html.parser")


def included(component, **context):
    source = '{% include "components/' + component + '.html" %}'
    return BeautifulSoup(Template(source).render(Context(context)), "html.parser")


def text(node):
    return " ".join(node.get_text(" ").split())


def test_one_template_for_each_block_and_no_other():
    assert {name: block.meta.template for name, block in BLOCKS.items()} == {
        name: f"blocks/{name}.html" for name in BLOCKS
    }


def test_heading_keeps_level_and_anchor():
    html = rendered("heading", {"text": "Five parts", "level": "h3"}, block_id="9c")
    assert str(html).strip() == '<h3 id="b-9c">Five parts</h3>'


def test_text():
    assert str(rendered("text", '<p data-block-key="x1">One <b>word</b>.</p>')).strip() == "<p>One <b>word</b>.</p>"


def test_key_points():
    html = rendered("key_points")
    assert text(html.h2) == "To take along"
    assert [text(li) for li in html.select("li")] == ["Name the act, not the person.", "One rule for all."]


def test_callout_says_its_tone():
    html = rendered("callout")
    assert html.section["data-tone"] == "now"
    assert text(html.select_one(".block-title")) == "Before you write"


def test_content_note_is_closed_and_can_be_skipped():
    html = rendered("content_note", block_id="n1")
    opened, summary = html.select("details")
    assert not opened.has_attr("open") and not summary.has_attr("open")
    assert text(opened.select_one(".care-body")) == "The account."
    assert "A child could not sleep" in text(summary)
    skip, support = html.select(".skip-note a")
    assert (skip["href"], html.select_one("span[tabindex]")["id"]) == ("#after-n1", "after-n1")
    assert support["href"] == "#support"
    assert "An account of a difficult evening, sixty words, no injuries." in text(html.aside)
    assert "About 1 minute." in text(html.aside)


def test_content_note_sends_nothing():
    html = rendered("content_note", block_id="n1")
    assert html.select("form, input, button, img, script, [data-url]") == []


def test_case_says_that_it_is_fictional():
    html = rendered("case")
    assert text(html.h2) == "Nine in the evening"
    assert text(html.select("p")[-1]) == "The case is fictional. Names and details do not describe a real family."


def test_activity_with_a_role_ends_outside_the_role():
    value = {
        "title": "A call",
        "minutes": 15,
        "format": "pairs",
        "text": "<p>Play.</p>",
        "derole": "Say your own name.",
    }
    html = rendered("activity", value)
    assert [text(span) for span in html.select(".meta span")] == ["15 minutes", "in pairs"]
    assert text(html.select_one(".derole")) == "Stepping out of the role: Say your own name."


def test_branch_works_without_scripts_and_sends_nothing():
    html = rendered("branch", block_id="b7")
    first = html.select_one(".option")
    assert [child.name for child in first.find_all(recursive=False)] == ["input", "label", "div"]
    assert first.input["name"] == "branch-b7" and first.input["autocomplete"] == "off"
    assert first.label["for"] == first.input["id"] == "branch-b7-1"
    assert [reply["data-tone"] for reply in html.select(".reply")] == ["good", "warn"]
    assert html.select("form, button, script") == []


def test_quote():
    html = rendered("quote")
    assert text(html.blockquote) == "Ask less why, and more what would help."
    assert text(html.figcaption) == "Working rule of the course"


def test_figure_shows_a_drawing_that_ships_with_the_site():
    html = rendered("figure", {"drawing": "stigma-components", "alt": "Five circles", "caption": "Five parts"})
    assert html.img.attrs == {
        "src": "/static/lms/drawings/stigma-components.svg",
        "alt": "Five circles",
        "width": "480",
        "height": "330",
        "loading": "lazy",
    }
    assert text(html.figcaption) == "Five parts"


@pytest.mark.parametrize("name", ["../../secret", "no-such-drawing", "A B"])
def test_figure_without_its_drawing_shows_the_words(name):
    html = rendered("figure", {"drawing": name, "alt": "Five circles", "caption": ""})
    assert html.select("img") == []
    assert text(html.select_one(".figure-missing")) == "Five circles"


def test_video_of_another_host_loads_nothing_before_the_click():
    value = {
        "title": "The open door",
        "embed": "https://www.youtube.com/watch?v=abcdefghijk",
        "minutes": 6,
        "captions": [],
        "transcript": "<p>Hello.</p>",
    }
    html = rendered("video", value)
    assert html.select("iframe, img, script, video") == []
    link = html.select_one("a[data-player]")
    assert link["href"] == value["embed"]
    assert link["data-player"] == "https://www.youtube-nocookie.com/embed/abcdefghijk"
    assert "YouTube sees your network address" in text(html.select_one(".video-poster"))
    assert not html.details.has_attr("open")


def test_video_of_an_unknown_host_is_only_its_words():
    html = rendered("video", {"title": "Door", "embed": "https://evil.example/v", "minutes": 6, "captions": []})
    assert html.select("a, iframe, video") == []


def test_download_without_a_document_keeps_its_words():
    html = rendered("download")
    assert html.select("a") == []
    assert text(html) == "First ten minutes: a pocket card One page"


def test_term(db):
    html = rendered("term")
    assert (text(html.dt), text(html.dd)) == ("stigma", "A mark that lowers a person in the eyes of others.")


def test_pause_asks_nothing():
    html = rendered("pause")
    assert text(html) == "A short pause Put both feet on the floor."
    assert html.select("form, input, button, a") == []


def test_references_link_to_their_host():
    sources = [Source(citation_en="Goffman (1963).", url="https://books.example/stigma"), Source(citation_en="Link.")]
    html = included("references", sources=sources)
    assert [text(li) for li in html.select("li")] == ["Goffman (1963). books.example", "Link."]
    assert html.a["rel"] == ["noopener", "noreferrer"]


def test_a_citation_in_another_language_names_its_language():
    with translation.override("ru"):
        html = included("references", sources=[Source(citation_en="Stigma."), Source(citation_ru="Стигма.")])
    assert [node.get("lang") for node in html.select("li > span > span")] == ["en"]
    assert [text(li) for li in html.select("li")] == ["Stigma.", "Стигма."]


def test_interface_words_inside_foreign_content_name_their_language():
    page = type("Shown", (), {"content_language": "ru"})()
    html = rendered("case", page=page)
    assert [node["lang"] for node in html.select("[lang]")] == ["en", "en"]


def test_every_block_is_poisoned():
    assert {kind for kind, _value in lesson.BLOCKS} == dict(LESSON_BLOCKS).keys()
    assert {kind for kind, _value in lesson.EDITION} == dict(EDITION_BLOCKS).keys()


@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_every_block_has_what_the_editor_shows_of_it(name):
    block = BLOCKS[name]
    assert block.meta.icon not in {"", "placeholder"}
    assert block.get_description() and block.meta.preview_value


@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_hostile_text_is_never_markup(name, db):
    html = rendered(name, lesson.poisoned(dict([*lesson.BLOCKS, *lesson.EDITION])[name]), block_id="1")
    assert html.select("script, iframe, [onerror], [onclick], [srcdoc], img[src=x]") == []
    assert [a["href"] for a in html.select("a[href]") if "javascript" in a["href"].lower()] == []
    assert "alert(1)" in html.get_text()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "JAVA\tSCRIPT:alert(1)", "data:text/html,x", "vbscript:x"])
def test_hostile_addresses_are_not_links(address):
    assert included("references", sources=[Source(citation_en="Book.", url=address)]).select("a") == []
    assert [a for a in rendered("text", f'<p><a href="{address}">x</a></p>').select("a") if a.has_attr("href")] == []
    assert rendered("video", {"title": "t", "embed": address, "minutes": 1, "captions": []}).select("a") == []


def test_rich_text_keeps_what_the_editor_offers_and_links_to_pages(site):
    source = f'<p>See <a linktype="page" id="{site.catalogue["kk"].pk}">courses</a> and <a href="https://e.example/">e</a></p>'
    html = Template("{% load lms %}{{ value|prose }}").render(Context({"value": source}))
    assert html == '<p>See <a href="/en/courses/">courses</a> and <a href="https://e.example/">e</a></p>'
