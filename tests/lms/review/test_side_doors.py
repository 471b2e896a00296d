"""S-06: whatever a trainer does in the admin, what the public reads stays as it was."""

import json

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from lms.core.pages import BasePage
from tests.factories.courses import page_of

from .conftest import lesson_form


def everything_public():
    """Every live page as the public finds it: address, place in the tree, and every field it shows."""
    shown = {}
    for page in Page.objects.live().order_by("pk").specific():
        data = page.serializable_data()
        for bookkeeping in ("latest_revision", "latest_revision_created_at", "has_unpublished_changes", "draft_title"):
            data.pop(bookkeeping)
        data["numchild"] = None
        shown[page.pk] = json.dumps(data, cls=DjangoJSONEncoder, sort_keys=True)
    return shown


@pytest.fixture
def unchanged(review):
    before = everything_public()
    yield before
    assert everything_public() == before


@pytest.fixture
def alias(review):
    """A lesson that the Kazakh tree shows in English until it is translated."""
    source = page_of("north-m01-l2", "en")
    page_of("north-m01-l2", "kk").delete()
    return source.copy_for_translation(page_of("north-m01", "kk").locale, alias=True)


@pytest.fixture
def translation(review):
    """The Kazakh lesson as a translation of the English one, in localize."""
    source, _new = TranslationSource.get_or_create_from_instance(review.lesson)
    kazakh = page_of("north-m01-l1", "kk")
    return Translation.objects.create(source=source, target_locale=kazakh.locale)


def test_publishing(review, unchanged):
    review.trainer.write(review.lesson, "Slipped in", **{"action-publish": "1"})
    assert page_of("north-m01-l1", "en").get_latest_revision_as_object().summary == "Slipped in"


def test_scheduling(review, unchanged):
    data = {"action-publish": "1", "go_live_at": "2020-01-01 10:00", "expire_at": "2020-01-02 10:00"}
    review.trainer.write(review.lesson, "Slipped in", **data)
    call_command("publish_scheduled")
    review.trainer.submit(review.lesson, "Slipped in")
    call_command("publish_scheduled")


@pytest.mark.parametrize(
    "name",
    [
        "unpublish",
        "delete",
        "move_confirm",
        "move",
        "set_page_position",
        "set_privacy",
        "lock",
        "unlock",
        "convert_alias",
        "revisions_unschedule",
        "revisions_revert",
    ],
)
def test_wagtails_addresses(review, unchanged, name):
    lesson = review.lesson
    elsewhere = page_of("north", "en")
    review.trainer.write(lesson, "Draft")
    revision = Page.objects.get(pk=lesson.pk).latest_revision_id
    arguments = {
        "move_confirm": [lesson.pk, elsewhere.pk],
        "revisions_unschedule": [lesson.pk, revision],
        "revisions_revert": [lesson.pk, revision],
    }.get(name, [lesson.pk])
    data = {"new_parent_page": elsewhere.pk, "restriction_type": "login", "position": "1", "action-publish": "1"}
    data |= lesson_form(lesson.title, lesson.slug, "Slipped in")
    review.trainer.post(f"wagtailadmin_pages:{name}", *arguments, **data)


@pytest.mark.parametrize("action", ["publish", "unpublish", "delete", "move"])
def test_bulk_actions(review, unchanged, action):
    module, elsewhere = page_of("north-m01", "en"), page_of("north", "ru")
    ids = f"?id={review.lesson.pk}&id={module.pk}"
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    data = {"chooser": elsewhere.pk, "include_descendants": "on", "move_applicable": "on"}
    review.trainer.client.post(url + ids, data)
    review.trainer.client.post(url + "?id=all&childOf=" + str(module.pk), data)


@pytest.mark.parametrize("alias_of", [False, True])
def test_copies(review, unchanged, alias_of):
    """A copy is a draft; a live one, or an alias that lives with its source, would be public at once."""
    module = page_of("north-m01", "en")
    data = {
        "new_title": "Copy",
        "new_slug": "copy",
        "new_parent_page": page_of("north", "en").pk,
        "copy_subpages": "on",
        "publish_copies": "on",
        **({"alias": "on"} if alias_of else {}),
    }
    review.trainer.post("wagtailadmin_pages:copy", module.pk, **data)
    assert Page.objects.filter(slug="copy", live=True).count() == 0


def test_a_new_page_is_a_draft(review, unchanged):
    module = page_of("north-m01", "en")
    form = {**lesson_form("Slipped in", "slipped-in", "-"), "action-publish": "1"}
    review.trainer.post("wagtailadmin_pages:add", "courses", "lessonpage", module.pk, **form)
    assert {page.live for page in Page.objects.filter(slug="slipped-in")} == {False}


def test_an_alias_stays_what_it_is(alias, review, unchanged):
    review.trainer.post("wagtailadmin_pages:convert_alias", alias.pk)
    review.trainer.post("wagtail_localize:submit_page_translation", alias.alias_of_id, locales=[alias.locale_id])
    review.trainer.write(alias, "Slipped in", **{"action-publish": "1"})


def test_translating(translation, review, unchanged):
    kazakh = translation.get_target_instance()
    trainer = review.trainer
    segment = translation.source.stringsegment_set.filter(string__data=review.lesson.summary).first()
    segment = segment or translation.source.stringsegment_set.first()
    trainer.client.put(
        reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk]),
        "value=Slipped+in",
        content_type="application/x-www-form-urlencoded",
    )
    assert StringTranslation.objects.filter(data="Slipped in").count() == 1
    trainer.post("wagtailadmin_pages:edit", kazakh.pk, action="publish")
    trainer.post("wagtail_localize:update_translations", translation.source.pk, publish_translations="on")
    trainer.post("wagtail_localize:submit_page_translation", review.lesson.pk, locales=[kazakh.locale_id])
    trainer.post("wagtail_localize:convert_to_alias", kazakh.pk)
    trainer.post("wagtail_localize:stop_translation", translation.pk)
    trainer.post("wagtail_localize:convert_to_alias", kazakh.pk)


def test_nobody_else_has_a_right_that_these_tests_forget():
    """A new kind of page inherits the guard; one that does not would let autosave change a text in review."""
    pages = [model for model in apps.get_models() if issubclass(model, Page) and model is not Page]
    assert [model for model in pages if not issubclass(model, BasePage)] == []
