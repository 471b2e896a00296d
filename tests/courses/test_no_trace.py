"""S-10: reading, also of hard texts, leaves nothing behind that is tied to a person."""

import logging
from datetime import date

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.courses import build_cohort, build_course, build_user, page_of, seat

pytestmark = pytest.mark.django_db
NOTE = {
    "level": "3",
    "note": "An account of a difficult evening.",
    "minutes": 1,
    "text": "<p>The account.</p>",
    "summary": "<p>An adult stayed near.</p>",
}


@pytest.fixture
def learner(site):
    course = build_course(site, modules=1, units=2, languages=["en"])
    lesson = page_of("course-m01-l1", "en")
    lesson.body = [("content_note", NOTE)]
    lesson.save_revision().publish()
    return seat(build_user(), build_cohort(course, starts_on=date(2026, 9, 7), ends_on=date(2026, 9, 18)))


def rows():
    return {model._meta.label: model.objects.count() for model in apps.get_models()}


def test_reading_writes_nothing(client, learner, caplog):
    client.force_login(learner.user)
    pages = [page_of(key, "en").get_url() for key in ("course", "course-m01", "course-m01-l1", "course-m01-l2")]
    client.get(pages[0])
    before = rows()
    with caplog.at_level(logging.INFO), CaptureQueriesContext(connection) as captured:
        for address in ["/en/my/", "/en/support/", *pages, *pages]:
            assert client.get(address).status_code == 200
    written = [query["sql"] for query in captured.captured_queries if not query["sql"].startswith("SELECT")]
    assert written == []
    assert rows() == before
    assert caplog.records == []
    assert set(client.session.keys()) == {"_auth_user_id", "_auth_user_backend", "_auth_user_hash"}


def test_a_closed_text_offers_nothing_that_could_be_counted(client, learner):
    client.force_login(learner.user)
    page = client.get(page_of("course-m01-l1", "en").get_url()).content.decode()
    start = page.index("The account.")
    note = page[page.rindex("<details", 0, start) : page.index("</details>", start)]
    for door in ("<form", "<img", "<script", "<iframe", "src=", "hx-", "ping="):
        assert door not in note
