"""A server that is killed while answers come in loses none that it acknowledged.

The acknowledgements are those the client read. LMS_FAULT_KILLS sets how often the server is killed.
"""

import http.client
import os
import random
import threading
import time
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
def server(learner):
    server = Server()
    server.start()
    yield server
    server.kill()


def killing(server, send, seed):
    """Calls `send(n)` for n = 1, 2, … while the server is killed and started KILLS times at random moments."""
    moments = random.Random(seed)
    finished = threading.Event()

    def executioner():
        for _ in range(KILLS):
            time.sleep(moments.uniform(0.3, 1.2))
            server.kill()
            server.start()
        time.sleep(0.3)
        finished.set()

    thread = threading.Thread(target=executioner)
    thread.start()
    number, refused = 0, 0
    while not finished.is_set():
        number += 1
        try:
            send(number)
        except (OSError, http.client.HTTPException):
            refused += 1
            time.sleep(0.02)
    thread.join()
    return number, refused


def test_no_acknowledged_answer_is_lost(server, learner, headers):
    unit = key_uuid("quiz")
    attempt = start_attempt(learner, Quiz.objects.get(), unit)
    with override("kk"):
        path = reverse("attempt_save", args=[attempt.public_id])
    acknowledged = {}

    def send(number):
        position, choice = number % 5 + 1, CHOICES[number % 3]
        form = {"csrfmiddlewaretoken": TOKEN, "position": position, "sequence": number, "answer": choice}
        response = server.request("POST", path, urlencode(form), headers)
        assert response.status == 200, response.text
        acknowledged[position] = (number, choice)

    sent, refused = killing(server, send, seed=7)
    assert len(acknowledged) == 5 and 0 < refused < sent
    for item in attempt.items.all():
        number, choice = acknowledged[item.position]
        assert item.sequence >= number
        if item.sequence == number:
            assert item.response == [choice]
    assert submit_attempt(attempt.pk).percent is not None


def test_no_acknowledged_completion_is_lost(server, learner, headers):
    acknowledged = set()

    def send(number):
        key = key_uuid(f"course-m01-l{number % 20 + 1}")
        with override("kk"):
            path = reverse("unit_done", args=[key])
        response = server.request("POST", path, urlencode({"csrfmiddlewaretoken": TOKEN}), headers)
        assert response.status == 302, response.text
        acknowledged.add(key)

    killing(server, send, seed=11)
    done = UnitResult.objects.filter(completed_at__isnull=False)
    assert acknowledged <= set(done.values_list("unit_key", flat=True))
    assert done.count() == len(set(done.values_list("unit_key", flat=True)))
    assert acknowledged
