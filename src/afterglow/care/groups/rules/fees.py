"""What a date of an event costs, in words: the whole, and the tax within it."""

from __future__ import annotations

from afterglow.ground.kernel.money import Money
from afterglow.ground.kernel.vat import vat_within


def fee_words(fee: Money, vat_percent: int | None) -> str:
    """``£30 (£25 and £5 VAT at 20 %)``; ``£30 (exempt from VAT)``; ``free`` for what costs nothing."""
    if fee.pence == 0:
        return "free"
    if vat_percent is None:
        return f"{fee} (exempt from VAT)"
    vat = Money(vat_within(fee.pence, vat_percent), fee.currency)
    return f"{fee} ({fee - vat} and {vat} VAT at {vat_percent}\u00a0%)"
