"""What treatment costs, and what a year of it costs."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from afterglow.ground.protocol.schema.base import Code, Flag, Part, Sourced, Words
from afterglow.ground.protocol.schema.units import AnyDose, AnyMoney, Duration, LongTime, Percent

VatNumber = Annotated[str, Field(pattern="^GB ?[0-9]{3} ?[0-9]{4} ?[0-9]{2}$", examples=["GB 100 0000 00"])]


class DrugPrice(Part):
    """The drug's own price for one dose."""

    dose: AnyDose
    amount: AnyMoney


class Price(Sourced):
    """The price of one thing."""

    code: Code
    say: Words
    amount: AnyMoney
    """What is paid, value added tax included."""
    per: Literal["treatment", "month", "consultation", "item"]
    """An item is charged when somebody of the clinic adds it; everything else when it happened."""
    treatment: Code | None = None
    vat: Literal["exempt", "standard"] = "exempt"
    drug: tuple[DrugPrice, ...] = ()

    def for_dose(self, dose: AnyDose) -> AnyMoney:
        """The whole price of one treatment with this dose. Raises KeyError when the drug's price is unknown."""
        if not self.drug:
            return self.amount
        for drug in self.drug:
            if drug.dose == dose:
                return self.amount + drug.amount
        raise KeyError(str(dose))


class LongRun(Sourced):
    """What is shown before the start: years of treatment and what they ask of a life."""

    usual: Words
    longest: LongTime
    burdens: tuple[Words, ...]


class Reductions(Sourced):
    """Whether help with the clinic's work lowers a price."""

    for_help: Flag
    say: Words


class Vat(Sourced):
    """The rate of value added tax for what is not exempt as care."""

    standard: Percent
    number: VatNumber | None = None
    """The clinic's own, printed on invoices and receipts; empty where it is not registered."""


class Invoices(Sourced):
    """When an invoice is to be paid."""

    due_within: Duration


class Fees(Sourced):
    """The clinic's prices."""

    prices: tuple[Price, ...]
    vat: Vat
    invoices: Invoices
    reductions: Reductions
    long_run: LongRun

    def price(self, code: str) -> Price:
        """The price with a code. Raises KeyError when the clinic charges no such thing."""
        for price in self.prices:
            if price.code == code:
                return price
        raise KeyError(code)

    def for_treatment(self, code: str) -> Price | None:
        """The price of the treatment with this code, if it has one."""
        return next((price for price in self.prices if price.treatment == code), None)
