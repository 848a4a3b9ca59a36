"""Accounts in words: statements, charges, payments, and the month's end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from django.urls import reverse

from afterglow.care.groups.models.events import SignUp
from afterglow.ground.design.identity import Identity
from afterglow.ground.kernel.money import Money
from afterglow.office.billing.models.charges import EVENT, Charge
from afterglow.office.billing.models.owners import Owner
from afterglow.office.billing.models.payments import BEGUN, NOT_PAID, OPEN, PAID, Payment
from afterglow.office.billing.queries.books import Books
from afterglow.office.billing.rules.month_end import MonthEnd
from afterglow.office.billing.rules.statement import Line, Movement, statement
from afterglow.record.people.models import Patient

PAYERS: Mapping[str, str] = {
    "self-pay": "The patient",
    "nhs": "The NHS",
    "insurer": "An insurer",
    "professional": "A professional, for an event",
}

LOOKS: Mapping[str, tuple[str, str]] = {
    BEGUN: ("Just begun", "info"),
    OPEN: ("Not finished", "caution"),
    PAID: ("Paid", "ok"),
    NOT_PAID: ("Not paid", ""),
}
"""How a payment stands: words and the look of their tag."""


@dataclass(frozen=True)
class ChargeRow:
    """A charge, what was let off of it, and what is owed of it."""

    charge: Charge
    words: str
    amount: Money
    vat: Money
    let_off: Money
    owed: Money
    why: tuple[str, ...]


@dataclass(frozen=True)
class PaymentRow:
    """A payment or a try, what went back, and what of it pays for nothing."""

    payment: Payment
    amount: Money
    back: Money
    left: Money
    words: str
    look: str


def identity_at_the_till(patient: Patient) -> Identity:
    """Who a patient is, for whoever manages money: nothing clinical."""
    return Identity(patient.ref, patient.full_name, patient.birth_date, patient.nhs_number)


def statement_of(books: Books) -> tuple[Line, ...]:
    """Every movement of an account with what is owed after it."""
    movements: list[Movement] = []
    papers = {one.relief_id: f", credit note {one.number}" for one in books.credit_notes}
    for charge in books.charges:
        # A date of an event is owed from signing up on, everything else from the day on which it happened.
        at = charge.written_at if charge.kind == EVENT else datetime.combine(charge.day, time(12), UTC)
        what = books.words[charge.pk]
        movements.append(Movement(at, what, charge.pence, charge.ref))
        for relief in books.reliefs_of(charge):
            let_off = f"{relief.get_kind_display()}: {what}{papers.get(relief.pk, '')}"
            movements.append(Movement(relief.written_at, let_off, -relief.pence, charge.ref))
    for payment in books.payments:
        paid_at = payment.paid_at or payment.begun_at
        movements.append(Movement(paid_at, f"Paid. {payment.get_way_display()}", -payment.pence, payment.ref))
        for refund in books.refunds_of(payment):
            movements.append(Movement(refund.asked_at, "Paid back to you", refund.pence, payment.ref))
    return statement(movements, books.currency)


@dataclass(frozen=True)
class Whose:
    """Whose account it is: the name, where it is opened, and who they are where they are a patient."""

    owner: Owner
    name: str
    address: str
    identity: Identity | None


def whose(owner: Owner) -> Whose:
    """The owner of an account in words."""
    if isinstance(owner, SignUp):
        name = owner.name or "Name erased"
        return Whose(owner, name, reverse("billing:event-account", args=[owner.ref]), None)
    address = reverse("billing:account", args=[owner.ref])
    return Whose(owner, owner.full_name, address, identity_at_the_till(owner))


def charge_rows(books: Books) -> list[ChargeRow]:
    """Every charge of an account, newest first."""
    return [
        ChargeRow(
            charge,
            books.words[charge.pk],
            Money(charge.pence, charge.currency),
            Money(charge.vat_pence, charge.currency),
            Money(charge.pence - books.due_of(charge), charge.currency),
            books.owed_of(charge),
            tuple(f"{one.get_kind_display()}: {one.reason}" for one in books.reliefs_of(charge)),
        )
        for charge in reversed(books.charges)
    ]


def payment_rows(payments: Sequence[Payment], accounts: Sequence[Books]) -> list[PaymentRow]:
    """Every payment and every try, in the order given."""
    by_payer = {books.payer: books for books in accounts}
    return [_payment_row(one, by_payer.get(one.payer)) for one in payments]


def pays_for(books: Books, payment: Payment) -> list[tuple[Charge, str, Money]]:
    """What a payment pays for, in words, with how much."""
    charges = {one.pk: one for one in books.charges}
    shares = [one for one in books.settled.shares if one.received == payment.pk]
    return [(charges[one.due], books.words[one.due], Money(one.pence, books.currency)) for one in shares]


MonthRow = tuple[str, Money, Money]


def month_rows(found: MonthEnd, currency: str) -> tuple[list[MonthRow], list[MonthRow], list[MonthRow]]:
    """What came in and where it is; what was charged and what became of it; what invoices and credit notes say.

    Each for the month and in all.
    """

    def row(words: str, name: str) -> MonthRow:
        both = (getattr(found.month, name), getattr(found.in_all, name))
        return (words, Money(both[0], currency), Money(both[1], currency))

    money = [
        row("Money in", "money_in"),
        row("Kept, for what was charged", "kept"),
        row("Paid back", "refunded"),
        row("Owed back, or paid ahead", "owed_back"),
    ]
    charges = [
        row("Charged", "charged"),
        row("VAT in that", "vat"),
        row("VAT in what was waived and given back", "vat_given_back"),
        row("Paid", "kept"),
        row("Waived", "waived"),
        row("Places given back in time", "given_back"),
        row("Written off", "written_off"),
        row("Unpaid", "unpaid"),
    ]
    papers = [
        row("Invoiced", "invoiced"),
        row("VAT in that", "vat_invoiced"),
        row("Credited, by credit notes", "credited"),
        row("VAT in that", "vat_credited"),
        row("Charged, and on no invoice yet", "not_invoiced"),
        row("VAT in that", "vat_not_invoiced"),
    ]
    return money, charges, papers


def _payment_row(payment: Payment, books: Books | None) -> PaymentRow:
    words, look = LOOKS[payment.state]
    known = books is not None and payment.state == PAID
    back = books.refunded_of(payment) if books is not None and known else 0
    left = books.left_of(payment) if books is not None and known else Money(0, payment.currency)
    amount = Money(payment.pence, payment.currency)
    return PaymentRow(payment, amount, Money(back, payment.currency), left, words, look)
