"""Multiple choice with partial credit."""

from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from .base import Grade
from .choice import ChoiceQuestion, ids_of, right_ids


class MultipleChoice(ChoiceQuestion):
    """Credit = (right options chosen - wrong options chosen) / right options, never below zero.

    So choosing everything earns nothing when half of the options are wrong (CURRICULUM 2.11: partial credit).
    """

    name = "multiple"
    label = _("multiple choice")
    about = _("Several options are right; some of them earn part of the points.")
    many = True

    def grade(self, body, response):
        right, chosen = right_ids(body["options"]), self.chosen(response)
        credit = Fraction(len(chosen & right) - len(chosen - right), len(right))
        return Grade(max(Fraction(0), credit))

    def guess(self, body):
        """The mean over every set of options, each as likely."""
        ids = ids_of(body["options"])
        chosen = [[one for place, one in enumerate(ids) if number >> place & 1] for number in range(2 ** len(ids))]
        return sum((self.grade(body, {"": ids}).fraction for ids in chosen), Fraction(0)) / len(chosen)
