"""Register numbers and verification codes: pure functions, no database.

A number, `NRC-2026-000123-7`, can be counted up, so it opens nothing. The code does: 80 random bits.
"""

import re
import secrets

PREFIX = "NRC"
# Crockford's base32: no I, L, O, U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16
GROUP = 4
# What people type for what is printed: letters that look like digits, Cyrillic letters that look Latin.
LOOK_ALIKES = str.maketrans("OILАВЕКМНОРСТУХЗ", "011ABEKMH0PCTYX3")
SEPARATORS = re.compile(r"[\s\-‐‑‒–—−_.,:#№]+")
NUMBER = re.compile(r"(?:NRC)?(?:19|20)\d{2}\d{1,8}|NRC\d*")


def check_digit(digits: str) -> int:
    """The check digit of ISO 7064 MOD 11,10 for a string of digits."""
    product = 10
    for digit in digits:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return (11 - product) % 10


def format_number(year: int, serial: int) -> str:
    """The number as printed; the check digit covers year and serial.

    >>> format_number(2026, 123)
    'NRC-2026-000123-7'
    """
    digits = f"{serial:06}"
    return f"{PREFIX}-{year}-{digits}-{check_digit(f'{year}{digits}')}"


def new_code() -> str:
    """Sixteen random characters, 80 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def print_code(code: str) -> str:
    """The code in groups of four, as it stands on the paper."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read_code(text: str) -> str | None:
    """The code that somebody typed, whatever the case, hyphens and look-alike letters; None if it is not a code."""
    code = squeezed(text)
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else None


def is_number(text: str) -> bool:
    """Whether somebody typed a register number (or most of one) in place of the code."""
    return NUMBER.fullmatch(squeezed(text)) is not None


def squeezed(text):
    return SEPARATORS.sub("", text.upper()).translate(LOOK_ALIKES)
