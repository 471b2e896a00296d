"""Who may do what with an exam on paper: one predicate for each question."""

from datetime import timedelta

from django.utils import timezone

from courses.permissions import may_manage_cohort
from lms.accounts import roles

PRINTED_AHEAD = timedelta(days=1)


def may_print(user, sitting):
    """Whoever runs the cohort, at any time; its other invigilators from the day before the exam."""
    return may_manage_cohort(user, sitting.cohort) or timezone.now() >= sitting.opens_at - PRINTED_AHEAD


def may_print_key(user, sitting):
    """Who may take the questions of the quiz out of the house with their keys (S-17)."""
    return roles.can(user, "export_questions", sitting.quiz.organisation)
