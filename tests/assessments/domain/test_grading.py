from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.domain.grading import percent


@pytest.mark.parametrize(
    ("fractions", "expected"),
    [
        ([1, 1, 1], "100.00"),
        ([0, 0], "0.00"),
        ([1, 0, 0], "33.33"),
        ([1, 1, 0], "66.67"),
        ([Fraction(1, 3), Fraction(1, 3)], "33.33"),
        ([Fraction(1, 8)] * 3 + [0] * 97, "0.38"),
    ],
)
def test_percent_is_the_mean_with_halves_rounded_up(fractions, expected):
    assert percent((1, credit) for credit in fractions) == Decimal(expected)
