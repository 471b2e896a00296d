"""The wording check over our own content, and in the editor."""

import json

import pytest
from bs4 import BeautifulSoup
from django.core.cache import caches
from django.urls import reverse

from lms.seed.content import CONTENT
from lms.seed.management.commands.content_check import document
from lms.seed.wording import markdown_findings, rules_of, wording_warnings
from lms.translation import wording
from tests.factories.reference import build_pair
from tests.lms.review.conftest import review  # noqa: F401

PAIR = {
    "stems_en": "time bomb*\nproblem child*",
    "stems_ru": "бомб* замедленного действия",
    "stems_kk": "баяу жарылатын бомба*",
    "prefer_en": "child with rights and needs",
    "reason_en": "It turns a child into a danger.",
}


def test_our_own_content_labels_nobody():
    reference = {"language-guide": document(CONTENT, "reference/language-guide.yaml")}
    found = wording_warnings(CONTENT, reference, lambda name: document(CONTENT, name))
    assert [str(each) for each in found] == []


def test_a_label_in_a_file_is_told_with_its_line():
    reference = {"language-guide": document(CONTENT, "reference/language-guide.yaml")}
    text = "---\ntitle: A\n---\n\n*A problem child* is an example.\n\nA problem child is not.\n"
    assert [str(each) for each in markdown_findings("en/a.md", text, rules_of(reference)["en"])] == [
        "en/a.md:7: “problem child” may label people; better: child whose behaviour shows distress"
    ]


@pytest.fixture
def pair(db):
    caches["memory"].clear()
    yield build_pair(**PAIR)
    caches["memory"].clear()


def warning_of(client, response):
    page = BeautifulSoup(client.get(response.url).content, "html.parser")
    return [" ".join(node.get_text(" ").split()) for node in page.select(".messages ul > .warning")]


def test_saving_warns_and_blocks_nothing(review, pair):  # noqa: F811
    trainer, lesson = review.trainer, review.lesson
    response = trainer.write(lesson, "These children are time bombs, and a problem child.")
    assert type(lesson).objects.get(pk=lesson.pk).get_latest_revision_as_object().summary.startswith("These children")
    assert [text.split(":")[0] for text in warning_of(trainer.client, response)] == ["2 wordings may label people"]
    assert warning_of(trainer.client, trainer.write(lesson, "Careful words.")) == []


def test_the_screen_shows_each_finding_with_what_to_say_and_why(review, pair):  # noqa: F811
    review.trainer.write(review.lesson, "He said: these children are time bombs, they say.")
    page = BeautifulSoup(
        review.trainer.client.get(reverse("translations:wording", args=[review.lesson.pk])).content, "html.parser"
    )
    row = [" ".join(cell.get_text().split()) for cell in page.select("table.listing tbody td")]
    assert row[:3] == [
        "He said: these children are time bombs, they say.",
        "child with rights and needs",
        "It turns a child into a danger.",
    ]
    assert page.select_one("mark").get_text() == "time bombs"


def test_a_long_text_is_cut_between_words():
    text = "one " * 20 + "a time bomb here " + "two " * 20
    start = text.index("time bomb")
    assert wording.words_around(text, start, start + 9) == ("… " + "one " * 14 + "a ", " here" + " two" * 13 + " …")
    assert wording.words_around("a time bomb here", 2, 11) == ("a ", " here")


def test_blocks_are_read_and_quotations_are_not(review, pair):  # noqa: F811
    lesson = review.lesson
    body = [
        {"type": "text", "value": "<p>A <b>problem</b> child.</p>", "id": "1"},
        {"type": "quote", "value": {"text": "A problem child.", "who": ""}, "id": "2"},
    ]
    lesson.body = json.dumps(body)
    lesson.save_revision(user=review.trainer.user)
    shown = review.trainer.client.get(reverse("translations:wording", args=[lesson.pk]))
    assert [place.finding.words for place in shown.context["places"]] == ["problem child"]


def test_only_who_writes_the_page_sees_its_draft(review, pair):  # noqa: F811
    review.trainer.write(review.lesson, "A problem child.")
    url = reverse("translations:wording", args=[review.lesson.pk])
    assert "problem child" not in review.reader.client.get(url, follow=True).content.decode()
