"""Invoices and receipts as tagged PDFs, printed from what was kept: the same for the same invoice or payment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from afterglow.ground.access.acting import Refused
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.gateways.typesetting import CannotTypeset, typeset
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.money import Money
from afterglow.ground.kernel.period import local_day
from afterglow.office.billing.models.charges import SELF_PAY
from afterglow.office.billing.models.invoices import Invoice
from afterglow.office.billing.models.payments import Payment
from afterglow.office.billing.rules.paper import receipt_content

TEMPLATE = Path(__file__).resolve().parent.parent / "templates/billing/paper.typ"


def invoice_pdf(invoice: Invoice) -> bytes:
    """The invoice as it was written. Raises Refused for a character that cannot be printed."""
    return _printed(invoice.content, invoice.written_at)


def receipt_pdf(payment: Payment) -> bytes:
    """The receipt of a payment that was made. Raises Refused for a character that cannot be printed."""
    paid_at = payment.paid_at or payment.begun_at
    protocol = protocol_in_force(payment.clinic, paid_at)
    patient = payment.patient
    own = payment.payer == SELF_PAY
    content = receipt_content(
        protocol,
        number=payment.receipt or 0,
        to=[patient.full_name, *(patient.address.splitlines() if own else ())],
        paid_on=local_day(paid_at, protocol.zone),
        way=payment.get_way_display(),
        reference=payment.reference,
        amount=Money(payment.pence, payment.currency),
    )
    return _printed(content, paid_at)


def _printed(content: Mapping[str, Any], made_at: datetime) -> bytes:
    try:
        return typeset(TEMPLATE, content, made_at=made_at)
    except CannotTypeset as wrong:
        if not wrong.characters:
            raise
        words = f"These characters cannot be printed here: {wrong.characters}."
        raise Refused([Finding("cannot-be-printed", Severity.STOP, words, "default", interlock=True)]) from None
