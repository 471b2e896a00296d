from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ReferenceIndex

from assessments.domain.bank import save_question
from assessments.models import Question
from courses.domain import citing, currency
from courses.models import Citation, OwnerNotice, Recheck, Source, SourceChange
from courses.tasks import tell_owners_again
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
    closed_on = timezone.localdate(change.closed_at)
    assert (source.checked_on, source.next_review) == (closed_on, currency.review_after(source, closed_on))
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
    with queries(5):
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


# --- Owners are told


def letters():
    return sorted(letter.to[0] for letter in mail.outbox)


def test_each_owner_has_a_notice_from_the_first_moment_and_is_told_after_the_commit(
    source, owner, editor, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        change = build_change(source)
        assert {notice.user for notice in change.owner_notices.all()} == {owner, editor}
        assert letters() == []
    assert letters() == [editor.email, owner.email]
    first = mail.outbox[0]
    assert first.body.splitlines()[0] == "A source of our texts has changed: KZ-RC."
    assert set(change.owner_notices.exclude(told_at=None).values_list("user", flat=True)) == {owner.pk, editor.pk}


def test_a_change_that_is_refused_or_undone_tells_nobody(source, owner, editor, django_capture_on_commit_callbacks):
    undone = pytest.raises(IntegrityError)
    with django_capture_on_commit_callbacks(execute=True) as callbacks, undone, transaction.atomic():
        build_change(source)
        raise IntegrityError
    assert (SourceChange.objects.count(), OwnerNotice.objects.count(), callbacks, letters()) == (0, 0, [], [])
    build_change(source)
    with django_capture_on_commit_callbacks(execute=True) as callbacks, pytest.raises(currency.AlreadyChanging):
        build_change(source)
    assert (OwnerNotice.objects.count(), callbacks) == (2, [])


def test_whom_the_mail_server_missed_is_told_later_and_nobody_twice(
    source, owner, editor, monkeypatch, django_capture_on_commit_callbacks
):
    send = EmailBackend.send_messages

    def away_for_the_owner(backend, messages):
        if messages[0].to == [owner.email]:
            raise OSError
        return send(backend, messages)

    with monkeypatch.context() as patch, django_capture_on_commit_callbacks(execute=True):
        patch.setattr(EmailBackend, "send_messages", away_for_the_owner)
        build_change(source)
    assert letters() == [editor.email]
    tell_owners_again()
    assert letters() == [editor.email], "too early"
    past = timezone.now() - timedelta(minutes=11)
    OwnerNotice.objects.update(created_at=past)
    OwnerNotice.objects.filter(told_at=None).update(tried_at=past)
    for _round in range(2):
        tell_owners_again()
    assert letters() == [editor.email, owner.email]


def test_a_notice_whose_task_was_lost_is_taken_up_and_an_idle_round_asks_once(source, owner, editor, queries):
    change = build_change(source)
    tell_owners_again()
    assert letters() == []
    change.owner_notices.update(created_at=timezone.now() - timedelta(minutes=11))
    tell_owners_again()
    assert letters() == [editor.email, owner.email]
    with queries(1):
        tell_owners_again()


def test_who_has_checked_everything_meanwhile_gets_no_letter(source, owner, editor):
    change = build_change(source)
    currency.clear(change.rechecks.get(key=key("course-m01-l1")), by=owner)
    change.owner_notices.update(created_at=timezone.now() - timedelta(minutes=11))
    tell_owners_again()
    assert letters() == [editor.email]


# --- Questions and texts that went


def test_a_question_is_named_in_each_language_whatever_its_kind_calls_its_text(course, source):
    question = build_question("q-cites", course.organisation, source)
    version = question.versions.get()
    texts = {code: {"text": f"gaps {code}"} for code in ("kk", "ru", "en")}
    type(version).objects.filter(pk=version.pk).update(texts=texts)
    (subject,) = citing.describe([("question", "q-cites")]).values()
    assert [(v.language, v.title, v.page_id, v.is_live) for v in subject.versions] == [
        (code, f"gaps {code}", None, True) for code in ("kk", "ru", "en")
    ]
    assert subject.page_id is None, "a question is suspended; nothing of it is withdrawn"


def test_a_text_that_was_deleted_holds_no_change_open(course, source):
    build_question("q-cites", course.organisation, source)
    change = build_change(source)
    for row in change.rechecks.filter(kind="lesson"):
        currency.clear(row, by=None)
    change.refresh_from_db()
    assert change.closed_at is None
    currency.close(change, by=None)
    change.refresh_from_db()
    assert change.closed_at is None, "the question waits"
    Question.objects.get(key="q-cites").versions.all().delete()
    Question.objects.get(key="q-cites").delete()
    currency.close(change, by=None)
    change.refresh_from_db()
    assert change.closed_at is not None


def test_a_withdrawal_begins_with_a_page_that_is_public(source):
    page_of("course-m01-l1", "en").unpublish()
    subject = citing.describe([("lesson", key("course-m01-l1"))])["lesson", key("course-m01-l1")]
    assert subject.page_id == page_of("course-m01-l1", "kk").pk
    for code in ("kk", "ru"):
        page_of("course-m01-l1", code).unpublish()
    subject = citing.describe([("lesson", key("course-m01-l1"))])["lesson", key("course-m01-l1")]
    assert subject.page_id is None
