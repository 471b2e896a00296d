import pytest

from lms.core.iin import iins_in, is_iin


@pytest.mark.parametrize("number", ["999999000012", "999999000303", "999999000315"])
def test_the_check_digit_fits(number):
    assert is_iin(number) is True


@pytest.mark.parametrize("number", ["999999000013", "999999000390", "99999900001", "9999990000123", "99999900001A", ""])
def test_the_check_digit_does_not_fit(number):
    assert is_iin(number) is False


def test_no_last_digit_saves_a_base_that_fails_in_both_rounds():
    assert [is_iin(f"99999900039{digit}") for digit in range(10)] == [False] * 10


def test_numbers_inside_a_text():
    assert iins_in("One is 999999000012, 999999000013 is none, 4999999000012 is longer, №999999000303.") == [
        "999999000012",
        "999999000303",
    ]
