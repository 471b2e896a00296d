"""An exam day that is moved or cancelled is told to everybody with a seat: once each, in their language, whatever
dies, and never with a time that holds no more."""

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta
from email import message_from_bytes
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation

from assessments.domain import sittings
from assessments.domain.errors import NeedsReason
from assessments.models import Sitting, SittingNotice
from assessments.tasks import tell_of_exam_days, tell_of_exam_days_again
from courses.domain import enrolment
from courses.models import Cohort
from lms.accounts.models import User
from lms.desk import personal_data
from tests.factories.courses import build_cohort, build_course, build_user, seat
from tests.factories.sittings import build_exam
from tests.lms.core.child_letters import MOMENTS

LANGUAGES = {"learner1@example.kz": "kk", "learner2@example.kz": "ru", "learner3@example.kz": "en"}
AQTAU = ZoneInfo("Asia/Aqtau")
REASON = "The hall is flooded"


@pytest.fixture
def day(site):
    """An exam day to come of three people with a seat, each with a language, and one who has given the seat back."""
    exam = build_exam(site, course=build_course(site, "north", modules=1, units=1))
    cohort = build_cohort(exam.course, "Northern run", time_zone="Asia/Aqtau")
    for number, language in enumerate(LANGUAGES.values(), 1):
        seat(build_user(number, language=language), cohort)
    gone = seat(build_user(4), cohort)
    enrolment.withdraw(gone, by=None)
    seat(build_user(5), build_cohort(exam.course, "Southern run"))
    return plan(cohort, exam)


def plan(cohort, exam, days=30):
    opens = datetime.now(AQTAU).replace(hour=9, minute=30, second=0, microsecond=0) + timedelta(days=days)
    return sittings.plan(cohort, exam, exam.unit_key, opens, opens + timedelta(hours=2), None, room="Hall 204")


@pytest.fixture
def by(site):
    return build_user(90)


@pytest.fixture
def queued(settings):
    """Tasks wait for a worker."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def told():
    return [letter.to[0] for letter in mail.outbox]


def lost_for(minutes):
    past = timezone.now() - timedelta(minutes=minutes)
    SittingNotice.objects.update(created_at=past)
    SittingNotice.objects.filter(told_at=None, tried_at__isnull=False).update(tried_at=past)


def assert_each_reads_the_own_language():
    for letter in mail.outbox:
        with translation.override(LANGUAGES[letter.to[0]]):
            assert translation.gettext("National Resource Center") in letter.body
        assert f"/{LANGUAGES[letter.to[0]]}/my/" in letter.body


def test_each_seat_is_told_once_in_the_own_language(day, by, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        sittings.cancel(day, by, REASON)
        assert told() == []
    assert told() == list(LANGUAGES)
    assert_each_reads_the_own_language()
    tell_of_exam_days.enqueue(day.cohort_id)
    assert told() == list(LANGUAGES)


def test_the_letter_tells_when_in_the_time_of_the_run_and_neither_what_nor_where_nor_why(
    day, by, django_capture_on_commit_callbacks
):
    opens = day.opens
    with django_capture_on_commit_callbacks(execute=True):
        sittings.cancel(day, by, REASON)
    (english,) = (letter for letter in mail.outbox if letter.to == ["learner3@example.kz"])
    assert english.subject == "An exam day was cancelled"
    when = f"{opens.day} {opens:%B} {opens.year}, 09:30"
    assert f"The exam planned for {when}, was cancelled." in english.body
    named = [REASON, "Hall 204", "north", "Northern", "exam-", str(by), day.start_code]
    texts = [f"{letter.subject} {letter.body}" for letter in mail.outbox]
    assert [word for word in named for text in texts if word in text] == []


def test_what_is_refused_or_rolled_back_tells_nobody(day, by, django_capture_on_commit_callbacks):
    undone = pytest.raises(IntegrityError)
    with django_capture_on_commit_callbacks(execute=True) as callbacks, undone, transaction.atomic():
        sittings.cancel(day, by, REASON)
        raise IntegrityError
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(NeedsReason):
        sittings.cancel(day, by, " ")
    assert (Sitting.objects.count(), SittingNotice.objects.count(), callbacks) == (1, 0, [])


def test_a_day_that_is_over_and_a_run_in_preparation_need_no_letter(day, by, django_capture_on_commit_callbacks):
    exam = day.quiz
    exam.unit_key = day.unit_key
    over = plan(day.cohort, exam, days=-2)
    with django_capture_on_commit_callbacks(execute=True):
        sittings.cancel(over, by, REASON)
        Cohort.objects.filter(pk=day.cohort_id).update(status="draft")
        sittings.cancel(day, by, REASON)
    assert (told(), SittingNotice.objects.count(), Sitting.objects.count()) == ([], 0, 0)


def test_two_days_are_two_letters(day, by, django_capture_on_commit_callbacks):
    exam = day.quiz
    exam.unit_key = day.unit_key
    second = plan(day.cohort, exam, days=31)
    with django_capture_on_commit_callbacks(execute=True):
        sittings.cancel(day, by, REASON)
        sittings.cancel(second, by, REASON)
    assert Counter(told()) == dict.fromkeys(LANGUAGES, 2)
    assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == 6


def test_somebody_without_a_mailbox_or_whose_account_is_closed_gets_none(day, by, django_capture_on_commit_callbacks):
    User.objects.filter(email="learner1@example.kz").update(email=None, login_name="card-7")
    User.objects.filter(email="learner2@example.kz").update(is_active=False)
    with django_capture_on_commit_callbacks(execute=True):
        sittings.cancel(day, by, REASON)
    assert told() == ["learner3@example.kz"]
    assert SittingNotice.objects.filter(told_at=None).count() == 0


def test_whom_the_mail_server_missed_is_told_later_and_an_idle_round_asks_once(day, by, monkeypatch, queries):
    sittings.cancel(day, by, REASON)
    send = EmailBackend.send_messages

    def away_for_the_second(backend, messages):
        if messages[0].to == ["learner2@example.kz"]:
            raise OSError
        return send(backend, messages)

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", away_for_the_second)
        tell_of_exam_days.enqueue(day.cohort_id)
    with queries(1):
        tell_of_exam_days_again()
    lost_for(11)
    tell_of_exam_days_again()
    assert told() == ["learner1@example.kz", "learner3@example.kz", "learner2@example.kz"]
    with queries(1):
        tell_of_exam_days_again()


@pytest.mark.parametrize("people", [1, 3])
def test_cancelling_asks_as_much_for_three_seats_as_for_one(day, by, queries, people):
    for row in day.cohort.enrolments.filter(status="active").order_by("pk")[people:]:
        enrolment.withdraw(row, by=None)
    with queries(18):
        sittings.cancel(day, by, REASON)
    assert SittingNotice.objects.count() == people


def later(day, days=0, hours=0):
    """What to give `sittings.change`."""
    more = timedelta(days=days, hours=hours)
    return {"opens_at": day.opens_at + more, "closes_at": day.closes_at + more}


def window(moment, begins="09:30", ends="11:30"):
    return f"{moment.day} {moment:%B} {moment.year}, {begins}–{ends}"


def english():
    """The texts of the letters in English, without those that went before the last call."""
    texts = [letter.body for letter in mail.outbox if letter.to == ["learner3@example.kz"]]
    mail.outbox.clear()
    return texts


def moved(old, new):
    return f"The time of an exam was changed.\nUntil now: {old}\nFrom now on: {new}\n"


def test_a_move_is_told_to_each_seat_once_with_the_old_and_the_new_time(day, by, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        sittings.change(day, by, REASON, **later(day, days=1, hours=2), room="Hall 305")
        assert told() == []
    assert told() == list(LANGUAGES)
    assert_each_reads_the_own_language()
    texts = [f"{letter.subject} {letter.body}" for letter in mail.outbox]
    named = [REASON, "Hall 204", "Hall 305", "north", "Northern", "exam-", str(by), day.start_code]
    assert [word for word in named for text in texts if word in text] == []
    assert mail.outbox[2].subject == "The time of an exam was changed"
    tell_of_exam_days.enqueue(day.cohort_id)
    [text] = english()
    assert moved(window(day.opens), window(day.opens + timedelta(days=1), "11:30", "13:30")) in text


def test_another_closing_alone_is_told_and_another_room_alone_is_not(day, by, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        sittings.change(day, by, REASON, **later(day), room="Hall 305")
    assert (told(), SittingNotice.objects.count(), callbacks) == ([], 0, [])
    with django_capture_on_commit_callbacks(execute=True):
        sittings.change(day, by, REASON, closes_at=day.closes_at + timedelta(hours=1))
    [text] = english()
    assert moved(window(day.opens), window(day.opens, ends="12:30")) in text


def test_moves_before_the_letters_went_are_one_letter_with_the_last_time(day, by):
    for days in (1, 2, 3):
        sittings.change(day, by, REASON, **later(day, days=days))
    tell_of_exam_days.enqueue(day.cohort_id)
    tell_of_exam_days.enqueue(day.cohort_id)
    assert told() == list(LANGUAGES)
    [text] = english()
    assert moved(window(day.opens), window(day.opens + timedelta(days=3))) in text


def test_a_day_back_in_its_place_before_the_letters_went_needs_none(day, by):
    sittings.change(day, by, REASON, **later(day, days=1))
    sittings.change(day, by, REASON, **later(day))
    tell_of_exam_days.enqueue(day.cohort_id)
    assert (told(), SittingNotice.objects.filter(told_at=None).count()) == ([], 0)
    sittings.change(day, by, REASON, **later(day, days=2))
    tell_of_exam_days.enqueue(day.cohort_id)
    assert moved(window(day.opens), window(day.opens + timedelta(days=2))) in english()[0]


def test_a_day_back_in_its_place_after_the_letters_went_is_told_again(day, by):
    there = window(day.opens + timedelta(days=1))
    for days in (1, 0):
        sittings.change(day, by, REASON, **later(day, days=days))
        tell_of_exam_days.enqueue(day.cohort_id)
    first, second = english()
    assert moved(window(day.opens), there) in first
    assert moved(there, window(day.opens)) in second


def test_a_move_while_the_letters_go_reaches_also_those_who_have_theirs(day, by, monkeypatch):
    """Who was told already gets a second letter; nobody else hears of the time in between."""
    send, between = EmailBackend.send_messages, later(day, days=1)
    sittings.change(day, by, REASON, **between)

    def moved_meanwhile(backend, messages):
        monkeypatch.setattr(EmailBackend, "send_messages", send)
        sittings.change(day, by, REASON, **later(day, days=2))
        return send(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", moved_meanwhile)
    tell_of_exam_days.enqueue(day.cohort_id)
    tell_of_exam_days.enqueue(day.cohort_id)
    assert Counter(told()) == dict.fromkeys(LANGUAGES, 1) | {"learner1@example.kz": 2}
    assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == 4
    [text] = english()
    assert moved(window(day.opens), window(day.opens + timedelta(days=2))) in text


def test_a_letter_that_failed_before_the_next_move_never_tells_the_time_in_between(day, by, monkeypatch):
    def away(backend, messages):
        raise OSError

    sittings.change(day, by, REASON, **later(day, days=1))
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", away)
        tell_of_exam_days.enqueue(day.cohort_id)
    sittings.change(day, by, REASON, **later(day, days=2))
    lost_for(11)
    tell_of_exam_days_again()
    assert told() == list(LANGUAGES)
    now = window(day.opens + timedelta(days=2))
    assert [f"From now on: {now}\n" in text for text in english()] == [True]
    assert SittingNotice.objects.filter(told_at=None).count() == 0


def test_what_is_cancelled_before_the_move_was_told_is_told_as_cancelled_alone(day, by):
    other = plan(day.cohort, exam_of(day), days=40)
    sittings.change(day, by, REASON, **later(day, days=1))
    sittings.change(other, by, REASON, **later(other, days=1))
    tell_of_exam_days.enqueue(day.cohort_id)
    mail.outbox.clear()
    sittings.change(day, by, REASON, **later(day, days=2))
    seat(build_user(6, language="en"), day.cohort)
    sittings.cancel(day, by, REASON)
    tell_of_exam_days.enqueue(day.cohort_id)
    assert told() == [*LANGUAGES, "learner6@example.kz"]
    expected = [1, 2]  # what the person was told last, or what somebody new found
    for letter, days in zip(mail.outbox[2:], expected, strict=True):
        assert letter.subject == "An exam day was cancelled"
        assert f"The exam planned for {window(day.opens + timedelta(days=days)).split('–')[0]}," in letter.body


def exam_of(day):
    exam = day.quiz
    exam.unit_key = day.unit_key
    return exam


def test_a_move_that_needs_no_letter(day, by, django_capture_on_commit_callbacks):
    """Into the past, by somebody whose transaction failed, in a run in preparation, for a seat given up meanwhile."""
    with django_capture_on_commit_callbacks(execute=True):
        sittings.change(day, by, REASON, **later(day, days=-40))
        with pytest.raises(IntegrityError), transaction.atomic():
            sittings.change(day, by, REASON, **later(day))
            raise IntegrityError
        Cohort.objects.filter(pk=day.cohort_id).update(status="draft")
        sittings.change(day, by, REASON, **later(day))
    assert (told(), SittingNotice.objects.count()) == ([], 0)
    Cohort.objects.filter(pk=day.cohort_id).update(status="open")
    with django_capture_on_commit_callbacks(execute=True):
        sittings.change(day, by, REASON, **later(day, days=1))
        enrolment.withdraw(day.cohort.enrolments.get(user__email="learner2@example.kz"), by=None)
        seat(build_user(6, language="en"), day.cohort)
    assert told() == ["learner1@example.kz", "learner3@example.kz"]


@pytest.mark.parametrize("people", [1, 3])
def test_moving_asks_as_much_for_three_seats_as_for_one(day, by, queries, people):
    for row in day.cohort.enrolments.filter(status="active").order_by("pk")[people:]:
        enrolment.withdraw(row, by=None)
    with queries(9):
        sittings.change(day, by, REASON, **later(day, days=1))
    assert SittingNotice.objects.count() == people


def test_erasing_and_a_copy_of_the_own_data_know_the_notices(day, by):
    sittings.change(day, by, REASON, **later(day, days=1))
    sittings.cancel(plan(day.cohort, exam_of(day), days=40), by, REASON)
    person = User.objects.get(email="learner3@example.kz")
    rows = personal_data.copy_of(person)["assessments.SittingNotice"]
    assert [(row["opens_at"], row["closes_at"], row["sitting"] is None) for row in rows] == [
        (day.opens_at, day.closes_at, False),
        (day.opens_at + timedelta(days=10), day.closes_at + timedelta(days=10), True),
    ]
    personal_data.erase(person)
    assert SittingNotice.objects.filter(user=person).count() == 0
    assert SittingNotice.objects.count() == 4


def moving(day, by):
    sittings.change(day, by, REASON, **later(day, days=1))


def cancelling(day, by):
    sittings.cancel(day, by, REASON)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", [moving, cancelling])
@pytest.mark.parametrize(("moment", "copies"), zip(MOMENTS, (1, 2), strict=True))
def test_letters_survive_a_killed_worker(queued, day, by, tmp_path, moment, copies, verb):
    """Whoever's letter went in the very moment of the kill gets it again under the same name; nobody else does."""
    verb(day, by)
    folder = tmp_path / "letters"
    assert SittingNotice.objects.filter(told_at=None).count() == 3
    assert tell(moment, day.cohort_id, folder) == -signal.SIGKILL
    assert SittingNotice.objects.filter(told_at=None).count() == 2
    assert tell("-", day.cohort_id, folder) == 0
    assert SittingNotice.objects.filter(told_at=None).count() == 1, "what somebody may be telling is left for a while"
    lost_for(11)
    assert tell("-", day.cohort_id, folder) == 0
    assert SittingNotice.objects.filter(told_at=None).count() == 0
    parts = [part.strip() for file in folder.iterdir() for part in file.read_bytes().split(b"-" * 79)]
    letters = [message_from_bytes(part) for part in parts if part]
    assert Counter(letter["To"] for letter in letters) == dict.fromkeys(LANGUAGES, 1) | {"learner2@example.kz": copies}
    assert len({letter["Message-ID"] for letter in letters}) == 3


def tell(moment, cohort_id, folder):
    """Runs the task in a process of its own; gives how that ended."""
    module, task = "tests.lms.core.child_letters", "assessments.tasks.tell_of_exam_days"
    own = {
        "DJANGO_SETTINGS_MODULE": "tests.lms.core.child_settings",
        "TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "TEST_LETTERS": str(folder),
        "LMS_VAR_DIR": str(folder.parent),
    }
    command = [sys.executable, "-m", module, task, moment, str(cohort_id)]
    return subprocess.run(command, cwd=settings.BASE_DIR, env={**os.environ, **own}, timeout=60).returncode
