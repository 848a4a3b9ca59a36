"""A patient's own money: what is owed, paying it, and the papers."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from afterglow.care.groups.queries.paying import access_place_to_pay, price_of
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page, page, post_page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.forms import Form, render_form
from afterglow.ground.kernel.finding import Finding
from afterglow.ground.kernel.money import Money
from afterglow.office.billing import forms, presenters
from afterglow.office.billing.actions import online, printing
from afterglow.office.billing.models.charges import SELF_PAY
from afterglow.office.billing.models.payments import PAID, UNFINISHED, Payment
from afterglow.office.billing.queries.books import books_of
from afterglow.office.billing.queries.credits import access_credit_note, credit_notes_of
from afterglow.office.billing.queries.invoices import access_invoice, invoices_of
from afterglow.office.billing.queries.payments import (
    access_payment,
    payments_of,
    places_of,
    quiet_until,
    to_pay_for,
    unfinished_of,
)
from afterglow.record.people.queries import access_own_patient, identity_of


@form_page(Permission.SEE_OWN_RECORD)
def mine(request: ClinicRequest) -> HttpResponse:
    """What the patient owes, how it came to be, and paying all of it or a part."""
    patient = access_own_patient(by=request.actor)
    books = books_of(patient, SELF_PAY)
    form = forms.PayForm.of(request, initial={"amount": books.owed})
    refused: tuple[Finding, ...] = ()
    if form.is_valid():
        amount: Money = form.cleaned_data["amount"]
        answer, refused = _begun(
            lambda: online.pay_account(patient=patient, amount=amount, by=request.actor, now=request.now)
        )
        if answer is not None:
            return answer
    return render_form(
        request,
        "billing/mine.html",
        form,
        refused=refused,
        identity=identity_of(patient),
        books=books,
        lines=presenters.statement_of(books),
        unfinished=unfinished_of(patient),
        rows=presenters.payment_rows(payments_of(patient), [books]),
        invoices=invoices_of(patient, SELF_PAY),
        credit_notes=credit_notes_of(patient, SELF_PAY),
        quiet=quiet_until(patient, request.now),
        protocol=protocol_in_force(request.clinic, request.now),
    )


@form_page(Permission.SEE_OWN_RECORD)
def pay(request: ClinicRequest, ref: str) -> HttpResponse:
    """Pay for a place: what it costs, until when it is kept, and how paying goes."""
    place = access_place_to_pay(by=request.actor, ref=ref)
    form = Form.of(request)
    refused: tuple[Finding, ...] = ()
    if request.method == "POST":
        answer, refused = _begun(lambda: online.pay_for_place(place=place, by=request.actor, now=request.now))
        if answer is not None:
            return answer
    return render_form(
        request,
        "billing/pay.html",
        form,
        refused=refused,
        identity=identity_of(access_own_patient(by=request.actor)),
        place=place,
        amount=to_pay_for(place),
        price=price_of(place),
    )


@page(Permission.SEE_OWN_RECORD)
def payment(request: ClinicRequest, ref: str) -> HttpResponse:
    """How one payment stands. The card service sends the payer back to here; what it says is asked for by a button."""
    found = access_payment(by=request.actor, ref=ref)
    back = Money(books_of(found.owner, found.payer).refunded_of(found), found.currency)
    places = places_of(found)
    context = {
        "identity": identity_of(access_own_patient(by=request.actor)),
        "payment": found,
        "amount": Money(found.pence, found.currency),
        "open": found.state in UNFINISHED,
        "paid": found.state == PAID,
        "went_back": back,
        "place": places[0] if places else None,
    }
    return render(request, "billing/payment.html", context)


@post_page(Permission.SEE_OWN_RECORD)
def look(request: ClinicRequest, ref: str) -> HttpResponse:
    """Ask the card service how a payment stands."""
    found = access_payment(by=request.actor, ref=ref)
    online.look(found, request.now)
    return redirect("billing:own-payment", ref=found.ref)


@post_page(Permission.SEE_OWN_RECORD)
def stop(request: ClinicRequest, ref: str) -> HttpResponse:
    """Stop a payment that is not finished."""
    found = access_payment(by=request.actor, ref=ref)
    online.stop(found, request.now)
    return redirect("billing:own-payment", ref=found.ref)


@page(Permission.SEE_OWN_RECORD)
def receipt(request: ClinicRequest, ref: str) -> HttpResponse:
    """The receipt of a payment. Raises Http404 for one that was not made."""
    found = access_payment(by=request.actor, ref=ref)
    if found.state != PAID:
        raise Http404
    return as_pdf(printing.receipt_pdf(found), f"receipt-{found.receipt}")


@page(Permission.SEE_OWN_RECORD)
def invoice(request: ClinicRequest, ref: str) -> HttpResponse:
    """One of the patient's invoices."""
    found = access_invoice(by=request.actor, ref=ref)
    return as_pdf(printing.invoice_pdf(found), f"invoice-{found.number}")


@page(Permission.SEE_OWN_RECORD)
def credit_note(request: ClinicRequest, ref: str) -> HttpResponse:
    """One of the patient's credit notes."""
    found = access_credit_note(by=request.actor, ref=ref)
    return as_pdf(printing.credit_note_pdf(found), f"credit-note-{found.number}")


def as_pdf(content: bytes, name: str) -> HttpResponse:
    """A PDF to be kept."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer


def _begun(begin: Callable[[], Payment]) -> tuple[HttpResponse | None, tuple[Finding, ...]]:
    """To the page of the payment, from which a link leads on to the card service; or what refuses it."""
    try:
        begun = begin()
    except Refused as refusal:
        return None, refusal.findings
    return redirect("billing:own-payment", ref=begun.ref), ()
