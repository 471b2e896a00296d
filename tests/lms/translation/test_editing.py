"""Translations in the editor: they begin from what the page shows, never publish by themselves, lose no text."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.admin.models import EditingSession
from wagtail.models import Page
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation, TranslationSource

from courses.models import LessonPage, ModulePage
from lms.translation import editing, leads
from tests.factories.courses import page_of
from tests.factories.people import build_staff
from tests.lms.review.conftest import Hand, current, lesson_form, review  # noqa: F401

STAFF_CSS = Path(settings.BASE_DIR) / "lms/static/lms/css/staff.css"


@pytest.fixture
def alias(review):  # noqa: F811
    """The second lesson, which the Kazakh tree shows in English."""
    source = page_of("north-m01-l2", "en")
    page_of("north-m01-l2", "kk").delete()
    page = source.copy_for_translation(page_of("north-m01", "kk").locale, alias=True)
    editing.begin(page)
    return page


def type_in(hand, page, words):
    translation = leads.translation_of(page)
    for segment in translation.source.stringsegment_set.all():
        address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
        hand.client.put(address, f"value={words}", content_type="application/x-www-form-urlencoded")


def row(page):
    return LessonPage.objects.get(pk=page.pk)


def test_an_untranslated_page_keeps_its_text_until_its_translation_is_approved(review, alias):  # noqa: F811
    editor = review.trainer.client.get(reverse("wagtailadmin_pages:edit", args=[alias.pk]))
    assert "north-m01-l2 en" in editor.context["props"]
    type_in(review.trainer, alias, "Дауыс")
    review.trainer.post("review:submit_translation", alias.pk)
    assert (row(alias).title, row(alias).content_language) == ("north-m01-l2 en", "en")
    review.reader.act(alias, "approve")
    assert (row(alias).title, row(alias).content_language) == ("north-m01-l2 en", "en")
    review.editor.act(alias, "approve")
    assert (row(alias).title, row(alias).content_language) == ("Дауыс", "kk")
    assert row(alias).url == "/kk/courses/north/day-1/lesson-2/"
    english = page_of("north-m01-l2", "en")
    english.title = "Later"
    english.save_revision().publish()
    assert row(alias).title == "Дауыс"


def test_the_editor_offers_what_is_open_and_submitting_first(review, alias):  # noqa: F811
    """Localize's own actions lead past the review; its script builds them, so the stylesheet takes them away."""
    editor = review.trainer.client.get(reverse("wagtailadmin_pages:edit", args=[alias.pk])).content.decode()
    actions = editor[editor.index("lms-actions") :]
    addresses = [
        reverse("review:submit_translation", args=[alias.pk]),
        reverse("translations:compare", args=[alias.pk]),
        reverse("wagtail_localize:preview_translation", args=[leads.translation_of(alias).pk]),
    ]
    assert re.findall(r'<a [^>]*href="([^"]+)"', actions[: actions.index("</nav>")]) == addresses
    assert ".js-translation-editor .footer { display: none; }" in STAFF_CSS.read_text()
    assert 'href="/static/lms/css/staff.css"' in editor
    type_in(review.trainer, alias, "Дауыс")
    review.trainer.post("review:submit_translation", alias.pk)
    waiting = review.trainer.client.get(reverse("wagtailadmin_pages:edit", args=[alias.pk])).content.decode()
    assert addresses[0] not in waiting


def test_nobody_publishes_from_the_list_of_texts(review, alias, django_user_model):  # noqa: F811
    """A superuser could: the texts that are missing would appear in English."""
    translation = leads.translation_of(alias)
    superuser = Hand(django_user_model.objects.create_superuser("root@example.kz", "not-used"))
    segment = translation.source.stringsegment_set.first()
    StringTranslation.objects.create(
        translation_of=segment.string, context=segment.context, locale=alias.locale, data="Дауыс"
    )
    superuser.post("wagtailadmin_pages:edit", alias.pk, action="publish")
    superuser.post("wagtail_localize:update_translations", translation.source.pk, publish_translations="on")
    superuser.post("wagtail_localize:submit_page_translation", alias.alias_of_id, locales=[alias.locale_id])
    assert (row(alias).title, row(alias).alias_of_id) == ("north-m01-l2 en", alias.alias_of_id)


def test_a_translation_taken_up_again_begins_with_what_was_written_by_hand(review):  # noqa: F811
    kazakh = page_of("north-m01-l1", "kk")
    translation = editing.begin(kazakh)
    review.trainer.post("wagtail_localize:stop_translation", translation.pk)
    kazakh.title = "Қолмен жазылған"
    kazakh.save_revision().publish()
    review.trainer.post("wagtailadmin_pages:edit", kazakh.pk, **{"localize-restart-translation": "1"})
    assert Translation.objects.get(pk=translation.pk).enabled
    texts = StringTranslation.objects.filter(locale=kazakh.locale, context__object_id=kazakh.translation_key)
    assert "Қолмен жазылған" in texts.values_list("data", flat=True)
    review.trainer.post("review:submit_translation", kazakh.pk)
    assert row(kazakh).get_latest_revision_as_object().title == "Қолмен жазылған"


def title_in(hand, translation, words):
    segment = translation.source.stringsegment_set.get(context__path="title")
    address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    hand.client.put(address, f"value={words}", content_type="application/x-www-form-urlencoded")


def give_body(page, html):
    page.body = json.dumps([{"type": "text", "value": html, "id": "00000000-0000-4000-8000-000000000001"}])
    page.save_revision().publish()


def words_of(page):
    rows = StringTranslation.objects.filter(locale=page.locale, context__object_id=page.translation_key)
    return sorted(rows.values_list("context__path", "data", "tool_name", "last_translated_by", "updated_at"))


def test_a_saved_text_is_in_the_draft_that_is_written_by_hand_and_there_when_taken_up_again(review):  # noqa: F811
    russian = page_of("north-m01-l1", "ru")
    translation = editing.begin(russian)
    StringTranslation.objects.filter(locale=russian.locale).update(tool_name="content files")
    title_in(review.trainer, translation, "Голос")
    before, public = words_of(russian), row(russian).title
    stop = reverse("wagtail_localize:stop_translation", args=[translation.pk])
    editor = reverse("wagtailadmin_pages:edit", args=[russian.pk])
    shown = review.trainer.client.post(stop, {"next": editor}, follow=True)
    assert shown.context["form"]["title"].value() == "Голос"
    assert "The texts that you saved are in the draft." in shown.content.decode()
    assert (row(russian).title, row(russian).get_latest_revision_as_object().title) == (public, "Голос")
    assert not Translation.objects.get(pk=translation.pk).enabled
    review.trainer.post("wagtailadmin_pages:edit", russian.pk, **{"localize-restart-translation": "1"})
    assert Translation.objects.get(pk=translation.pk).enabled
    assert words_of(russian) == before
    review.trainer.client.post(stop)
    editing.begin_in(review.lesson, russian.locale)
    assert words_of(russian) == before


def test_nothing_saved_makes_no_draft(review):  # noqa: F811
    russian = page_of("north-m01-l1", "ru")
    translation = editing.begin(russian)
    before = row(russian).latest_revision_id
    review.trainer.post("wagtail_localize:stop_translation", translation.pk)
    assert not Translation.objects.get(pk=translation.pk).enabled
    assert row(russian).latest_revision_id == before


def test_writing_by_hand_waits_while_a_saved_text_has_no_place_in_the_page(review, alias):  # noqa: F811
    russian = page_of("north-m01-l1", "ru")
    give_body(review.lesson, "<p>The voice is quiet.</p>")
    give_body(russian, "<p>Голос тихий.</p>")
    incomplete = editing.begin(russian)
    title_in(review.trainer, incomplete, "Голос")
    StringTranslation.objects.filter(locale=russian.locale).exclude(data="Голос").delete()
    untranslated = leads.translation_of(alias)
    title_in(review.trainer, untranslated, "Дауыс")
    for translation, page in ((incomplete, russian), (untranslated, alias)):
        before, revision = words_of(page), row(page).latest_revision_id
        stop = reverse("wagtail_localize:stop_translation", args=[translation.pk])
        told = review.trainer.client.post(stop, follow=True).content.decode()
        assert "Translate what is missing and submit the translation." in told
        assert Translation.objects.get(pk=translation.pk).enabled
        assert (words_of(page), row(page).latest_revision_id) == (before, revision)


def test_a_text_under_review_is_not_changed_by_writing_by_hand(review):  # noqa: F811
    russian = page_of("north-m01-l1", "ru")
    translation = editing.begin(russian)
    title_in(review.trainer, translation, "Голос")
    review.trainer.post("review:submit_translation", russian.pk)
    StringTranslation.objects.filter(data="Голос").update(data="Позже")
    before = row(russian).latest_revision_id
    review.editor.post("wagtail_localize:stop_translation", translation.pk)
    assert row(russian).latest_revision_id == before
    assert list(StringTranslation.objects.filter(data="Позже").values_list("context__path", flat=True)) == ["title"]


def test_an_own_link_counts_as_saved(review):  # noqa: F811
    lesson, russian = review.lesson, page_of("north-m01-l1", "ru")
    for page, address in ((lesson, "https://example.org/en"), (russian, "https://example.org/ru")):
        give_body(page, f'<p>Text <a href="{address}">here</a></p>')
    translation = editing.begin(russian)
    assert SegmentOverride.objects.filter(locale=russian.locale).count() == 1
    assert not leads.unsubmitted(row(russian))
    SegmentOverride.objects.filter(locale=russian.locale).update(data_json='"https://example.org/new"')
    review.trainer.post("wagtail_localize:stop_translation", translation.pk)
    draft = row(russian).get_latest_revision_as_object()
    assert BeautifulSoup(draft.body[0].value.source, "html.parser").a["href"] == "https://example.org/new"


def test_a_translation_that_would_drop_a_text_is_not_taken_up_again(review):  # noqa: F811
    kazakh = page_of("north-m01-l1", "kk")
    translation = editing.begin(kazakh)
    review.trainer.post("wagtail_localize:stop_translation", translation.pk)
    kazakh.summary = "Тек қазақша"
    kazakh.save_revision().publish()
    review.trainer.post("wagtailadmin_pages:edit", kazakh.pk, **{"localize-restart-translation": "1"})
    assert not Translation.objects.get(pk=translation.pk).enabled


def add(hand, parent, title):
    form = lesson_form(title, title.lower(), "-")
    return hand.post("wagtailadmin_pages:add", "courses", "lessonpage", parent.pk, **form)


def test_a_page_of_a_module_begins_in_the_lead_language(review):  # noqa: F811
    leads.change_lead(page_of("north-m01", "en"), "kk", by=None)
    add(review.trainer, page_of("north-m01", "en"), "First")
    assert not Page.objects.filter(slug="first").exists()
    add(review.trainer, page_of("north-m01", "kk"), "Second")
    found = Page.objects.filter(slug="second").values_list("locale__language_code", "alias_of__locale__language_code")
    assert sorted(found) == [("en", "kk"), ("kk", None), ("ru", "kk")]


def test_a_module_leads_in_the_language_in_which_it_is_made(review):  # noqa: F811
    form = {
        **lesson_form("Жаңа күн", "new-day", ""),
        "number": "2",
        **{f"{name}-count": "0" for name in ("outcomes", "sessions")},
    }
    review.trainer.post("wagtailadmin_pages:add", "courses", "modulepage", page_of("north", "kk").pk, **form)
    found = ModulePage.objects.filter(slug="new-day").values_list("locale__language_code", "lead_language")
    assert sorted(found) == [("en", "kk"), ("kk", "kk"), ("ru", "kk")]


def test_the_lead_language_is_changed_by_post_and_by_those_who_keep_the_course(review):  # noqa: F811
    module = page_of("north-m01", "en")
    neighbour = Hand(build_staff("administrator", review.north))
    for hand in (review.trainer, review.reader):
        hand.post("translations:lead", module.pk, language="kk")
    review.editor.client.get(reverse("translations:lead", args=[module.pk]), {"language": "kk"})
    assert ModulePage.objects.get(pk=module.pk).lead_language == "en"
    neighbour.post("translations:lead", module.pk, language="kk")
    assert ModulePage.objects.get(pk=module.pk).lead_language == "kk"


def test_translators_go_on_after_the_lead_language_has_changed(review):  # noqa: F811
    for code in ("kk", "ru"):
        editing.begin(page_of("north-m01-l1", code))
    leads.change_lead(page_of("north-m01", "en"), "kk", by=None)
    for code in ("ru", "en"):
        address = reverse("wagtailadmin_pages:edit", args=[page_of("north-m01-l1", code).pk])
        assert "north-m01-l1 kk" in review.trainer.client.get(address).context["props"]


def test_why_the_lead_language_stays_is_told(review, alias):  # noqa: F811
    module = page_of("north-m01", "en")
    response = review.editor.post("translations:lead", module.pk, language="kk")
    assert "“north-m01-l2 en” has no version in this language." in response.content.decode()
    assert ModulePage.objects.get(pk=module.pk).lead_language == "en"


def test_the_editor_shows_the_lead_language_and_does_not_change_it(review):  # noqa: F811
    module = page_of("north-m01", "en")
    page = review.trainer.client.get(reverse("wagtailadmin_pages:edit", args=[module.pk])).content.decode()
    assert "Lead language" in page and "English" in page and 'name="lead_language"' not in page


def test_a_restart_is_not_offered_where_the_page_leads(review):  # noqa: F811
    editing.begin(page_of("north-m01-l1", "kk"))
    leads.change_lead(page_of("north-m01", "en"), "kk", by=None)
    page = review.trainer.client.get(reverse("wagtailadmin_pages:edit", args=[page_of("north-m01-l1", "kk").pk]))
    assert b"localize-restart-translation" not in page.content
    assert TranslationSource.objects.filter(locale__language_code="kk").exists()
    assert current(page_of("north-m01-l1", "kk")) is None


def test_two_people_in_one_page_are_told(review):  # noqa: F811
    """Wagtail's own notice: each editor is a session that asks the server who else is there."""
    address = reverse("wagtailadmin_pages:edit", args=[review.lesson.pk])
    first = review.trainer.client.get(address)
    second = review.editor.client.get(address)
    ours, theirs = (EditingSession.objects.get(user=hand.user) for hand in (review.trainer, review.editor))
    assert b"w-session" in first.content and b"w-session" in second.content
    ping = reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", review.lesson.pk, ours.pk])
    answer = review.trainer.client.post(ping).json()
    assert [(each["session_id"], each["user"]) for each in answer["other_sessions"]] == [
        (theirs.pk, str(review.editor.user))
    ]


def test_two_translators_of_one_page_are_told(review):  # noqa: F811
    """Localize's editor knows no sessions."""
    kazakh = page_of("north-m01-l1", "kk")
    editing.begin(kazakh)
    type_in(review.trainer, kazakh, "Дауыс")
    address = reverse("wagtailadmin_pages:edit", args=[kazakh.pk])
    told = f"{review.trainer.user} has been translating this page"
    assert told in review.editor.client.get(address).content.decode()
    assert told not in review.trainer.client.get(address).content.decode()
    StringTranslation.objects.update(updated_at=timezone.now() - timedelta(hours=1))
    assert told not in review.editor.client.get(address).content.decode()


def test_the_editor_tells_when_a_string_was_translated_in_the_readers_way(review, alias):  # noqa: F811
    type_in(review.trainer, alias, "Дауыс")
    string = StringTranslation.objects.filter(last_translated_by=review.trainer.user).first()
    string.updated_at = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
    with override("ru"):
        assert string.get_comment() == "By hand, 22 ноября 2026 г."
        string.tool_name = "content files"
        assert string.get_comment() == "From the content files, 22 ноября 2026 г."
