"""Answers given before a question could have several fields are read as before."""

from importlib import import_module

import pytest
from django.apps import apps

from assessments.domain import attempts
from tests.factories.assessments import build_quiz
from tests.factories.courses import build_cohort, build_course, build_user, seat


@pytest.mark.django_db
def test_a_list_becomes_the_one_field_of_a_choice_and_back(site):
    course = build_course(site, modules=1, units=1)
    quiz = build_quiz("course-m01")
    learner = build_user()
    seat(learner, build_cohort(course))
    attempt = attempts.start_attempt(learner, quiz, quiz.unit_key)
    attempt.items.filter(position=1).update(response=["b"], option_order=["c", "b", "a"])
    attempt.items.filter(position=2).update(response=None, option_order=["d", "a", "c", "b"])
    migration = import_module("assessments.migrations.0003_responses_by_field")
    kept = attempt.items.filter(position__lt=3).values_list("response", "option_order")
    migration.by_field(apps, None)
    assert list(kept.all()) == [({"": ["b"]}, {"": ["c", "b", "a"]}), (None, {"": ["d", "a", "c", "b"]})]
    migration.as_lists(apps, None)
    assert list(kept.all()) == [(["b"], ["c", "b", "a"]), (None, ["d", "a", "c", "b"])]
