"""The proof notices an answer that is missing, older or another one, and a result that is not the log's."""

import json

import pytest

from assessments.domain.attempts import save_answer, start_attempt, submit_attempt
from tests.exam import proof
from tests.factories.assessments import build_quiz
from tests.factories.courses import build_cohort, build_course, build_user, seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def users(site):
    """Two people who answered one question each, the first twice; both have submitted."""
    course = build_course(site, modules=1, units=1)
    quiz = build_quiz("course-m01", kinds=("single", "single"))
    cohort = build_cohort(course)
    people = [build_user(1), build_user(2)]
    for person, choices in zip(people, (["b", "a"], ["c"]), strict=True):
        seat(person, cohort)
        attempt = start_attempt(person, quiz, quiz.unit_key)
        for sequence, choice in enumerate(choices, 1):
            save_answer(attempt.pk, 1, {"": [choice]}, sequence)
        submit_attempt(attempt.pk)
    return [person.pk for person in people]


def saved(who, sequence, choice, position=1, ok=True):
    return {"who": who, "what": "save", "position": position, "sequence": sequence, "choice": choice, "ok": ok, "ms": 1}


LOG = [saved(0, 1, "b"), saved(0, 2, "a"), saved(1, 1, "c")]


def test_a_log_that_agrees_with_the_database(users):
    assert (proof.lost(LOG, users), proof.wrong_results(LOG, users, positions=2)) == ([], [])


def test_an_answer_whose_acknowledgement_was_lost_is_no_fault(users):
    log = [*LOG, saved(1, 2, "a", ok=False)]
    assert proof.lost(log, users) == []


def test_what_is_missing_older_or_another_is_named(users):
    log = [saved(0, 3, "a"), saved(1, 1, "b"), saved(1, 1, "a", position=2)]
    assert proof.lost(log, users) == [
        "person 0, question 1: answer 3 was acknowledged and is lost",
        "person 1, question 1: b was acknowledged, {'': ['c']} stands",
        "person 1, question 2: answer 1 was acknowledged and is lost",
    ]


def test_a_result_that_the_log_does_not_make_is_named(users):
    log = [saved(0, 2, "a"), saved(1, 1, "a")]
    assert proof.wrong_results(log, users, positions=2) == ["person 1: 0.00 % stands, the log makes 50.00 %"]


def test_a_line_cut_off_by_the_end_is_left_out(tmp_path):
    path = tmp_path / "log"
    path.write_text(json.dumps(LOG[0]) + "\n" + json.dumps(LOG[1])[:20])
    assert proof.read(path) == LOG[:1]
