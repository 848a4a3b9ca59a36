"""Billing: one numbered invoice to one payer for what stands on no invoice yet."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Clinic
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.money import Money
from afterglow.ground.kernel.period import local_day
from afterglow.office.billing.models.charges import SELF_PAY, Charge
from afterglow.office.billing.models.invoices import Invoice, InvoiceLine
from afterglow.office.billing.queries.books import books_of
from afterglow.office.billing.queries.invoices import unbilled
from afterglow.office.billing.queries.payments import quiet_until
from afterglow.office.billing.rules.paper import PaperLine, invoice_content
from afterglow.record.contact.actions import queue_message
from afterglow.record.contact.models import EMAIL
from afterglow.record.people.models import Patient


@action("billing.invoiced", may=Permission.MANAGE_MONEY)
def bill(*, patient: Patient, payer: str, by: Actor, now: datetime) -> Invoice:
    """Bill what one payer owes for a patient and what stands on no invoice yet. Raises Refused when there is nothing.

    A patient hears by e-mail that an invoice waits on their own pages: not before noon of the day after a dose.
    """
    clinic = Clinic.objects.select_for_update(no_key=True).get(pk=by.clinic_id)
    charges = unbilled(books_of(patient, payer), by.clinic_id)
    if not charges:
        words = "Everything that is owed has been billed."
        raise Refused([Finding("nothing-to-bill", Severity.STOP, words, "default", interlock=True)])
    protocol = protocol_in_force(clinic, now)
    number = Invoice.objects.filter(clinic=clinic).count() + 1
    today = local_day(now, protocol.zone)
    due_on = today + protocol.fees.invoices.due_within
    content = invoice_content(
        protocol,
        number=number,
        to=_addressed(patient, charges[-1]),
        patient=patient.full_name,
        payer_reference=charges[-1].payer_reference,
        on=today,
        due_on=due_on,
        lines=[_line(charge) for charge in charges],
    )
    made = Invoice.objects.create(
        patient=patient,
        number=number,
        payer=payer,
        due_on=due_on,
        pence=sum(charge.pence for charge in charges),
        vat_pence=sum(charge.vat_pence for charge in charges),
        content=content,
        **signed(by=by, now=now),
    )
    for charge in charges:
        InvoiceLine.objects.create(invoice=made, charge=charge, **signed(by=by, now=now))
    if payer == SELF_PAY and patient.email:
        _tell(made, protocol.clinic, by, now)
    return made


def _line(charge: Charge) -> PaperLine:
    amount, vat = Money(charge.pence, charge.currency), Money(charge.vat_pence, charge.currency)
    return PaperLine(charge.day, charge.words, amount, vat, charge.vat_percent)


def _addressed(patient: Patient, charge: Charge) -> list[str]:
    if charge.payer == SELF_PAY:
        return [patient.full_name, *patient.address.splitlines()]
    return [charge.payer_name or charge.get_payer_display(), *charge.payer_address.splitlines()]


def _tell(invoice: Invoice, clinic: str, by: Actor, now: datetime) -> None:
    address = f"{settings.PUBLIC_URL}{reverse('billing:mine')}"
    queue_message(
        key=f"invoice:{invoice.ref}",
        channel=EMAIL,
        address=invoice.patient.email,
        subject=f"{clinic}: an invoice for you",
        text=f"{clinic} has put an invoice on your own pages. Sign in to read it: {address}\n",
        patient=invoice.patient,
        send_after=quiet_until(invoice.patient, now) or now,
        by=by,
        now=now,
    )
