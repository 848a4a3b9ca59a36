"""Money in whole pence with its currency."""

from __future__ import annotations

import re
from dataclasses import dataclass


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies met in one sum."""


@dataclass(frozen=True, order=True)
class Money:
    """A sum in the currency's smallest coin. May be negative: a refund is money owed back."""

    pence: int
    currency: str = "GBP"

    @classmethod
    def parse(cls, text: str) -> Money:
        """Read ``"225 GBP"`` or ``"71.25 GBP"``. Raises ValueError with an example for anything else."""
        match = re.fullmatch(r"\s*([0-9]+)(?:\.([0-9]{2}))? ([A-Z]{3})\s*", text)
        if match is None:
            raise ValueError(f"“{text}” is not a sum of money. Write it as in “225 GBP” or “71.25 GBP”.")
        return cls(int(match[1]) * 100 + int(match[2] or 0), match[3])

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
