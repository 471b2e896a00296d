"""Remarks in Wagtail's editor lead to their blocks, also to those in another tab."""

import pytest
from django.urls import reverse

from lms.accounts.domain import memberships
from tests.factories import courses as build
from tests.factories.lesson import EDITION, body_of, build_full_lesson
from tests.factories.people import build_staff, enter


@pytest.fixture
def editor(context, client, live_server, site):
    course = build.build_course(site, modules=1, units=1, languages=["en"])
    memberships.sync_grants()
    body = body_of([("figure", {"drawing": "", "alt": "a", "caption": "c"})])
    lesson = build_full_lesson(build.page_of("course-m01", "en"), body=body, edition=body_of(EDITION[:1], prefix="e"))
    lesson.save_revision()
    enter(client, build_staff("editor", course.organisation))
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    return live_server.url + reverse("wagtailadmin_pages:edit", args=[lesson.pk])


@pytest.mark.parametrize(
    ("remark", "block"),
    [("The figure has no picture.", "b1"), ("The steps of the session take 30 minutes, not 90.", "e1")],
)
def test_a_remark_leads_to_its_block(page, editor, remark, block):
    page.goto(editor)
    page.get_by_role("link", name=remark).click()
    page.locator(f"#block-{block}-section").wait_for(state="visible")
    page.wait_for_function(
        "id => { const box = document.getElementById(id).getBoundingClientRect();"
        " return box.top >= 0 && box.top < innerHeight; }",
        arg=f"block-{block}-section",
    )
