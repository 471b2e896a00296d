"""What the result says before its sitting has closed, and the score by area afterwards."""

import re
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from assessments.domain import attempts, sittings
from assessments.enums import Feedback
from assessments.models import Objective, Question, Quiz, Sitting
from tests.factories.courses import build_user, seat
from tests.factories.sittings import build_exam, build_sitting

pytestmark = pytest.mark.django_db
SCORE, EXPLANATION = [Feedback.SCORE.value], [Feedback.EXPLANATION.value]


@pytest.fixture
def exam(site):
    """Six questions, three of each of two areas."""
    exam = build_exam(site, kinds=["single"] * 6)
    for number, key in enumerate(["rights", "safety"]):
        area = Objective.objects.create(key=key, titles={"en": f"Area {key}", "ru": f"Область {key}"})
        keys = [f"exam-q{3 * number + place}" for place in (1, 2, 3)]
        Question.objects.filter(key__in=keys).update(objective=area)
    return exam


@pytest.fixture
def sitting(exam):
    sitting = build_sitting(exam, build_user(9), with_code=False)
    closes = timezone.make_aware(datetime(2031, 5, 20, 15, 30))
    Sitting.objects.filter(pk=sitting.pk).update(closes_at=closes)
    return sitting


def hand_in(exam, sitting, number=1):
    user = build_user(number)
    seat(user, sitting.cohort)
    attempt = attempts.start_attempt(user, exam, exam.unit_key)
    for position in (1, 2, 3, 4):
        attempts.save_answer(attempt.pk, position, {"": ["a"]}, 1)
    return attempts.submit_attempt(attempt.pk)


def tell(exam, **matrix):
    exam.feedback = matrix
    Quiz.objects.filter(pk=exam.pk).update(feedback=matrix)


def words(client, attempt, language="en"):
    client.force_login(attempt.enrolment.user)
    with override(language):
        html = client.get(reverse("attempt_result", args=[attempt.public_id])).content.decode()
    main = html[html.index("<main") : html.index("</main")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def test_a_result_that_waits_says_when_it_is_told(client, exam, sitting):
    tell(exam, closed=SCORE)
    text = words(client, hand_in(exam, sitting))
    assert (
        "You see the result here once the sitting has closed. It closes on 20 May 2031, 15:30, "
        "or later if somebody is still working then." in text
    )
    assert ("Area rights" in text, "You need" in text) == (False, False)


def test_a_score_that_is_told_says_when_more_follows(client, exam, sitting):
    tell(exam, submitted=SCORE, closed=EXPLANATION)
    text = words(client, hand_in(exam, sitting))
    assert "You need 60%, you have 66%." in text
    assert "You see more about your answers here once the sitting has closed. It closes on 20 May 2031, 15:30" in text
    assert "Area rights" not in text


def test_while_paused_and_while_somebody_works_on_no_time_is_promised(client, exam, sitting):
    tell(exam, closed=SCORE)
    mine, neighbour = hand_in(exam, sitting), build_user(2)
    seat(neighbour, sitting.cohort)
    running = attempts.start_attempt(neighbour, exam, exam.unit_key)
    sittings.pause(sitting, build_user(8), "Alarm")
    paused = words(client, mine)
    sittings.resume(sitting, build_user(7), "Over")
    Sitting.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    working = words(client, mine)
    attempts.submit_attempt(running.pk)
    closed = words(client, mine)
    said = ["It closes on", "It is paused now", "somebody is still working.", "You need 60%, you have 66%."]
    assert [[one in text for one in said] for text in (paused, working, closed)] == [
        [False, True, False, False],
        [False, False, True, False],
        [False, False, False, True],
    ]


@pytest.mark.parametrize(
    ("matrix", "told"),
    [({"closed": SCORE}, True), ({"submitted": SCORE}, True), ({"closed": EXPLANATION}, False), ({}, False)],
)
def test_the_score_by_area_goes_with_the_score_after_closing(client, exam, sitting, matrix, told):
    tell(exam, **matrix)
    attempt = hand_in(exam, sitting)
    assert "Area rights" not in words(client, attempt)
    Sitting.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    text = words(client, attempt)
    assert ("Your result by area Area rights 100% 3 questions Area safety 33% 3 questions" in text) is told
    assert ("Area" in text, "Область rights" in words(client, attempt, "ru")) == (told, told)
