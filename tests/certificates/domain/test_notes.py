"""A note to the holders of certificates about a change that has been worked in: once each, whatever dies."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from certificates.domain import batches, issuing, notes
from certificates.domain.errors import NobodyToTell, StillOpen, ToldAlready
from certificates.enums import Reason
from certificates.models import Certificate, ChangeNote, HolderNotice, NumberSeries
from certificates.tasks import tell_holders, tell_holders_again
from courses.domain import currency
from courses.models import Cohort, SourceChange, UnitResult
from lms.accounts.models import User
from tests.factories.certificates import graduate, hold
from tests.factories.courses import build_cohort, build_course, build_user, page_of
from tests.factories.reference import NOTES, build_change, build_source, cite

TEXTS = {"kk": "Енді мектеп хабарлайды.", "ru": "Теперь сообщает школа.", "en": "From now on the school reports."}


@pytest.fixture
def world(site, graduates):
    """Three holders of a course with a lesson that cites a source, one of a course without; a change worked in."""
    cohort, people = graduates
    other = build_course(site, key="other", modules=1, units=1)
    elsewhere = graduate(build_user(50), build_cohort(other, name="Elsewhere"))
    for serial, row in enumerate([*people, elsewhere], 1):
        hold(row, serial)
    source = build_source()
    cite(page_of("course-m01-l1", "en"), source)
    for number, language in enumerate(("kk", "ru", "en")):
        User.objects.filter(pk=people[number].user_id).update(language=language)
    return cohort, people, worked_in(source)


def worked_in(source):
    change = build_change(source)
    for row in change.rechecks.all():
        currency.clear(row, by=None)
    return SourceChange.objects.get(pk=change.pk)


def letters():
    return sorted((letter.to[0], letter.subject) for letter in mail.outbox)


def names(change):
    return sorted(notes.holders(change).values_list("email", flat=True))


def test_holders_are_those_whose_course_had_the_lesson(world):
    change = world[2]
    assert names(change) == [f"learner{number}@example.kz" for number in (1, 2, 3)]


def test_each_is_told_once_in_the_own_language_and_the_letter_names_no_topic(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        note = notes.write(world[2], TEXTS, by=None)
        assert letters() == []
    assert [letter.to for letter in mail.outbox] == [[f"learner{number}@example.kz"] for number in (1, 2, 3)]
    named = [*TEXTS.values(), *NOTES.values(), "KZ-RC", "course-m01", "Үлгі"]
    told = [f"{letter.subject} {letter.body}" for letter in mail.outbox]
    assert [word for word in named for text in told if word in text] == []
    assert mail.outbox[2].subject == "A note about your course"
    assert [letter.body.split("/my/")[0].rpartition("/")[2] for letter in mail.outbox] == ["kk", "ru", "en"]
    tell_holders.enqueue(note.pk)
    assert len(mail.outbox) == 3
    assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == 3


def test_revoked_gone_and_later_ones_are_not_told(world):
    cohort, people, change = world
    issuing.revoke(Certificate.objects.get(holder__enrolment=people[0]), Reason.MISTAKE, None)
    User.objects.filter(pk=people[1].user_id).update(is_active=False)
    assert names(change) == ["learner3@example.kz"]
    tomorrow = timezone.localdate() + timedelta(days=1)
    Cohort.objects.filter(pk=cohort.pk).update(starts_on=tomorrow, ends_on=tomorrow)
    assert names(change) == [], "this run begins after the texts were mended"


def test_a_person_with_two_certificates_has_one_notice(world):
    cohort, people, change = world
    second = build_cohort(cohort.course, name="Again", starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 13))
    again = graduate(people[0].user, second)
    hold(again, 9)
    assert Certificate.objects.filter(holder__user=people[0].user).count() == 2
    note = notes.write(change, TEXTS, by=None)
    assert note.notices.count() == 3


def test_a_note_waits_for_the_last_text_and_is_written_once(world):
    _cohort, _people, change = world
    source = change.source
    again = build_change(source)
    with pytest.raises(StillOpen):
        notes.write(again, TEXTS, by=None)
    notes.write(change, TEXTS, by=None)
    with pytest.raises(ToldAlready):
        notes.write(change, TEXTS, by=None)
    assert (ChangeNote.objects.count(), HolderNotice.objects.count()) == (1, 3)


def test_without_holders_nothing_is_written(world):
    lone = build_source("LONE")
    with pytest.raises(NobodyToTell):
        notes.write(worked_in(lone), TEXTS, by=None)
    assert ChangeNote.objects.count() == 0


def test_a_lost_task_is_taken_up_and_an_idle_round_asks_once(world, queries):
    note = notes.write(world[2], TEXTS, by=None)
    with queries(1):
        tell_holders_again()
    assert letters() == []
    note.notices.update(created_at=timezone.now() - timedelta(minutes=11))
    tell_holders_again()
    assert len(letters()) == 3
    with queries(1):
        tell_holders_again()


def test_whom_the_mail_server_missed_is_told_later(world, monkeypatch):
    note = notes.write(world[2], TEXTS, by=None)
    send = EmailBackend.send_messages

    def away_for_the_second(backend, messages):
        if messages[0].to == ["learner2@example.kz"]:
            raise OSError
        return send(backend, messages)

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", away_for_the_second)
        tell_holders.enqueue(note.pk)
    past = timezone.now() - timedelta(minutes=11)
    note.notices.update(created_at=past)
    note.notices.filter(told_at=None).update(tried_at=past)
    tell_holders_again()
    assert [letter.to[0] for letter in mail.outbox] == [f"learner{number}@example.kz" for number in (1, 3, 2)]
    assert notes.told([world[2]])[world[2].pk].reached == 3


def test_somebody_without_a_mailbox_reads_it_on_the_site(world):
    _cohort, people, change = world
    User.objects.filter(pk=people[0].user_id).update(email=None, login_name="card-7")
    note = notes.write(change, TEXTS, by=None)
    tell_holders.enqueue(note.pk)
    assert len(letters()) == 2
    assert notes.mine(people[0].user) == [note]
    assert note.notices.filter(told_at=None).count() == 0


def late(world, number, minutes):
    """Somebody of the run who completed its lesson so many minutes after the change was closed, without a paper yet."""
    cohort, _people, change = world
    enrolment = graduate(build_user(number), cohort)
    moment = change.closed_at + timedelta(minutes=minutes)
    UnitResult.objects.filter(enrolment=enrolment).update(completed_at=moment)
    return enrolment


def test_who_learned_the_old_text_and_gets_the_certificate_later_is_told_then(
    world, django_capture_on_commit_callbacks
):
    old, new = late(world, 11, minutes=-1), late(world, 12, minutes=1)
    User.objects.filter(pk__in=[old.user_id, new.user_id]).update(language="en")
    NumberSeries.objects.update(last=50)
    with django_capture_on_commit_callbacks(execute=True):
        note = notes.write(world[2], TEXTS, by=None)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        batch = issuing.issue([old.pk, new.pk], None)
    batches.carry_out(batch.pk)
    ready, told = "Your certificate is ready", "A note about your course"
    assert letters() == [
        ("learner11@example.kz", told), ("learner11@example.kz", ready), ("learner12@example.kz", ready),
    ]  # fmt: skip
    assert (notes.mine(old.user), notes.mine(new.user)) == ([note], [])
    assert notes.told([world[2]])[world[2].pk].reached == 4


def test_each_text_counts_by_its_own_check_and_an_open_change_not_at_all(world):
    change, person = world[2], late(world, 11, minutes=-5)
    notes.write(change, TEXTS, by=None)
    change.rechecks.update(cleared_at=change.closed_at - timedelta(minutes=10))
    assert notes.learned_before(person.pk) == set(), "checked before the lesson was completed"
    change.rechecks.update(cleared_at=change.closed_at)
    assert notes.learned_before(person.pk) == {change.pk}
    UnitResult.objects.filter(enrolment=person).update(completed_at=None)
    assert notes.learned_before(person.pk) == set()
    UnitResult.objects.filter(enrolment=person).update(completed_at=change.closed_at - timedelta(minutes=5))
    build_change(change.source)
    assert notes.learned_before(person.pk) == {change.pk}


def test_catching_up_may_be_repeated_and_looks_a_year_back(world):
    first, second = late(world, 11, minutes=-1), late(world, 12, minutes=-1)
    note = notes.write(world[2], TEXTS, by=None)
    certificate = hold(first, 11)
    for _time in range(2):
        notes.catch_up(certificate)
    assert note.notices.filter(user=first.user_id).count() == 1
    ChangeNote.objects.update(written_at=timezone.now() - timedelta(days=366))
    notes.catch_up(hold(second, 12))
    assert note.notices.filter(user=second.user_id).count() == 0


@pytest.mark.parametrize("changes", [1, 3])
def test_catching_up_asks_as_much_for_three_changes_as_for_one(world, queries, changes):
    person, source = late(world, 11, minutes=-1), world[2].source
    notes.write(world[2], TEXTS, by=None)
    for _time in range(changes - 1):
        again = worked_in(source)
        again.rechecks.update(cleared_at=again.closed_at + timedelta(minutes=1))
        notes.write(again, TEXTS, by=None)
    certificate = hold(person, 11)
    with queries(5):
        notes.catch_up(certificate)
    assert HolderNotice.objects.filter(user=person.user_id).count() == changes
    stranger = hold(late(world, 12, minutes=9), 12)
    with queries(2):
        notes.catch_up(stranger)


def test_a_note_stands_for_a_year(world):
    note = notes.write(world[2], TEXTS, by=None)
    reader = world[1][0].user
    ChangeNote.objects.update(written_at=timezone.now() - timedelta(days=364))
    assert notes.mine(reader) == [note]
    ChangeNote.objects.update(written_at=timezone.now() - timedelta(days=366))
    assert notes.mine(reader) == []
    assert notes.mine(build_user(90)) == []
