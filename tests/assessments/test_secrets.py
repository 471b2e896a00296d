"""S-18: nothing about a key is in any answer of the server before its time, whatever the kind and the answer."""

import json
import random
import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from assessments.domain import attempts
from assessments.enums import Feedback, Moment, Purpose
from assessments.models import QuestionVersion, Quiz, Sitting
from assessments.questions import KINDS
from courses.models import UnitResult
from tests.factories.assessments import build_quiz
from tests.factories.courses import build_cohort, build_course, build_user, page_of, seat
from tests.factories.questions import GRADED, with_another_key

pytestmark = pytest.mark.django_db
CHANGING = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]+"|data-left="\d+"|"left": \d+|\d+ min left|\d\d:\d\d|"sequence": \d+'
)
SCRIPT = {"accept": "application/json"}


def build_exam(site, item):
    """An open attempt at an exam of one question, which tells everything once its sitting has closed."""
    course = build_course(site, modules=1, units=1)
    quiz = build_quiz("course-m01", key="exam", kinds=[item])
    everything = {Moment.CLOSED.value: list(Feedback.values)}
    Quiz.objects.filter(pk=quiz.pk).update(purpose=Purpose.EXAM, time_limit=40, feedback=everything)
    cohort, user, now = build_cohort(course), build_user(), timezone.now()
    seat(user, cohort)
    Sitting.objects.create(
        cohort=cohort,
        quiz=quiz,
        unit_key=quiz.unit_key,
        opens_at=now - timedelta(minutes=1),
        closes_at=now + timedelta(hours=2),
    )
    return user, attempts.start_attempt(user, Quiz.objects.get(pk=quiz.pk), quiz.unit_key)


def answers_of_the_server(client, attempt, values):
    """All that the learner is sent from the open question to the result, one text."""
    with override("en"):
        address = {
            name: reverse(f"attempt{name}", args=[attempt.public_id])
            for name in ("", "_save", "_state", "_submit", "_result")
        }
        question = reverse("attempt_item", args=[attempt.public_id, 1])
    told = []

    def look():
        told.extend(client.get(address[""] + asked) for asked in ("", "?page=1", "?in=1.ru", "?open=1"))
        told.extend(client.get(f"{question}?in={code}") for code in ("kk", "ru", "en"))
        told.append(client.get(address["_state"], headers=SCRIPT))
        told.append(client.get(page_of("exam", "en").get_url()))

    look()
    fields = {"answer" + (f"-{part}" if part else ""): one for part, one in values.items()}
    told.append(client.post(address["_save"], {"position": 1, "sequence": 7, **fields}, headers=SCRIPT))
    look()
    told.append(client.post(address["_state"], {"unsent": 0, "waited": 0}, headers=SCRIPT))
    told.append(client.post(address["_submit"], headers=SCRIPT))
    told.append(client.post(address["_save"], {"position": 1, "sequence": 8, **fields}, headers=SCRIPT))
    told.append(client.get(address["_result"]))
    told.append(client.get(address["_state"], headers=SCRIPT))
    told.extend(client.get(page_of(key, "en").get_url()) for key in ("exam", "course-m01", "course"))
    with override("en"):
        told.append(client.get(reverse("dashboard")))
    return "\n".join(f"{one.status_code} {CHANGING.sub('', one.content.decode())}" for one in told)


def then_undone(act):
    with transaction.atomic():
        result = act()
        transaction.set_rollback(True)
    return result


@pytest.mark.parametrize("item", GRADED, ids=lambda item: item["kind"])
def test_attempts_that_differ_in_the_key_alone_are_answered_alike(client, site, item):
    user, attempt = build_exam(site, item)
    client.force_login(user)
    version = attempt.items.get().version
    kind = KINDS[version.question.kind]
    right = kind.solution(version.body)
    first = then_undone(lambda: answers_of_the_server(client, attempt, right))
    keys = (with_another_key(json.loads(json.dumps(version.body)), random.Random(seed)) for seed in range(99))
    other = next(body for body in keys if kind.grade(body, right).fraction < 1)
    QuestionVersion.objects.filter(pk=version.pk).update(body=other)
    assert answers_of_the_server(client, attempt, right) == first
    assert "told" not in first.replace("is told later", "") and "explained" not in first


def test_once_the_sitting_has_closed_the_result_tells_all(client, site):
    user, attempt = build_exam(site, GRADED[0])
    client.force_login(user)
    attempts.save_answer(attempt.pk, 1, {"": ["a"]}, 1)
    attempts.submit_attempt(attempt.pk)
    with override("en"):
        result = reverse("attempt_result", args=[attempt.public_id])
    before = client.get(result).content.decode()
    Sitting.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    after = client.get(result).content.decode()
    words = ("Your answers, one by one", "option b en", "explained en", "you have 0")
    assert ([word in before for word in words], [word in after for word in words]) == ([False] * 4, [True] * 4)


@pytest.mark.parametrize("by", ["the tick", "a look"])
def test_a_result_reaches_the_course_when_its_learner_may_know_it(client, site, by):
    user, attempt = build_exam(site, GRADED[0])
    attempts.save_answer(attempt.pk, 1, {"": ["b"]}, 1)
    submitted = attempts.submit_attempt(attempt.pk)
    attempts.close_overdue()
    assert list(UnitResult.objects.all()) == []
    Sitting.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    if by == "the tick":
        attempts.close_overdue()
    else:
        client.force_login(user)
        client.get(page_of("exam", "en").get_url())
    result = UnitResult.objects.get()
    assert (result.unit_key, str(result.percent), result.completed_at) == (
        attempt.unit_key,
        "100.00",
        submitted.submitted_at,
    )
