"""Value added tax within a price: worked out for each line, rounded to the nearest penny, half a penny up."""

from __future__ import annotations


def vat_within(pence: int, percent: int | None) -> int:
    """The tax that a price of ``pence`` holds at ``percent``; 0 where it is exempt (None).

    The price includes the tax: its part is rate / (100 + rate), vat-700.
    """
    if not percent:
        return 0
    doubled, whole = 2 * pence * percent, 100 + percent
    return (doubled + whole) // (2 * whole)
