"""Multiple choice with partial credit."""

from fractions import Fraction

from .base import ChoiceQuestion, Grade


class MultipleChoice(ChoiceQuestion):
    """Credit = (right options chosen - wrong options chosen) / right options, never below zero.

    So choosing everything earns nothing when half of the options are wrong (CURRICULUM 2.11: partial credit).
    """

    name = "multiple"
    input_type = "checkbox"

    def grade(self, body, response):
        right, chosen = self.right(body), set(response or ())
        credit = Fraction(len(chosen & right) - len(chosen - right), len(right))
        return Grade(max(Fraction(0), credit))
