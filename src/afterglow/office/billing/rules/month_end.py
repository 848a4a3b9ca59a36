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
    invoiced: int = 0
    vat_invoiced: int = 0
    credited: int = 0
    """By credit notes: what was let off after it had been invoiced."""
    vat_credited: int = 0
    not_invoiced: int = 0
    """Of charges that stand on no invoice yet, what one would ask for."""
    vat_not_invoiced: int = 0

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

    @property
    def missing_on_paper(self) -> int:
        """Charges, without what was waived and given back, that invoices less credit notes do not hold: 0."""
        return self.charged - self.waived - self.given_back - self.invoiced + self.credited - self.not_invoiced

    @property
    def tax_missing_on_paper(self) -> int:
        """The same of the tax in them: 0."""
        asked = self.vat_invoiced - self.vat_credited + self.vat_not_invoiced
        return self.vat - self.vat_given_back - asked

    @property
    def is_found(self) -> bool:
        """Whether every penny is found, of the money, of the charges and on the papers."""
        return not any((self.difference, self.unaccounted, self.missing_on_paper, self.tax_missing_on_paper))


@dataclass(frozen=True)
class MonthEnd:
    """A month, and everything from the beginning to its end."""

    month: Totals
    in_all: Totals

    @property
    def balances(self) -> bool:
        """Whether every penny is found."""
        return self.month.is_found and self.in_all.is_found


def month_end(before: Totals, after: Totals) -> MonthEnd:
    """The month between two moments."""
    return MonthEnd(after - before, after)
