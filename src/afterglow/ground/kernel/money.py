"""Money in whole pence with its currency."""

from __future__ import annotations

from dataclasses import dataclass


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies met in one sum."""


@dataclass(frozen=True, order=True)
class Money:
    """A sum in the currency's smallest coin. May be negative: a refund is money owed back."""

    pence: int
    currency: str = "GBP"

    def __add__(self, other: Money) -> Money:
        return Money(self.pence + self._same(other).pence, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.pence - self._same(other).pence, self.currency)

    def __mul__(self, count: int) -> Money:
        return Money(self.pence * count, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.pence, self.currency)

    def __str__(self) -> str:
        sign = "-" if self.pence < 0 else ""
        pounds, pence = divmod(abs(self.pence), 100)
        symbol = "£" if self.currency == "GBP" else f"{self.currency}\u00a0"
        return f"{sign}{symbol}{pounds:,}" + (f".{pence:02d}" if pence else "")

    def _same(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} cannot be added.")
        return other
