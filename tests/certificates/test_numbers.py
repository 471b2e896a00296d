"""Numbers and codes, checked against published examples."""

import pytest

from certificates.numbers import ALPHABET, check_digit, format_number, is_number, new_code, print_code, read_code

# ISO 7064's own example; German tax and Croatian personal numbers, which use the same system in public.
PUBLISHED = ["07945", "794623", "002006673085", "33392005961", "94577403194", "36574261809"]


@pytest.mark.parametrize("number", PUBLISHED)
def test_check_digit_of_published_numbers(number):
    assert check_digit(number[:-1]) == int(number[-1])


def test_check_digit_notices_each_wrong_digit():
    number = "20260001237"
    wrong = {number[:i] + d + number[i + 1 :] for i in range(11) for d in "0123456789"} - {number}
    assert len(wrong) == 99
    assert not any(check_digit(other[:-1]) == int(other[-1]) for other in wrong)


@pytest.mark.parametrize(
    ("year", "serial", "printed"),
    [(2026, 123, "NRC-2026-000123-7"), (2026, 1, "NRC-2026-000001-7"), (2027, 1234567, "NRC-2027-1234567-5")],
)
def test_number_as_printed(year, serial, printed):
    assert format_number(year, serial) == printed


def test_code_has_eighty_bits_from_crockfords_letters():
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert {len(code) for code in codes} == {16}
    assert set("".join(codes)) == set(ALPHABET) == set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    assert print_code("0123456789ABCDEF") == "0123-4567-89AB-CDEF"


@pytest.mark.parametrize(
    "typed",
    [
        "7K4M-0137-ABCD-EF1X",
        "7k4m0137abcdef1x",
        " 7K4M 0137 ABCD EF1X ",
        "7K4M–O137–ABCD–EFIX",
        "7k4m_o137_abcd_eflx",
        "7К4М-О137-АВСD-ЕF1Х",
    ],
)
def test_code_is_read_as_people_type_it(typed):
    assert read_code(typed) == "7K4M0137ABCDEF1X"


@pytest.mark.parametrize("typed", ["", "7K4M-0137-ABCD-EF1", "7K4M-0137-ABCD-EF1XX", "7K4M-0137-ABCD-EFUX", "*" * 16])
def test_what_is_not_a_code(typed):
    assert read_code(typed) is None


@pytest.mark.parametrize(
    "typed",
    ["NRC-2026-000123-7", "nrc 2026 000123", "2026-000123-7", "NRC-2O26-OOOI23-7", "№ NRC-2026-000123-7", "nrc"],
)
def test_a_number_is_recognised_and_is_never_a_code(typed):
    assert is_number(typed)
    assert read_code(typed) is None


@pytest.mark.parametrize("typed", ["7K4M-0137-ABCD-EF1X", "hello", "", "123"])
def test_what_is_not_a_number(typed):
    assert not is_number(typed)
