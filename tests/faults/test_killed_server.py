"""A server that is killed while answers come in loses none that it acknowledged.

The acknowledgements are those the client read, and they are looked up in the database after each kill, before the
server runs again: a later answer cannot hide that an earlier one was lost. LMS_FAULT_KILLS sets how often it is killed.
"""

import http.client
import os
import random
import threading
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from assessments.domain.attempts import start_attempt, submit_attempt
from assessments.models import Quiz
from courses.models import Course, UnitResult
from lms.core.keys import key_uuid
from tests.factories.assessments import build_quiz
from tests.factories.courses import build_cohort, build_course, build_user, seat
from tests.factories.site import build_site
from tests.faults.server import Server

pytestmark = pytest.mark.django_db(transaction=True)
KILLS = int(os.environ.get("LMS_FAULT_KILLS", "3"))
CHOICES = ["a", "b", "c"]
TOKEN = "t" * 32


@pytest.fixture
def learner():
    build_course(build_site(), modules=1, units=20)
    user = build_user()
    build_quiz("course-m01", kinds=("single",) * 5)
    seat(user, build_cohort(Course.objects.get()))
    return user


@pytest.fixture
def headers(learner):
    client = Client()
    client.force_login(learner)
    cookies = f"sessionid={client.cookies['sessionid'].value}; csrftoken={TOKEN}"
    return {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}


@pytest.fixture
def serve(learner):
    """Starts the server; `too_early` makes one that answers before it writes."""
    started = []

    def start(too_early=False):
        started.append(Server(too_early))
        started[0].start()
        return started[0]

    yield start
    started[0].kill()


def kill_while(server, send, look, seed):
    """KILLS times: calls `send(n)`, n counting on, until the server is killed at a random moment; then `look()`."""
    moments = random.Random(seed)
    number = 0
    for _ in range(KILLS):
        number += 1
        send(number)  # the first request of a new server is slow
        executioner = threading.Timer(moments.uniform(0.3, 1.2), server.kill)
        executioner.start()
        while True:
            number += 1
            try:
                send(number)
            except (OSError, http.client.HTTPException):
                break
        executioner.join()
        look()
        server.start()


def answer_while_killed(server, learner, headers):
    """Returns the attempt whose acknowledged answers all stood after each kill."""
    attempt = start_attempt(learner, Quiz.objects.get(), key_uuid("quiz"))
    with override("kk"):
        path = reverse("attempt_save", args=[attempt.public_id])
    acknowledged = {}

    def send(number):
        position, choice = number % 5 + 1, CHOICES[number % 3]
        form = {"csrfmiddlewaretoken": TOKEN, "position": position, "sequence": number, "answer": choice}
        response = server.request("POST", path, urlencode(form), headers)
        assert response.status == 200, response.text
        acknowledged[position] = (number, choice)

    def look():
        for item in attempt.items.filter(position__in=acknowledged):
            number, choice = acknowledged[item.position]
            assert item.sequence >= number, f"answer {number} was acknowledged and is lost"
            if item.sequence == number:
                assert item.response == {"": [choice]}

    kill_while(server, send, look, seed=7)
    return attempt


def test_no_acknowledged_answer_is_lost(serve, learner, headers):
    attempt = answer_while_killed(serve(), learner, headers)
    assert submit_attempt(attempt.pk).percent is not None


def test_a_server_that_answers_before_it_writes_would_be_caught(serve, learner, headers):
    with pytest.raises(AssertionError, match="was acknowledged and is lost"):
        answer_while_killed(serve(too_early=True), learner, headers)


def test_no_acknowledged_completion_is_lost(serve, learner, headers):
    server, acknowledged = serve(), set()

    def send(number):
        key = key_uuid(f"course-m01-l{number % 20 + 1}")
        with override("kk"):
            path = reverse("unit_done", args=[key])
        response = server.request("POST", path, urlencode({"csrfmiddlewaretoken": TOKEN}), headers)
        assert response.status == 302, response.text
        acknowledged.add(key)

    def look():
        done = list(UnitResult.objects.filter(completed_at__isnull=False).values_list("unit_key", flat=True))
        assert acknowledged and acknowledged <= set(done)
        assert len(done) == len(set(done))

    kill_while(server, send, look, seed=11)
