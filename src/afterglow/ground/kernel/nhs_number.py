"""The NHS number: ten digits, the last a check digit by modulus 11. Optional, and never a key."""

from __future__ import annotations


class NhsNumberError(ValueError):
    """Digits that cannot be an NHS number; the message says why."""


def parse_nhs_number(text: str) -> str:
    """The ten digits of a number typed with or without spaces.

    Raises NhsNumberError when there are not ten digits, when all are the same (such numbers pass the
    check but are never issued), or when the check digit is wrong.
    """
    digits = "".join(text.split()).replace("-", "")
    if len(digits) != 10 or not digits.isascii() or not digits.isdigit():
        raise NhsNumberError("An NHS number has 10 digits, such as 999 000 1014.")
    if len(set(digits)) == 1:
        raise NhsNumberError("An NHS number is never one digit repeated.")
    if _check_digit(digits[:9]) != int(digits[9]):
        raise NhsNumberError("The last digit does not fit the others. Check each digit against the letter.")
    return digits


def show_nhs_number(digits: str) -> str:
    """Ten digits in the groups of three, three and four in which they are read aloud."""
    return f"{digits[:3]}\u00a0{digits[3:6]}\u00a0{digits[6:]}"


def nhs_number_for_testing(serial: int) -> str | None:
    """The number of the reserved test range 999 000 0000 to 999 999 9999 with this serial (0 to 999 999).

    None where the range has no valid number with that serial.
    """
    nine = f"999{serial:06d}"
    check = _check_digit(nine)
    return None if check == 10 else f"{nine}{check}"


def _check_digit(nine: str) -> int:
    total = sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11
