"""Two changes for the same person in the same instant wait for each other in one order (`assessments.domain.locks`)."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from django.db import connection, connections

from assessments.domain import accommodations, attempts, regrading
from assessments.enums import ClosedBy
from assessments.models import Accommodation, Attempt, Quiz
from courses.models import UnitResult
from tests.factories.assessments import build_question, build_quiz
from tests.factories.courses import build_cohort, build_course, build_user, seat
from tests.factories.people import build_center, build_staff

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time: nothing to order"),
]
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


@pytest.fixture
def attempt(site):
    course = build_course(site, modules=1, units=1)
    quiz = build_quiz("course-m01")
    Quiz.objects.filter(pk=quiz.pk).update(time_limit=40)
    quiz.time_limit = 40
    learner = build_user()
    seat(learner, build_cohort(course))
    attempt = attempts.start_attempt(learner, quiz, quiz.unit_key)
    attempts.save_answer(attempt.pk, 1, {"": ["a"]}, 1)
    return attempt


def in_thread(act):
    try:
        return act()
    finally:
        connections.close_all()


def until_somebody_waits(seconds=10):
    """Returns once a connection of this database waits for a lock."""
    end = time.monotonic() + seconds
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    raise AssertionError("nobody waits")


def meet(monkeypatch, module, name, first, second):
    """Runs `first` up to its call of `module.name`, then `second` until it waits for a lock, then both to the end."""
    came, may_go, plain = Event(), Event(), getattr(module, name)

    def held(*args, **kwargs):
        came.set()
        assert may_go.wait(20)
        return plain(*args, **kwargs)

    monkeypatch.setattr(module, name, held)
    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(in_thread, first)
        assert came.wait(20)
        monkeypatch.setattr(module, name, plain)
        two = pool.submit(in_thread, second)
        try:
            until_somebody_waits()
        finally:
            may_go.set()
        return one.result(30), two.result(30)


def test_extra_time_and_handing_in_at_once(attempt, monkeypatch):
    by = build_staff("administrator", build_center())
    learner = attempt.enrolment.user
    meet(
        monkeypatch,
        accommodations,
        "widen_open",
        lambda: accommodations.grant(learner, by=by, extra_percent=50),
        lambda: attempts.submit_attempt(attempt.pk),
    )
    attempt.refresh_from_db()
    assert (attempt.closed_by, attempt.deadline - attempt.started_at) == (ClosedBy.LEARNER, timedelta(minutes=60))
    assert Accommodation.objects.get().extra_percent == 50
    assert UnitResult.objects.get().percent == attempt.percent


def test_a_regrade_and_a_result_that_is_handed_over_at_once(attempt, monkeypatch):
    """The result was kept back; the regrade hands it over, and so does a look at the same moment."""
    submitted = attempts.submit_attempt(attempt.pk)
    Attempt.objects.filter(pk=attempt.pk).update(handed_at=None)
    version = build_question("quiz-q1", right=["b"])
    mark = regrading.propose(version).mark
    meet(
        monkeypatch,
        regrading,
        "record",
        lambda: regrading.apply(version, mark, build_user(9), "Another answer is right."),
        lambda: attempts.settle(Attempt.objects.get(pk=attempt.pk)),
    )
    attempt.refresh_from_db()
    assert (attempt.percent, attempt.handed_at is None) == (0, False)
    assert submitted.percent > 0
