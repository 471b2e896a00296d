"""The check digit of the individual identification number, so that nobody's number enters a text."""

import re

TWELVE_DIGITS = re.compile(r"(?<!\d)\d{12}(?!\d)")
FIRST_WEIGHTS = range(1, 12)
SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)


def is_iin(text):
    """Whether `text` is twelve digits, the last of them the check digit. Birth date and sex are not looked at: a number
    need not agree with them."""
    if not TWELVE_DIGITS.fullmatch(text):
        return False
    digits = [int(digit) for digit in text]
    for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS):
        control = sum(digit * weight for digit, weight in zip(digits, weights, strict=False)) % 11
        if control < 10:
            return control == digits[11]
    return False


def iins_in(text):
    """The numbers in `text` that pass."""
    return [number for number in TWELVE_DIGITS.findall(text) if is_iin(number)]
