"""Reading invoices and charges, and what is not billed yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from afterglow.care.groups.models.events import SignUp
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.kernel.money import Money
from afterglow.ground.kernel.vat import vat_within
from afterglow.office.billing.models.charges import EVENT, SELF_PAY, WRITTEN_OFF, Charge
from afterglow.office.billing.models.invoices import Invoice, InvoiceLine
from afterglow.office.billing.models.owners import Owner, owned_by
from afterglow.office.billing.queries.books import Books, books_of
from afterglow.office.billing.rules.paper import PaperLine
from afterglow.record.people.queries import access_patient_by_id


def access_invoice(*, by: Actor, ref: str) -> Invoice:
    """One invoice, for whoever manages money, or for the patient it was sent to. Raises Http404."""
    invoice = _invoices(by.clinic_id).filter(ref=ref).first()
    own = invoice is not None and invoice.payer == SELF_PAY and by.patient_id == invoice.patient_id
    if invoice is None or not (by.may(Permission.MANAGE_MONEY) or own):
        raise Http404
    if invoice.patient_id is not None:
        access_patient_by_id(by=by, patient_id=invoice.patient_id)
    return invoice


def access_charge(*, by: Actor, ref: str) -> Charge:
    """One charge, for whoever manages money. Raises Http404."""
    charge = Charge.objects.filter(clinic_id=by.clinic_id, ref=ref).select_related("patient", "sign_up").first()
    if charge is None or not by.may(Permission.MANAGE_MONEY):
        raise Http404
    if charge.patient_id is not None:
        access_patient_by_id(by=by, patient_id=charge.patient_id)
    return charge


def invoices_of(owner: Owner, payer: str) -> Sequence[Invoice]:
    """The invoices of one account, newest first."""
    return list(_invoices(owner.clinic_id).filter(**owned_by(owner), payer=payer).order_by("-number"))


def unbilled_sign_ups() -> Sequence[SignUp]:
    """Professionals who owe for a date of an event and have no invoice for it yet, oldest first."""
    billed = InvoiceLine.objects.filter(charge__kind=EVENT).values("charge_id")
    charges = Charge.objects.filter(kind=EVENT).exclude(pk__in=billed).order_by("pk").prefetch_related("reliefs")
    return [one.sign_up for one in charges.select_related("sign_up__clinic") if one.sign_up and _is_asked_for(one)]


def unbilled(books: Books) -> Sequence[Charge]:
    """Charges of an account of which something is owed and that stand on no invoice yet, oldest first."""
    return [one for one in on_no_invoice(books) if books.owed_of(one).pence > 0]


def on_no_invoice(books: Books) -> Sequence[Charge]:
    """Charges of an account that stand on no invoice yet and of which something can be asked for, paid or not."""
    return [one for one in books.charges if one.pk not in books.billed and books.to_invoice(one)]


def line_of(charge: Charge, *, words: str = "", most: Money | None = None) -> PaperLine:
    """A charge as it is printed, in its own words or these; no more of it than ``most``."""
    pence = min(charge.pence, most.pence) if most else charge.pence
    vat = Money(vat_within(pence, charge.vat_percent), charge.currency)
    return PaperLine(charge.day, words or charge.words, Money(pence, charge.currency), vat, charge.vat_percent)


def unpaid_of(invoice: Invoice) -> Money:
    """What is still owed of an invoice's charges."""
    books = books_of(invoice.owner, invoice.payer)
    numbers = set(InvoiceLine.objects.filter(invoice=invoice).values_list("charge_id", flat=True))
    pence = sum(owed for number, owed in books.settled.owed.items() if number in numbers)
    return Money(pence, books.currency)


def overdue(clinic_id: int, today: date) -> Sequence[tuple[Invoice, Money]]:
    """Invoices past their day of which something is still owed, the longest first, with how much."""
    rows = _invoices(clinic_id).filter(due_on__lt=today).order_by("due_on", "number")
    found = [(invoice, unpaid_of(invoice)) for invoice in rows[:200]]
    return [(invoice, owed) for invoice, owed in found if owed.pence > 0]


def _is_asked_for(charge: Charge) -> bool:
    """Whether anything is left of a charge that an invoice can ask for: what is written off was owed all the same."""
    return sum(one.pence for one in charge.reliefs.all() if one.kind != WRITTEN_OFF) < charge.pence


def _invoices(clinic_id: int) -> QuerySet[Invoice]:
    rows: QuerySet[Invoice] = Invoice.objects.filter(clinic_id=clinic_id)
    return rows.select_related("patient", "sign_up", "clinic")
