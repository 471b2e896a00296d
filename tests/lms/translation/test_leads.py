"""The lead language of a module changes with the real second day of the curriculum, and nothing else does."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from wagtail.models import Page
from wagtail.rich_text import RichText
from wagtail_localize.models import MissingTranslationError, StringTranslation, Translation
from wagtail_localize.segments.extract import extract_segments

from courses.domain.progress import complete_unit
from courses.domain.queries import outline
from courses.models import CoursePage, ModulePage, UnitResult
from lms.review.submitting import draft_of
from lms.seed.models import LoadedPage
from lms.translation import leads
from lms.translation.following import source_of
from lms.translation.models import Rendition
from lms.translation.pairing import source_texts, strings
from tests.factories.courses import build_cohort, page_of, seat
from tests.factories.curriculum import load_day
from tests.factories.people import build_center, build_person, build_staff

pytestmark = pytest.mark.any_database
KEYS = ["d02", "d02-l1", "d02-l2", "d02-l3", "d02-l4", "d02-quiz"]


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The day, loaded once for all tests of this file; each test takes back what it does."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_day()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def day(loaded, db):
    return page_of("d02", "en")


def everything():
    """Each page as it stands in the database: its text, address, flags, revisions."""
    rows = {}
    for page in Page.objects.order_by("pk").specific():
        data = page.serializable_data()
        data.pop("lead_language", None)
        rows[page.pk] = json.dumps(data | {"address": page.url}, cls=DjangoJSONEncoder, sort_keys=True)
    return rows


def sources(key):
    """{language: language it is translated from}"""
    rows = Translation.objects.filter(source__object_id=page_of(key, "en").translation_key, enabled=True)
    return dict(rows.values_list("target_locale__language_code", "source__locale__language_code"))


def test_the_lead_changes_and_no_page_does(day):
    editor = build_staff("editor", build_center())
    before = everything()
    assert leads.why_not(day, "kk") == []
    leads.change_lead(day, "kk", by=editor)
    assert everything() == before
    assert [page.lead_language for page in ModulePage.objects.filter(translation_key=day.translation_key)] == ["kk"] * 3
    assert [sources(key) for key in KEYS] == [{"en": "kk", "ru": "kk"}] * len(KEYS)


def words(page):
    """{(path, place): text} of what a page says."""
    return {key: one.string.data for key, one in strings(extract_segments(page)).items()}


def translate(segment, locale, text, by=None):
    return StringTranslation.objects.create(
        translation_of=segment.string, context=segment.context, locale=locale, data=text, last_translated_by=by
    )


def publish_translation(page):
    draft_of(leads.translation_of(page), page, None)
    page_of("d02-l1", page.locale.language_code).latest_revision.publish()


def test_a_block_written_in_the_new_lead_language_is_translated_and_nothing_else_changes(day):
    leads.change_lead(day, "kk", by=None)
    before = everything()
    kazakh, russian = page_of("d02-l1", "kk"), page_of("d02-l1", "ru")
    said = words(russian)
    kazakh.body.append(("text", RichText("<p>Жаңа сөйлем.</p>")))
    kazakh.save_revision().publish()
    assert outdated_languages("d02-l1") == ["en", "ru"]
    with pytest.raises(MissingTranslationError):
        publish_translation(russian)
    new = leads.translation_of(russian).source.stringsegment_set.get(string__data="Жаңа сөйлем.")
    translate(new, russian.locale, "Новое предложение.")
    publish_translation(russian)
    after = page_of("d02-l1", "ru")
    added = words(after).keys() - said.keys()
    assert [words(after)[key] for key in added] == ["Новое предложение."]
    assert {key: text for key, text in words(after).items() if key not in added} == said
    assert after.url == russian.url
    assert outdated_languages("d02-l1") == ["en"]
    now = everything()
    touched = {kazakh.pk, russian.pk}
    assert {pk: row for pk, row in now.items() if pk not in touched} == {
        pk: row for pk, row in before.items() if pk not in touched
    }


def outdated_languages(key):
    return sorted(language for language, row in renditions(key).items() if row.outdated_since)


def renditions(key):
    pages = {page.pk: page for page in Page.objects.filter(translation_key=page_of(key, "en").translation_key)}
    rows = Rendition.objects.filter(page__in=pages).order_by("revision")
    return {pages[row.page_id].locale.language_code: row for row in rows if row.page_id in pages and is_live(row)}


def is_live(row):
    return Page.objects.get(pk=row.page_id).live_revision_id == row.revision_id


def test_the_way_back_loses_nothing_either(day):
    before = everything()
    for language in ("kk", "ru", "en"):
        leads.change_lead(ModulePage.objects.get(pk=day.pk), language, by=None)
    assert everything() == before
    assert [sources(key) for key in KEYS] == [{"kk": "en", "ru": "en"}] * len(KEYS)
    assert Translation.objects.filter(source__object_id=day.translation_key).count() == 2
    assert leads.why_not(ModulePage.objects.get(pk=day.pk), "kk") == []


def test_what_a_translator_has_typed_goes_along_with_the_name(day):
    translator = build_staff("editor", build_center())
    russian = page_of("d02-l1", "ru")
    segment = leads.translation_of(russian).source.stringsegment_set.get(context__path="title")
    rows = StringTranslation.objects.filter(context=segment.context, locale=russian.locale)
    rows.update(data="Ещё не сдано", last_translated_by=translator)
    written = rows.get().updated_at
    leads.change_lead(day, "kk", by=None)
    source = leads.translation_of(russian).source
    row = StringTranslation.objects.get(
        locale=russian.locale,
        context__path="title",
        context__object_id=russian.translation_key,
        translation_of__in=source.stringsegment_set.values("string"),
    )
    assert (row.data, row.last_translated_by, row.updated_at) == ("Ещё не сдано", translator, written)
    assert page_of("d02-l1", "ru").title == russian.title


def test_an_outdated_translation_stays_outdated(day):
    english = page_of("d02-l1", "en")
    english.title = "A new title"
    english.save_revision().publish()
    russian, kazakh = page_of("d02-l1", "ru"), page_of("d02-l1", "kk")
    assert leads.why_not(day, "kk") == [f"“{english.title}” is outdated in this language."]
    title = leads.translation_of(kazakh).source.stringsegment_set.get(context__path="title")
    translate(title, kazakh.locale, "Жаңа атау")
    publish_translation(kazakh)
    since = renditions("d02-l1")["ru"].outdated_since
    leads.change_lead(day, "kk", by=None)
    row = renditions("d02-l1")["ru"]
    assert row.outdated_since == since
    changed = {path for path, texts in source_texts(source_of(russian)).items() if row.texts[path] != texts}
    assert changed == {"title"}
    assert page_of("d02-l1", "ru").title == russian.title


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda: page_of("d02-l2", "ru").save_revision(), "has an unpublished draft (Русский)"),
        (lambda: page_of("d02-l2", "kk").unpublish(), "has no version in this language"),
        (lambda: hand_edited(), "is built differently in Русский: title"),
    ],
)
def test_a_change_that_would_lose_something_is_refused_whole(day, spoil, reason):
    spoil()
    before, rows = everything(), list(Translation.objects.order_by("pk").values())
    with pytest.raises(leads.Refused) as refused:
        leads.change_lead(day, "kk", by=None)
    assert [reason in one for one in refused.value.reasons] == [True]
    assert everything() == before
    assert list(Translation.objects.order_by("pk").values()) == rows
    assert ModulePage.objects.get(pk=day.pk).lead_language == "en"


def hand_edited():
    """A version that stands for itself and lacks a text."""
    page = page_of("d02-l2", "ru")
    Translation.objects.filter(source__object_id=page.translation_key, target_locale=page.locale).update(enabled=False)
    type(page).objects.filter(pk=page.pk).update(title="", draft_title="")


def test_learners_keep_their_place(day):
    cohort = build_cohort(CoursePage.objects.first().course)
    seated = seat(build_person("learner"), cohort)
    complete_unit(seated, page_of("d02-l1", "en").translation_key, passed=True)
    before = list(UnitResult.objects.values()), outline(cohort.course, page_of("d02", "ru").locale)
    leads.change_lead(day, "kk", by=None)
    assert (list(UnitResult.objects.values()), outline(cohort.course, page_of("d02", "ru").locale)) == before


def test_an_old_revision_does_not_bring_the_old_lead_language_back(day):
    leads.change_lead(day, "kk", by=None)
    day.latest_revision.publish()
    assert ModulePage.objects.get(pk=day.pk).lead_language == "kk"


def test_the_loader_leaves_a_module_that_another_language_leads(day):
    leads.change_lead(day, "kk", by=None)
    LoadedPage.objects.update(sha256="the files have changed")
    before = everything()
    kept = load_day().kept
    assert {label for label in kept if label.startswith("d02")} == {
        f"{key} ({language})" for key in KEYS for language in ("en", "ru", "kk")
    }
    now = everything()
    pages = [page.pk for key in KEYS for page in page_of(key, "en").get_translations(inclusive=True)]
    assert [now[pk] for pk in pages] == [before[pk] for pk in pages]


def test_the_loader_leaves_what_a_translator_has_begun(day):
    russian = page_of("d02-l1", "ru")
    strings = StringTranslation.objects.filter(locale=russian.locale, context__object_id=russian.translation_key)
    strings.filter(context__path="title").update(
        data="Начато", last_translated_by=build_staff("editor", build_center())
    )
    LoadedPage.objects.filter(key="d02-l1", language="ru").update(sha256="the file has changed")
    assert load_day().kept == ["d02-l1 (ru)"]
    assert strings.get(data="Начато")
