"""The university "north" with a course in review, and people who walk a text through it in Wagtail's own screens."""

import json
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from tests.factories.courses import build_course, page_of
from tests.factories.people import build_center, build_organisation, build_staff, enter


class Hand:
    """Somebody at work in the admin."""

    def __init__(self, user):
        self.user = user
        self.client = enter(Client(), user)

    def post(self, name, *args, **data):
        return self.client.post(reverse(name, args=args), data)

    def write(self, page, summary, **action):
        """Posts the editor of a lesson with this summary; `action` names the button, none saves the draft."""
        return self.post("wagtailadmin_pages:edit", page.pk, **lesson_form(page.title, page.slug, summary), **action)

    def submit(self, page, summary):
        return self.write(page, summary, **{"action-submit": "1"})

    def act(self, page, action, state=None):
        """Presses approve or reject on the page that lists what waits."""
        state = state or current(page).current_task_state
        return self.post("wagtailadmin_pages:workflow_action", page.pk, action, state.pk, comment="-")

    def approve_in_editor(self, page, summary):
        return self.write(
            page,
            summary,
            **{
                "action-workflow-action": "1",
                "workflow-action-name": "approve",
                "workflow-action-extra-data": json.dumps({"comment": "-"}),
            },
        )


def lesson_form(title, slug, summary):
    return nested_form_data(
        {
            "title": title,
            "slug": slug,
            "summary": summary,
            "minutes": "10",
            "required": "on",
            "content_note": "0",
            "goals": streamfield([]),
            "body": streamfield([]),
            "before": "",
            "materials": streamfield([]),
            "edition": streamfield([]),
            "clearance": "",
            "citations": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""},
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""},
        }
    )


def current(page):
    return Page.objects.get(pk=page.pk).current_workflow_state


@pytest.fixture
def review(site):
    """Trainer, two second readers, two editors; the lesson "north-m01-l1" is public in three languages."""
    center, north = build_center(), build_organisation("north")
    build_course(site, "north", modules=1, units=2, organisation=north)
    names = {"trainer": ["trainer"], "second_reader": ["reader", "reader2"]}
    hands = {name: Hand(build_staff(role, north, name)) for role, names in names.items() for name in names}
    hands |= {name: Hand(build_staff("editor", center, name)) for name in ("editor", "editor2")}
    return SimpleNamespace(
        **hands, center=center, north=north, lesson=page_of("north-m01-l1", "en"), public=public_summary
    )


def public_summary(page):
    """What the public reads: the row of the page, never its revisions."""
    return type(page).objects.get(pk=page.pk).summary
