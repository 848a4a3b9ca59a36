"""The month's end: money in is what was kept, what went back, and what is still owed back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Totals:
    """Everything up to a moment, in pence. ``kept`` is counted from the charges' side, the rest from the payments'."""

    money_in: int = 0
    kept: int = 0
    refunded: int = 0
    owed_back: int = 0
    charged: int = 0
    vat: int = 0
    vat_given_back: int = 0
    """Within what was waived or given back: it is not due either."""
    waived: int = 0
    written_off: int = 0
    given_back: int = 0
    unpaid: int = 0

    def __sub__(self, earlier: Totals) -> Totals:
        names = self.__dataclass_fields__
        return Totals(**{name: getattr(self, name) - getattr(earlier, name) for name in names})

    def __add__(self, other: Totals) -> Totals:
        names = self.__dataclass_fields__
        return Totals(**{name: getattr(self, name) + getattr(other, name) for name in names})

    @property
    def difference(self) -> int:
        """Money in that is neither kept, refunded nor owed back: 0, or the books are wrong."""
        return self.money_in - self.kept - self.refunded - self.owed_back

    @property
    def unaccounted(self) -> int:
        """Charges that are neither paid, let off nor unpaid: 0, or the books are wrong."""
        return self.charged - self.kept - self.waived - self.written_off - self.given_back - self.unpaid


@dataclass(frozen=True)
class MonthEnd:
    """A month, and everything from the beginning to its end."""

    month: Totals
    in_all: Totals

    @property
    def balances(self) -> bool:
        """Whether every penny is found."""
        both = (self.month, self.in_all)
        return all(totals.difference == 0 and totals.unaccounted == 0 for totals in both)


def month_end(before: Totals, after: Totals) -> MonthEnd:
    """The month between two moments."""
    return MonthEnd(after - before, after)
