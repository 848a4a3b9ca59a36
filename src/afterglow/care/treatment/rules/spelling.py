"""Numbers in words, as a prescription of a controlled drug wants them beside the figures."""

from __future__ import annotations

from decimal import Decimal

_SMALL = tuple(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "  # noqa: SIM905
    "eighteen nineteen".split()
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def spelled(number: Decimal | int) -> str:
    """``five point six`` for 5.6, ``one hundred and forty`` for 140.

    Raises ValueError for a negative number and from a million on.
    """
    whole, _, tail = f"{Decimal(number).normalize():f}".partition(".")
    if not whole.isdigit() or len(whole) > 6:
        raise ValueError(f"{number} is not spelled here: only 0 to 999,999.")
    words = _whole(int(whole))
    return f"{words} point {' '.join(_SMALL[int(digit)] for digit in tail)}" if tail else words


def _whole(number: int) -> str:
    if number < 20:
        return _SMALL[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens] + (f"-{_SMALL[ones]}" if ones else "")
    if number < 1_000:
        hundreds, rest = divmod(number, 100)
        return f"{_SMALL[hundreds]} hundred" + (f" and {_whole(rest)}" if rest else "")
    thousands, rest = divmod(number, 1_000)
    joint = " and " if 0 < rest < 100 else " "
    return f"{_whole(thousands)} thousand" + (f"{joint}{_whole(rest)}" if rest else "")
