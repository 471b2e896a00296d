"""A marking by mistake is taken back while nobody has acted on it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override
from wagtail.models import ModelLogEntry

from assessments.models import Question
from courses.domain import currency, documents
from courses.models import OwnerNotice, SourceChange
from courses.tasks import tell_owners, tell_owners_again
from tests.factories.courses import build_course, page_of
from tests.factories.people import build_organisation
from tests.factories.reference import NOTES, build_change, build_source, cite

from .test_currency import build_question, key

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(site):
    return build_course(site, modules=1, units=3, organisation=build_organisation("north"))


@pytest.fixture
def source(course):
    """Cited by the first two lessons in every language."""
    found = build_source()
    for name in ("course-m01-l1", "course-m01-l2"):
        for code in ("kk", "ru", "en"):
            cite(page_of(name, code), found)
    return found


def lifted(source, editor):
    """What readers, quizzes, papers and lists still know of a change."""
    lesson = page_of("course-m01-l1", "ru")
    return {
        "line": currency.changes_for("lesson", [lesson.translation_key], currency.sources_of(lesson)),
        "paper": currency.open_changes("lesson", [lesson.translation_key]),
        "suspended": list(Question.objects.suspended().values_list("key", flat=True)),
        "waiting": currency.waiting(editor),
        "letters": list(OwnerNotice.objects.values_list("user", flat=True)),
    }


def test_taking_back_lifts_all_that_the_marking_did_and_tells_nobody(
    course, source, owner, editor, django_capture_on_commit_callbacks
):
    build_question("q-cites", course.organisation, source)
    checked, before = source.checked_on, lifted(source, editor)
    versions = {each.key for each in documents.wanted()}
    change = build_change(source)
    assert all(lifted(source, editor).values())
    assert {each.key for each in documents.wanted()} != versions
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        currency.take_back(change, reason="Another law was meant", by=owner)
        currency.take_back(change, reason="A second press", by=owner)
    tell_owners_again()
    source.refresh_from_db()
    assert (lifted(source, editor), callbacks, mail.outbox, source.checked_on) == (before, [], [], checked)
    assert {each.key for each in documents.wanted()} == versions
    entry = ModelLogEntry.objects.get(action="courses.change_taken_back")
    told = {"change": change.pk, "changed_on": "2026-03-02", "notes": NOTES, "reason": "Another law was meant"}
    assert (entry.data, entry.user) == (told, owner)
    assert build_change(source).closed_at is None, "and it can be marked anew"


def test_a_letter_that_waits_for_the_mail_server_goes_to_nobody(source, owner, editor):
    change = build_change(source)
    past = timezone.now() - timedelta(minutes=11)
    OwnerNotice.objects.update(created_at=past)
    currency.take_back(change, reason="A slip", by=editor)
    tell_owners.func(change.pk)
    tell_owners_again()
    assert mail.outbox == []


def test_what_was_acted_upon_is_not_taken_back(source):
    """A check or a withdrawal; not what went before the marking or befell another text."""
    page_of("course-m01-l1", "kk").unpublish(log_action=True)
    change = build_change(source)
    page_of("course-m01-l3", "ru").unpublish(log_action=True)
    with override("en"):
        assert currency.traces(change) == []
    currency.clear(change.rechecks.get(key=key("course-m01-l2")), by=None)
    with override("en"):
        assert currency.traces(change) == [f"“course-m01-l2 en” was checked on {date_format(timezone.localdate())}."]
        page_of("course-m01-l1", "en").unpublish(log_action=True)
        assert currency.traces(change)[1:] == [
            f"“course-m01-l1 en” was withdrawn on {date_format(timezone.localdate())}."
        ]
    with pytest.raises(currency.ActedUpon):
        currency.take_back(change, reason="Too late", by=None)
    assert (change.rechecks.count(), ModelLogEntry.objects.filter(action="courses.change_taken_back").count()) == (2, 0)


def test_a_closed_change_is_not_taken_back(db):
    change = build_change(build_source("LONE"))
    with pytest.raises(currency.ActedUpon):
        currency.take_back(change, reason="Too late", by=None)
    assert SourceChange.objects.count() == 1


def test_a_check_that_crosses_the_taking_back_does_nothing(source):
    change = build_change(source)
    row = change.rechecks.first()
    currency.take_back(change, reason="A slip", by=None)
    currency.clear(row, by=None)
    assert not ModelLogEntry.objects.filter(action="courses.text_checked").exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_traces_of_a_change_cost_the_same_for_one_and_for_three(site, queries, count):
    course = build_course(site, modules=1, units=count)
    source = build_source()
    for number in range(1, count + 1):
        cite(page_of(f"course-m01-l{number}", "en"), source)
        build_question(f"q{number}", course.organisation, source)
    change = build_change(source)
    for row in change.rechecks.filter(kind="question"):
        currency.clear(row, by=None)
    for number in range(1, count + 1):
        page_of(f"course-m01-l{number}", "en").unpublish(log_action=True)
    with queries(6):
        assert len(currency.traces(change)) == 2 * count
