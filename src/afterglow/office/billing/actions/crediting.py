"""The tax paper for what is let off after it was invoiced: written in the action that lets it off."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Clinic
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.signing import signed
from afterglow.ground.kernel.money import Money
from afterglow.ground.kernel.period import local_day
from afterglow.office.billing.models.charges import GIVEN_BACK, WAIVED, Charge, Relief
from afterglow.office.billing.models.credits import CreditNote
from afterglow.office.billing.models.invoices import InvoiceLine
from afterglow.office.billing.models.owners import owned_by
from afterglow.office.billing.queries.moved import words_now
from afterglow.office.billing.rules.crediting import credit_note_content, vat_let_off
from afterglow.office.billing.rules.paper import PaperLine

_WHY: Final = {
    WAIVED: "The fee, or a part of it, was waived.",
    GIVEN_BACK: "What it was for was given back in time, or called off.",
}
"""A debt that is written off was owed all the same: its invoice stands."""


def credit(*, relief: Relief, by: Actor, now: datetime) -> CreditNote | None:
    """Issue the credit note for what an open action has just let off; None where no invoice ever asked for it.

    Whoever bills waits for the same lock: either the invoice knows of the relief, or this knows of the invoice.
    """
    Clinic.objects.select_for_update(no_key=True).get(pk=relief.clinic_id)
    lines = InvoiceLine.objects.filter(clinic_id=relief.clinic_id, charge_id=relief.charge_id)
    line = lines.select_related("invoice__clinic", "invoice__patient", "invoice__sign_up", "charge").first()
    if line is None or relief.kind not in _WHY:
        return None
    invoice, printed = line.invoice, _line(line.charge, relief)
    protocol = protocol_in_force(invoice.clinic, now)
    number = CreditNote.objects.filter(clinic=invoice.clinic).count() + 1
    return CreditNote.objects.create(
        **owned_by(invoice.owner),
        number=number,
        payer=invoice.payer,
        invoice=invoice,
        relief=relief,
        pence=printed.amount.pence,
        vat_pence=printed.vat.pence,
        content=credit_note_content(
            protocol,
            number=number,
            invoice=invoice.content,
            on=local_day(now, protocol.zone),
            because=_WHY[relief.kind],
            line=printed,
        ),
        **signed(by=by, now=now),
    )


def _line(charge: Charge, relief: Relief) -> PaperLine:
    earlier = Relief.objects.filter(charge=charge, kind__in=_WHY, pk__lt=relief.pk)
    before = sum(one.pence for one in earlier)
    vat = vat_let_off(charge.pence, charge.vat_percent, before=before, more=relief.pence)
    words, amount = words_now([charge])[charge.pk], Money(relief.pence, charge.currency)
    return PaperLine(charge.day, words, amount, Money(vat, charge.currency), charge.vat_percent)
