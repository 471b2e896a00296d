"""Several tabs, devices and workers at the same moment. Real processes, a real database."""

from decimal import Decimal

import pytest

from assessments.domain import attempts
from assessments.models import Attempt
from courses.models import UnitResult
from tests.factories.assessments import build_quiz
from tests.factories.courses import build_cohort, build_course, build_user, seat
from tests.factories.race import race

pytestmark = pytest.mark.django_db(transaction=True)

START = """
from assessments.domain.attempts import start_attempt
from assessments.models import QuizPage
from lms.accounts.models import User
page = QuizPage.objects.select_related("quiz").first()
print(start_attempt(User.objects.get(), page.quiz, page.translation_key).pk)
"""

START_AND_SUBMIT = """
from assessments.domain.attempts import start_attempt, submit_attempt
from assessments.domain.errors import NoAttemptsLeft
from assessments.models import QuizPage
from lms.accounts.models import User
page, made = QuizPage.objects.select_related("quiz").first(), set()
try:
    while True:
        made.add(submit_attempt(start_attempt(User.objects.get(), page.quiz, page.translation_key).pk).pk)
except NoAttemptsLeft:
    print(len(made))
"""

SAVE = """
from assessments.domain.attempts import save_answer
from assessments.models import Attempt
attempt = Attempt.objects.get()
for sequence in range(number + 1, 25, 3):
    save_answer(attempt.pk, 1, {"": ["abc"[sequence % 3]]}, sequence)
print("saved")
"""

END = """
from datetime import timedelta
from assessments.domain import attempts
from assessments.models import Attempt
attempt = Attempt.objects.get()
if number % 2:
    attempts.submit_attempt(attempt.pk)
else:
    attempts.close_overdue(attempt.started_at + timedelta(days=1))
ended = Attempt.objects.get()
print(ended.submitted_at, ended.closed_by, ended.percent)
"""


@pytest.fixture
def quiz(site):
    course = build_course(site, modules=1, units=1)
    quiz = build_quiz("course-m01", max_attempts=2)
    quiz.user = build_user()
    seat(quiz.user, build_cohort(course))
    return quiz


def test_four_tabs_that_start_at_once_have_one_attempt(quiz):
    assert len(set(race(START, 4))) == 1
    assert Attempt.objects.count() == 1


def test_the_limit_of_attempts_holds_whoever_presses_when(quiz):
    race(START_AND_SUBMIT, 3)
    assert sorted(Attempt.objects.values_list("number", flat=True)) == [1, 2]


def test_the_highest_sequence_wins_whoever_writes_when(quiz):
    attempt = attempts.start_attempt(quiz.user, quiz, quiz.unit_key)
    race(SAVE, 3)
    item = attempt.items.get(position=1)
    assert (item.sequence, item.response) == (24, {"": ["a"]})


def test_one_end_stands_whoever_ends_it(quiz):
    quiz.time_limit = 40
    quiz.save()
    attempt = attempts.start_attempt(quiz.user, quiz, quiz.unit_key)
    attempts.save_answer(attempt.pk, 1, {"": ["a"]}, 1)
    assert len(set(race(END, 4))) == 1
    assert list(UnitResult.objects.values_list("percent", flat=True)) == [Decimal("33.33")]
