"""Invoices, credit notes and receipts as tagged PDFs, printed from what was kept: the same for the same paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from afterglow.care.groups.models.events import SignUp
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.gateways.typesetting import CannotTypeset, typeset
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.money import Money
from afterglow.ground.kernel.period import local_day
from afterglow.office.billing.models.charges import EVENT, SELF_PAY, Charge
from afterglow.office.billing.models.credits import CreditNote
from afterglow.office.billing.models.invoices import Invoice
from afterglow.office.billing.models.payments import Payment
from afterglow.office.billing.queries.invoices import line_of
from afterglow.office.billing.rules.paper import PaperLine, receipt_content
from afterglow.record.people.models import Patient

TEMPLATE = Path(__file__).resolve().parent.parent / "templates/billing/paper.typ"


def invoice_pdf(invoice: Invoice) -> bytes:
    """The invoice as it was written. Raises Refused for a character that cannot be printed."""
    return _printed(invoice.content, invoice.written_at)


def credit_note_pdf(credit_note: CreditNote) -> bytes:
    """The credit note as it was written. Raises Refused for a character that cannot be printed."""
    return _printed(credit_note.content, credit_note.written_at)


def receipt_pdf(payment: Payment) -> bytes:
    """The receipt of a payment that was made. Raises Refused for a character that cannot be printed."""
    paid_at = payment.paid_at or payment.begun_at
    protocol = protocol_in_force(payment.clinic, paid_at)
    owner = payment.owner
    if isinstance(owner, Patient):
        to = [owner.full_name, *(owner.address.splitlines() if payment.payer == SELF_PAY else ())]
    else:
        to = (owner.invoice_to or owner.name).splitlines()
    content = receipt_content(
        protocol,
        number=payment.receipt or 0,
        to=to,
        paid_on=local_day(paid_at, protocol.zone),
        way=payment.get_way_display(),
        reference=payment.reference,
        amount=Money(payment.pence, payment.currency),
        taxed=_taxed_of(owner, payment) if isinstance(owner, SignUp) else (),
    )
    return _printed(content, paid_at)


def _taxed_of(sign_up: SignUp, payment: Payment) -> list[PaperLine]:
    """What was paid for a date of an event, with the tax in it: charge and payment never change, nor does this."""
    charges = Charge.objects.filter(kind=EVENT, sign_up=sign_up)
    return [line_of(one, most=Money(payment.pence, payment.currency)) for one in charges]


def _printed(content: Mapping[str, Any], made_at: datetime) -> bytes:
    try:
        return typeset(TEMPLATE, content, made_at=made_at)
    except CannotTypeset as wrong:
        if not wrong.characters:
            raise
        words = f"These characters cannot be printed here: {wrong.characters}."
        raise Refused([Finding("cannot-be-printed", Severity.STOP, words, "default", interlock=True)]) from None
