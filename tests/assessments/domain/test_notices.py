"""A cancelled exam day is told to everybody with a seat: once each, in their language, whatever dies."""

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
from assessments.tasks import tell_of_cancelling, tell_of_cancelling_again
from courses.domain import enrolment
from courses.models import Cohort
from lms.accounts.models import User
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


def test_each_seat_is_told_once_in_the_own_language(day, by, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        sittings.cancel(day, by, REASON)
        assert told() == []
    assert told() == list(LANGUAGES)
    for letter in mail.outbox:
        with translation.override(LANGUAGES[letter.to[0]]):
            assert translation.gettext("National Resource Center") in letter.body
        assert f"/{LANGUAGES[letter.to[0]]}/my/" in letter.body
    tell_of_cancelling.enqueue(day.cohort_id)
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
        tell_of_cancelling.enqueue(day.cohort_id)
    with queries(1):
        tell_of_cancelling_again()
    lost_for(11)
    tell_of_cancelling_again()
    assert told() == ["learner1@example.kz", "learner3@example.kz", "learner2@example.kz"]
    with queries(1):
        tell_of_cancelling_again()


@pytest.mark.parametrize("people", [1, 3])
def test_cancelling_asks_as_much_for_three_seats_as_for_one(day, by, queries, people):
    for row in day.cohort.enrolments.filter(status="active").order_by("pk")[people:]:
        enrolment.withdraw(row, by=None)
    with queries(16):
        sittings.cancel(day, by, REASON)
    assert SittingNotice.objects.count() == people


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("moment", "copies"), zip(MOMENTS, (1, 2), strict=True))
def test_letters_survive_a_killed_worker(queued, day, by, tmp_path, moment, copies):
    """Whoever's letter went in the very moment of the kill gets it again under the same name; nobody else does."""
    sittings.cancel(day, by, REASON)
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
    module, task = "tests.lms.core.child_letters", "assessments.tasks.tell_of_cancelling"
    own = {
        "DJANGO_SETTINGS_MODULE": "tests.lms.core.child_settings",
        "TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "TEST_LETTERS": str(folder),
        "LMS_VAR_DIR": str(folder.parent),
    }
    command = [sys.executable, "-m", module, task, moment, str(cohort_id)]
    return subprocess.run(command, cwd=settings.BASE_DIR, env={**os.environ, **own}, timeout=60).returncode
