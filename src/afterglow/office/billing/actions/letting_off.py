"""Waiving a fee and writing off a debt, each with its reason. A debt by itself never stops a treatment that is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed
from afterglow.ground.kernel.finding import Finding
from afterglow.ground.kernel.money import Money
from afterglow.office.billing.actions.crediting import credit
from afterglow.office.billing.models.charges import WAIVED, WRITTEN_OFF, Charge, Relief
from afterglow.office.billing.models.owners import locked
from afterglow.office.billing.queries.books import Books, books_of
from afterglow.office.billing.rules.letting_off import waiver_findings, write_off_findings

_Rule = Callable[[Money, Money, str], tuple[Finding, ...]]


@action("billing.charge_waived", may=Permission.MANAGE_MONEY)
def waive(*, charge: Charge, amount: Money, reason: str, by: Actor, now: datetime) -> Relief:
    """Waive a charge or a part of it, such as for somebody in hospital or in a crisis.

    What was paid for it already is then owed back, and an invoice that asked for it gets its credit note.
    Raises Refused for more than the charge, and without a reason.
    """
    books = _books(charge)
    left = Money(books.due_of(charge), charge.currency)
    return _let_off(charge, WAIVED, waiver_findings, amount, left, reason, by, now)


@action("billing.debt_written_off", may=Permission.MANAGE_MONEY)
def write_off(*, charge: Charge, amount: Money, reason: str, by: Actor, now: datetime) -> Relief:
    """Write off what nobody will pay. Raises Refused for more than is unpaid, and without a reason."""
    unpaid = _books(charge).owed_of(charge)
    return _let_off(charge, WRITTEN_OFF, write_off_findings, amount, unpaid, reason, by, now)


def _books(charge: Charge) -> Books:
    return books_of(locked(charge.owner), charge.payer)


def _let_off(
    charge: Charge, kind: str, rule: _Rule, amount: Money, most: Money, reason: str, by: Actor, now: datetime
) -> Relief:
    refused = rule(amount, most, reason)
    if refused:
        raise Refused(refused)
    made: Relief = Relief.objects.create(
        charge=charge, kind=kind, pence=amount.pence, reason=reason.strip()[:300], **signed(by=by, now=now)
    )
    credit(relief=made, by=by, now=now)
    return made
