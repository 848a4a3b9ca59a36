"""The NHS number, against a second implementation."""

import nhs_number
import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.ground.kernel.nhs_number import (
    NhsNumberError,
    nhs_number_for_testing,
    parse_nhs_number,
    show_nhs_number,
)

TEN_DIGITS = st.text("0123456789", min_size=10, max_size=10)


def accepted(text: str) -> bool:
    try:
        parse_nhs_number(text)
    except NhsNumberError:
        return False
    return True


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("999 041 7261", "9990417261"),
        ("9990417261", "9990417261"),
        (" 999-041-7261 ", "9990417261"),
        ("943 476 5919", "9434765919"),
    ],
)
def test_a_number_is_read_however_it_is_spaced(typed: str, digits: str) -> None:
    assert parse_nhs_number(typed) == digits
    assert show_nhs_number(digits).replace("\u00a0", "") == digits
    assert len(show_nhs_number(digits)) == 12


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "10 digits"),
        ("999 041 726", "10 digits"),
        ("999 041 72614", "10 digits"),
        ("999 041 726x", "10 digits"),
        ("٩٩٩٠٤١٧٢٦١", "10 digits"),
        ("999 041 7265", "last digit"),
        ("0000000000", "one digit repeated"),
        ("1111111111", "one digit repeated"),
        ("9999999999", "one digit repeated"),
    ],
)
def test_a_wrong_number_is_refused_with_the_reason(typed: str, why: str) -> None:
    with pytest.raises(NhsNumberError, match=why):
        parse_nhs_number(typed)


def scottish(digits: str) -> bool:
    """The range of Scottish numbers, in which the second implementation also asks for a date of birth."""
    return 100_000_000 <= int(digits) <= 3_112_999_999


@given(TEN_DIGITS)
def test_the_check_digit_agrees_with_a_second_implementation(digits: str) -> None:
    fits = nhs_number.calculate_checksum(digits[:9]) == int(digits[9])
    assert accepted(digits) == (fits and len(set(digits)) > 1)


@given(TEN_DIGITS.filter(lambda digits: not scottish(digits) and len(set(digits)) > 1))
def test_validity_agrees_with_a_second_implementation(digits: str) -> None:
    assert accepted(digits) == nhs_number.is_valid(digits)


def test_it_agrees_on_every_check_digit_of_a_thousand_numbers() -> None:
    for serial in range(0, 10_000_000, 9_973):
        for check in range(10):
            digits = f"{serial + 943_000_000:09d}{check}"
            assert accepted(digits) == (nhs_number.is_valid(digits) and len(set(digits)) > 1)


@given(TEN_DIGITS.filter(accepted), st.integers(0, 9), st.integers(0, 9))
def test_one_wrong_digit_is_always_found(digits: str, place: int, wrong: int) -> None:
    changed = digits[:place] + str(wrong) + digits[place + 1 :]
    assert accepted(changed) == (changed == digits)


@given(st.integers(0, 999_999))
def test_numbers_for_testing_are_valid_and_in_the_reserved_range(serial: int) -> None:
    digits = nhs_number_for_testing(serial)
    if digits is None:
        assert not any(nhs_number.is_valid(f"999{serial:06d}{check}") for check in range(10))
    else:
        assert digits.startswith("999")
        assert nhs_number.is_valid(digits)
