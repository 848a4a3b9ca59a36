"""What is charged for something that happened, at the prices of one version of the protocol (F35, F21, L10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from afterglow.ground.kernel.money import Money
from afterglow.ground.kernel.quantity import Dose
from afterglow.ground.kernel.vat import vat_within
from afterglow.ground.protocol.schema.fees import Fees, Price


@dataclass(frozen=True)
class Priced:
    """What one line costs, and the tax within it; ``vat_percent`` is None where it is exempt."""

    words: str
    amount: Money
    vat_percent: int | None = None

    @property
    def vat(self) -> Money:
        """The tax within the amount."""
        return Money(vat_within(self.amount.pence, self.vat_percent), self.amount.currency)


def dose_price(fees: Fees, treatment: str, given: Dose) -> Priced | None:
    """A dose that was given; None where the clinic charges by the month, or not at all.

    Raises KeyError for a dose of a drug with a price of its own for each dose, when this dose has none.
    """
    price = fees.for_treatment(treatment)
    if price is None or price.per != "treatment":
        return None
    amount = price.for_dose(given)
    words = price.say if not price.drug else f"{price.say}, {given}"
    return _priced(fees, price, words, amount) if amount.pence else None


def month_price(fees: Fees, treatment: str) -> Priced | None:
    """A month in which a treatment was taken; None where the clinic charges each dose, or nothing."""
    price = fees.for_treatment(treatment)
    if price is None or price.per != "month" or not price.amount.pence:
        return None
    return _priced(fees, price, price.say, price.amount)


def consultation_price(fees: Fees) -> Priced | None:
    """A first consultation; None where it is free (S1), or has no price."""
    price = next((one for one in fees.prices if one.per == "consultation"), None)
    if price is None or not price.amount.pence:
        return None
    return _priced(fees, price, price.say, price.amount)


def words_of_moved(words: str, charged_for: date, day: date) -> str:
    """What a charge is for, once its date was moved from the day it was charged for to another."""
    return words if day == charged_for else f"{words}, moved to {day.day} {day:%B %Y}"


def items(fees: Fees) -> tuple[Price, ...]:
    """What somebody of the clinic may add to an account."""
    return tuple(price for price in fees.prices if price.per == "item")


def item_price(fees: Fees, code: str) -> Priced:
    """One of the items. Raises KeyError for what is none."""
    price = next((one for one in items(fees) if one.code == code), None)
    if price is None:
        raise KeyError(code)
    return _priced(fees, price, price.say, price.amount)


def _priced(fees: Fees, price: Price, words: str, amount: Money) -> Priced:
    return Priced(words, amount, fees.vat.standard if price.vat == "standard" else None)
