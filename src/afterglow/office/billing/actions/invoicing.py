"""Billing: one numbered invoice to one payer for what stands on no invoice yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from afterglow.care.groups.models.events import SignUp
from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Clinic
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.access.signing import signed
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.money import Money
from afterglow.ground.kernel.period import local_day
from afterglow.office.billing.models.charges import PROFESSIONAL, SELF_PAY, Charge
from afterglow.office.billing.models.invoices import Invoice, InvoiceLine
from afterglow.office.billing.models.owners import Owner, owned_by
from afterglow.office.billing.queries.books import Books, books_of
from afterglow.office.billing.queries.invoices import line_of, on_no_invoice, unbilled
from afterglow.office.billing.queries.moved import words_now
from afterglow.office.billing.queries.payments import quiet_until
from afterglow.office.billing.rules.paper import invoice_content
from afterglow.record.contact.actions import queue_message
from afterglow.record.contact.models import EMAIL
from afterglow.record.people.models import Patient


@action("billing.invoiced", may=Permission.MANAGE_MONEY)
def bill(*, patient: Patient, payer: str, by: Actor, now: datetime) -> Invoice:
    """Bill what one payer owes for a patient and what stands on no invoice yet. Raises Refused when there is nothing.

    A patient hears by e-mail that an invoice waits on their own pages: not before noon of the day after a dose.
    """
    Clinic.objects.select_for_update(no_key=True).get(pk=by.clinic_id)
    books = books_of(patient, payer)
    made = _billed(patient, books, unbilled(books), by, now)
    if payer == SELF_PAY and patient.email:
        _tell(made, patient, by, now)
    return made


@action("billing.invoiced", may=Permission.DO_DUE_WORK)
def bill_sign_up(*, sign_up: SignUp, by: Actor, now: datetime) -> Invoice:
    """Bill a professional for a date of an event, as the system, paid or not: their books need the invoice.

    The letter about the date says where it is. Raises Refused when there is nothing to bill.
    """
    Clinic.objects.select_for_update(no_key=True).get(pk=by.clinic_id)
    books = books_of(sign_up, PROFESSIONAL)
    return _billed(sign_up, books, on_no_invoice(books), by, now)


def _billed(owner: Owner, books: Books, charges: Sequence[Charge], by: Actor, now: datetime) -> Invoice:
    clinic = owner.clinic
    if not charges:
        words = "Everything that is owed has been billed."
        raise Refused([Finding("nothing-to-bill", Severity.STOP, words, "default", interlock=True)])
    protocol, words_of_all = protocol_in_force(clinic, now), words_now(charges)
    lines = [
        line_of(charge, words=words_of_all[charge.pk], most=Money(books.to_invoice(charge), charge.currency))
        for charge in charges
    ]
    number = Invoice.objects.filter(clinic=clinic).count() + 1
    today = local_day(now, protocol.zone)
    due_on = today + protocol.fees.invoices.due_within
    content = invoice_content(
        protocol,
        number=number,
        to=_addressed(owner, charges[-1]),
        whom=owner.name if isinstance(owner, SignUp) else owner.full_name,
        payer_reference=charges[-1].payer_reference,
        on=today,
        due_on=due_on,
        lines=lines,
        for_event=isinstance(owner, SignUp),
    )
    made: Invoice = Invoice.objects.create(
        **owned_by(owner),
        number=number,
        payer=books.payer,
        due_on=due_on,
        pence=sum(line.amount.pence for line in lines),
        vat_pence=sum(line.vat.pence for line in lines),
        content=content,
        **signed(by=by, now=now),
    )
    for charge in charges:
        InvoiceLine.objects.create(invoice=made, charge=charge, **signed(by=by, now=now))
    return made


def _addressed(owner: Owner, charge: Charge) -> list[str]:
    if isinstance(owner, Patient) and charge.payer == SELF_PAY:
        return [owner.full_name, *owner.address.splitlines()]
    return [charge.payer_name or charge.get_payer_display(), *charge.payer_address.splitlines()]


def _tell(invoice: Invoice, patient: Patient, by: Actor, now: datetime) -> None:
    clinic = protocol_in_force(patient.clinic, now).clinic
    address = f"{settings.PUBLIC_URL}{reverse('billing:mine')}"
    queue_message(
        key=f"invoice:{invoice.ref}",
        channel=EMAIL,
        address=patient.email,
        subject=f"{clinic}: an invoice for you",
        text=f"{clinic} has put an invoice on your own pages. Sign in to read it: {address}\n",
        patient=patient,
        send_after=quiet_until(patient, now) or now,
        by=by,
        now=now,
    )
