"""Statistics of a test: everything that its screens show, 130 attempts of 50 questions."""

import random
import statistics
import time

from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.domain.analysis import analyse
from tests.factories.answers import build_test, submit

QUESTIONS = 50
CPU_LIMIT, QUERY_LIMIT = 1, 3
ROUNDS = 5


def measure(data, rounds=ROUNDS):
    """(CPU seconds, queries) of the whole analysis, tables of choices included."""
    rng = random.Random(1)
    quiz = build_test("measured", QUESTIONS)
    skill = [rng.random() for _seat in data.seats]
    submit(quiz, data.seats, [[rng.choices("abc", [good, 0.3, 0.2])[0] for _q in range(QUESTIONS)] for good in skill])
    spent = []
    for _round in range(rounds):
        begun = time.process_time()
        whole(quiz)
        spent.append(time.process_time() - begun)
    with CaptureQueriesContext(connection) as captured:
        whole(quiz)
    return statistics.median(spent), len(captured)


def whole(quiz):
    found = analyse(quiz)
    assert (found.n, len(found.items), found.scores.n) == (found.people, QUESTIONS, found.n)
    return [found.guessed, *(found.distractors(pk, "kk") for pk in found.points)]
