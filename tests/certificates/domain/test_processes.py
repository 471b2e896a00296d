"""Two issuers at once, and issuers that are killed: one certificate, one number, one file for each person."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from certificates.domain import batches, issuing, notes
from certificates.models import Certificate, CertificateEvent, CertificateFile, HolderNotice, IssueItem, NumberSeries
from courses.domain import currency
from courses.models import SourceChange
from tests.certificates.child import MOMENTS
from tests.factories.certificates import build_ready_cohort, hold
from tests.factories.courses import page_of
from tests.factories.reference import NOTES, build_change, build_source, cite
from tests.lms.core.child_letters import MOMENTS as TELLING

pytestmark = pytest.mark.django_db(transaction=True)

TELL = "certificates.tasks.tell_holders"


@pytest.fixture
def environment(site, tmp_path, settings):
    """Of processes on this test's database; tasks go to the database, files of this process to the same folder."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    private = {"BACKEND": "lms.core.storage.PrivateStorage", "OPTIONS": {"location": tmp_path / "var/private"}}
    settings.STORAGES = {**settings.STORAGES, "default": private}
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.lms.core.child_settings",
        "TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "LMS_VAR_DIR": str(tmp_path / "var"),
    }


@pytest.fixture
def start(environment):
    started = []

    def start_process(*arguments, **more):
        command = [sys.executable, "-m", "tests.certificates.child", *map(str, arguments)]
        if arguments[0] == "lms_worker":
            command = [sys.executable, "manage.py", *arguments]
        if arguments[0] == TELL:
            command = [sys.executable, "-m", "tests.lms.core.child_letters", *map(str, arguments)]
        process = subprocess.Popen(command, cwd=settings.BASE_DIR, env={**environment, **more}, start_new_session=True)
        started.append(process)
        return process

    yield start_process
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def assert_one_each(enrolments, folder):
    """One certificate, number, event and file for each, numbers without a gap, hashes equal to what lies on disk."""
    certificates = list(Certificate.objects.order_by("serial").select_related("holder", "file"))
    count = len(enrolments)
    assert [row.serial for row in certificates] == list(range(1, count + 1))
    assert {row.holder.enrolment_id for row in certificates} == {row.pk for row in enrolments}
    assert (
        NumberSeries.objects.get().last == CertificateEvent.objects.count() == CertificateFile.objects.count() == count
    )
    on_disk = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*.pdf")}
    assert on_disk == {folder / row.file.name: row.file.sha256 for row in certificates}


def test_two_issuers_at_once(site, start, tmp_path):
    _cohort, people = build_ready_cohort(site, 10)
    ids = [row.pk for row in people]
    begin = str(time.time() + 6)
    first = start("issue", "-", *ids, TEST_BEGIN=begin)
    second = start("issue", "-", *ids[::-1], TEST_BEGIN=begin)
    assert (first.wait(90), second.wait(90)) == (0, 0)
    assert_one_each(people, tmp_path / "var/private")
    assert set(IssueItem.objects.values_list("state", flat=True)) == {"ready"}
    assert IssueItem.objects.count() == 20


@pytest.mark.parametrize("moment", [moment for moment in MOMENTS if moment != "-"])
def test_an_issuer_that_is_killed_is_carried_on(site, start, tmp_path, moment):
    _cohort, people = build_ready_cohort(site, 3)
    batch = issuing.issue([row.pk for row in people], None)
    assert start("carry_out", moment, batch.pk).wait(60) == -signal.SIGKILL
    assert set(batch.items.values_list("state", flat=True)) != {"ready"} or moment == "ready, not told"

    batches.carry_out(batch.pk)
    assert_one_each(people, tmp_path / "var/private")
    batch.refresh_from_db()
    assert batch.finished_at


def test_a_killed_worker_is_followed_by_another(site, start, tmp_path):
    _cohort, people = build_ready_cohort(site, 8)
    batch = issuing.issue([row.pk for row in people], None)

    first = start("lms_worker")
    until(lambda: CertificateFile.objects.exists())
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    done = CertificateFile.objects.count()
    assert 1 <= done < len(people)
    before = dict(CertificateFile.objects.values_list("certificate__number", "sha256"))

    start("lms_worker")
    until(lambda: type(batch).objects.filter(pk=batch.pk, finished_at__isnull=False).exists())
    assert_one_each(people, tmp_path / "var/private")
    after = dict(CertificateFile.objects.values_list("certificate__number", "sha256"))
    assert before.items() <= after.items()


def until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def test_files_lie_in_the_private_folder_for_their_owner_alone(site, start, tmp_path):
    _cohort, people = build_ready_cohort(site, 1)
    assert start("issue", "-", people[0].pk).wait(60) == 0
    (path,) = Path(tmp_path / "var/private").rglob("*.pdf")
    assert path.stat().st_mode & 0o777 == 0o600
    assert str(Certificate.objects.get().public_id) == path.stem


@pytest.mark.parametrize(("moment", "copies"), zip(TELLING, (1, 2), strict=True))
def test_letters_to_holders_survive_a_kill(site, start, tmp_path, moment, copies):
    """Nobody is left out and nobody told twice, but whoever's letter went in the very moment of the kill: that one
    comes again under the same name."""
    _cohort, people = build_ready_cohort(site, 3)
    for serial, row in enumerate(people, 1):
        hold(row, serial)
    source = build_source()
    cite(page_of("course-m01-l1", "en"), source)
    (row,) = build_change(source).rechecks.all()
    currency.clear(row, by=None)
    note = notes.write(SourceChange.objects.get(pk=row.change_id), NOTES, by=None)
    folder = tmp_path / "letters"

    assert start(TELL, moment, note.pk, TEST_LETTERS=str(folder)).wait(60) == -signal.SIGKILL
    assert note.notices.filter(told_at=None).count() == 2
    assert start(TELL, "-", note.pk, TEST_LETTERS=str(folder)).wait(60) == 0
    assert note.notices.filter(told_at=None).count() == 1, "what somebody may be telling is left for ten minutes"
    HolderNotice.objects.filter(told_at=None).update(tried_at=note.written_at - timedelta(minutes=11))
    assert start(TELL, "-", note.pk, TEST_LETTERS=str(folder)).wait(60) == 0
    assert note.notices.filter(told_at=None).count() == 0

    letters = [message_from_bytes(part) for file in folder.iterdir() for part in split(file.read_bytes())]
    second = people[1].user.email
    assert Counter(letter["To"] for letter in letters) == {row.user.email: 1 for row in people} | {second: copies}
    assert len({letter["Message-ID"] for letter in letters}) == 3


def split(content):
    """The letters of a file of Django's backend, each followed by a line of dashes."""
    return [part.strip() for part in content.split(b"-" * 79) if part.strip()]
