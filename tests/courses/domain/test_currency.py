from datetime import date

import pytest
from wagtail.models import ReferenceIndex

from assessments.domain.bank import save_question
from courses.domain import citing, currency
from courses.models import Citation, Recheck, Source
from lms.core.keys import key_uuid
from tests.factories.courses import build_course, page_of
from tests.factories.people import build_center, build_organisation, build_person, build_staff
from tests.factories.reference import NOTES, build_change, build_source, cite

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(site):
    return build_course(site, modules=1, units=3, organisation=build_organisation("north"))


@pytest.fixture
def source(course):
    """Cited by the first two lessons in every language."""
    found, other = build_source(), build_source("GOF")
    for code in ("kk", "ru", "en"):
        cite(page_of("course-m01-l1", code), other, found)
        cite(page_of("course-m01-l2", code), found)
        cite(page_of("course-m01-l3", code), other)
    return found


def key(name):
    return str(key_uuid(name))


def build_question(name, organisation, *sources):
    body = {"options": [{"id": "a", "correct": True}, {"id": "b"}]}
    texts = {
        code: {"stem": f"{name} {code}", "explanation": "", "options": {o: {"text": o} for o in "ab"}}
        for code in ("kk", "ru", "en")
    }
    question = save_question(name, kind="single", organisation=organisation, body=body, texts=texts).question
    question.sources.set(sources)
    question.sources.commit()
    return question


def test_a_change_waits_for_each_text_that_cites_the_source_once_for_all_languages(course, source):
    build_question("q-cites", course.organisation, source)
    build_question("q-other", course.organisation)
    change = build_change(source)
    assert [(row.kind, row.key) for row in change.rechecks.all()] == [
        ("lesson", key("course-m01-l1")),
        ("lesson", key("course-m01-l2")),
        ("question", "q-cites"),
    ]
    assert {name: getattr(change, f"note_{name}") for name in NOTES} == NOTES


def test_staff_see_every_text_in_three_languages(course, source):
    build_question("q-cites", course.organisation, source)
    found = citing.describe(citing.texts_citing(source)).values()
    told = [[(version.language, version.title) for version in subject.versions] for subject in found]
    assert sorted(told, key=lambda versions: sorted(versions)) == [
        [(code, f"course-m01-l1 {code}") for code in ("en", "kk", "ru")],
        [(code, f"course-m01-l2 {code}") for code in ("en", "kk", "ru")],
        [(code, f"q-cites {code}") for code in ("kk", "ru", "en")],
    ]
    assert {subject.organisation_id for subject in found} == {course.organisation_id}


def test_a_second_change_waits_for_the_first(source):
    build_change(source)
    with pytest.raises(currency.AlreadyChanging):
        build_change(source)


def test_readers_of_a_citing_text_meet_the_change_until_it_is_cleared(course, source):
    change = build_change(source)
    first, third = page_of("course-m01-l1", "ru"), page_of("course-m01-l3", "ru")

    def met_by(page):
        return currency.changes_for("lesson", [page.translation_key], currency.sources_of(page))

    assert (met_by(first), met_by(third)) == ([change], [])
    currency.clear(change.rechecks.get(key=key("course-m01-l1")), by=None)
    assert met_by(first) == []
    assert met_by(page_of("course-m01-l2", "kk")) == [change]


def test_the_last_text_closes_the_change_and_the_source_counts_as_checked(source):
    change = build_change(source)
    for row in change.rechecks.all():
        currency.clear(row, by=None)
        currency.clear(row, by=None)
    change.refresh_from_db()
    source.refresh_from_db()
    assert change.closed_at is not None
    assert (source.checked_on, source.next_review) == (
        change.closed_at.date(),
        currency.review_after(source, change.closed_at.date()),
    )
    assert build_change(source).closed_at is None, "the next change may come"


def test_a_source_that_nothing_cites_has_nothing_to_wait_for(db):
    assert build_change(build_source("LONE")).closed_at is not None


def test_a_lesson_keeps_the_order_of_its_sources(source):
    assert [each.key for each in currency.sources_of(page_of("course-m01-l1", "kk"))] == ["GOF", "KZ-RC"]


def test_owners_are_told_and_editors_for_texts_that_have_none(course, source):
    editor = build_staff("editor", build_center())
    owner, keeper, gone = build_person("owner"), build_person("keeper"), build_person("gone", is_active=False)
    source.owner = keeper
    source.save()
    change = build_change(source)
    for code, person in (("kk", owner), ("ru", gone)):
        type(page_of("course-m01-l1", code)).objects.filter(pk=page_of("course-m01-l1", code).pk).update(owner=person)
    assert set(currency.owners(change)) == {owner, keeper, editor}
    currency.clear(change.rechecks.get(key=key("course-m01-l2")), by=None)
    assert set(currency.owners(change)) == {owner, keeper}, "every text that waits has an owner now"


def test_everybody_sees_the_texts_that_are_theirs_to_check(site, course, source):
    build_course(site, "far", modules=1, units=1, organisation=build_organisation("south"))
    cite(page_of("far-m01-l1", "en"), source)
    change = build_change(source)
    people = {
        "editor": build_staff("editor", build_center()),
        "north": build_staff("administrator", build_organisation("north")),
        "south": build_staff("administrator", build_organisation("south")),
        "trainer": build_staff("trainer", build_organisation("north")),
        "owner": build_person("owner"),
    }
    type(page_of("course-m01-l2", "kk")).objects.filter(pk=page_of("course-m01-l2", "kk").pk).update(
        owner=people["owner"]
    )
    seen = {name: [row.key for row, _subject in currency.waiting(user)] for name, user in people.items()}
    one, two, far = key("course-m01-l1"), key("course-m01-l2"), key("far-m01-l1")
    assert seen == {
        "editor": [one, two, far],
        "north": [one, two],
        "south": [far],
        "trainer": [],
        "owner": [two],
    }
    assert change.rechecks.count() == 3


@pytest.mark.parametrize("count", [1, 3])
def test_the_texts_of_a_change_cost_the_same_for_one_and_for_three(site, queries, count):
    course = build_course(site, modules=1, units=count)
    source = build_source()
    for number in range(1, count + 1):
        cite(page_of(f"course-m01-l{number}", "en"), source)
        build_question(f"q{number}", course.organisation, source)
    change = build_change(source)
    with queries(6):
        found = currency.described(change.rechecks.all())
    assert len(found) == 2 * count


def test_due_are_those_never_checked_and_those_whose_day_has_passed(db):
    build_source("NEVER", checked_on=None, next_review=None)
    build_source("PAST", next_review=date(2026, 1, 1))
    build_source("TODAY", next_review=date(2026, 1, 2))
    assert {row.key for row in Source.objects.due(date(2026, 1, 2))} == {"NEVER", "PAST"}


def test_law_of_kazakhstan_is_looked_at_again_after_half_a_year(db):
    day = date(2026, 1, 1)
    law, study = build_source("KZ-PD", is_national=True), build_source("GOF")
    currency.confirm(law, by=None, on=day)
    currency.confirm(study, by=None, on=day)
    assert (law.next_review, study.next_review) == (date(2026, 7, 3), date(2028, 1, 1))
    assert Recheck.objects.count() == 0


def test_publishing_asks_nobody_to_look_for_rows_that_it_replaced():
    """Each publishing makes the citations anew; a task for the old rows would fail, hundreds of times at first load."""
    assert Citation not in ReferenceIndex.tracked_models
