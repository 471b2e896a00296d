"""Multiple choice with partial credit."""

from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from .base import Grade
from .choice import ChoiceQuestion, right_ids


class MultipleChoice(ChoiceQuestion):
    """Credit = (right options chosen - wrong options chosen) / right options, never below zero.

    So choosing everything earns nothing when half of the options are wrong (CURRICULUM 2.11: partial credit).
    """

    name = "multiple"
    label = _("multiple choice")
    many = True

    def grade(self, body, response):
        right, chosen = right_ids(body["options"]), self.chosen(response)
        credit = Fraction(len(chosen & right) - len(chosen - right), len(right))
        return Grade(max(Fraction(0), credit))
