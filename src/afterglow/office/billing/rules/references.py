"""References by which a payment is found again: they say nothing of anybody."""

from __future__ import annotations

from typing import Final

_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are misread over the phone."""

LENGTH: Final = 12


def reference_from(number: int) -> str:
    """Twelve letters and digits in groups of four, from a random number of 60 bits: ``7K3P-QX2M-0AB9``."""
    if not 0 <= number < 32**LENGTH:
        raise ValueError("A reference is made of a number of 60 bits.")
    letters = ""
    for _ in range(LENGTH):
        number, place = divmod(number, 32)
        letters += _LETTERS[place]
    return "-".join(letters[start : start + 4] for start in range(0, LENGTH, 4))
