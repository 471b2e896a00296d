"""Opening a page is no edit: autosave makes no draft of what stands there already."""

import json

import pytest
from django.urls import reverse
from wagtail.models import Comment, Revision

from tests.factories.courses import build_course, page_of
from tests.factories.people import build_organisation, build_staff, enter
from tests.lms.review.conftest import lesson_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson(site):
    build_course(site, modules=1, units=1, organisation=build_organisation("north"))
    page = page_of("course-m01-l1", "en")
    page.body = [("text", "<p>As it came from a file.</p>")]
    page.save_revision().publish()
    return page_of("course-m01-l1", "en")


@pytest.fixture
def trainer(client, lesson):
    return enter(client, build_staff("trainer", build_organisation("north")))


def form(lesson, body=None, **changes):
    fields = lesson_form(lesson.title, lesson.slug, lesson.summary)
    fields |= {"minutes": str(lesson.minutes), "body-count": "1", "body-0-deleted": "", "body-0-order": "0"}
    block = lesson.body[0]
    contentstate = {"blocks": [{"key": "abcde", "type": "unstyled", "depth": 0, "inlineStyleRanges": []}]}
    contentstate["blocks"][0] |= {"text": body or "As it came from a file.", "entityRanges": []}
    fields |= {
        "body-0-type": "text",
        "body-0-id": block.id,
        "body-0-value": json.dumps(contentstate | {"entityMap": {}}),
    }
    return {**fields, **changes}


def autosave(client, lesson, **changes):
    """What the editor's script posts; returns the id of the revision that stands now."""
    url = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    answer = client.post(url, form(lesson, **changes), headers={"accept": "application/json"})
    assert answer.json().get("success"), answer.content
    return answer.json()["revision_id"]


def numbers(lesson):
    return list(Revision.objects.for_instance(lesson).order_by("pk").values_list("pk", flat=True))


def test_opening_a_page_makes_no_draft_and_typing_one(trainer, lesson):
    first = numbers(lesson)
    assert autosave(trainer, lesson) == first[0]
    lesson.refresh_from_db()
    assert (numbers(lesson), lesson.has_unpublished_changes) == (first, False)
    second = autosave(trainer, lesson, body="Other words.", overwrite_revision_id=first[0])
    assert numbers(lesson) == [*first, second]
    assert "As it came from a file." in Revision.objects.get(pk=first[0]).content["body"]
    third = autosave(trainer, lesson, body="Other words still.", overwrite_revision_id=second)
    assert (third, numbers(lesson)) == (second, [*first, second]), "one draft, however often it is saved"


def test_somebody_elses_draft_is_never_overwritten(client, trainer, lesson):
    draft = autosave(trainer, lesson, body="The first trainer's words.")
    other = enter(client, build_staff("trainer", build_organisation("north"), "trainer-two"))
    lesson = lesson.get_latest_revision_as_object()
    assert autosave(other, lesson, body="The first trainer's words.") == draft, "only opened"
    own = autosave(other, lesson, body="The second trainer's words.", overwrite_revision_id=draft)
    assert own != draft
    assert "The first trainer's words." in Revision.objects.get(pk=draft).content["body"]


def test_a_comment_is_kept_with_a_text_that_is_the_same(trainer, lesson):
    comments = {
        "comments-TOTAL_FORMS": "1", "comments-0-id": "", "comments-0-contentpath": "summary",
        "comments-0-text": "Is this so?", "comments-0-position": "", "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0",
    }  # fmt: skip
    first = numbers(lesson)
    autosave(trainer, lesson, **comments)
    assert Comment.objects.get(page_id=lesson.pk).text == "Is this so?"
    assert len(numbers(lesson)) == len(first) + 1
