"""A professional's own money: what a date of an event costs them, paying it, and the papers."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from afterglow.care.groups.models.events import SignUp
from afterglow.care.groups.queries.events import access_sign_up
from afterglow.care.groups.queries.terms import name_of, protocol_of, vat_of
from afterglow.care.groups.rules.fees import fee_words
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.actor import system_actor
from afterglow.ground.access.pages import OpenRequest, open_page
from afterglow.ground.design.forms import Form, render_form
from afterglow.ground.kernel.finding import Finding
from afterglow.ground.kernel.money import Money
from afterglow.office.billing import presenters
from afterglow.office.billing.actions import online, printing
from afterglow.office.billing.models.charges import PROFESSIONAL
from afterglow.office.billing.models.payments import PAID, Payment
from afterglow.office.billing.queries.books import books_of
from afterglow.office.billing.queries.credits import credit_notes_of
from afterglow.office.billing.queries.invoices import invoices_of
from afterglow.office.billing.queries.payments import payments_of, unfinished_of
from afterglow.office.billing.rules.ending import HELD_FOR
from afterglow.office.billing.views.own import as_pdf

_WAY_BACK: Final = "way-back"
"""The cookie of a payer who is at the card service: it opens the one address they come back to."""


@open_page(methods=("GET", "HEAD", "POST"))
def event(request: OpenRequest, token: str) -> HttpResponse:
    """What a date costs whoever signed up for it, and paying it by card."""
    sign_up = _found(request, token)
    refused: tuple[Finding, ...] = ()
    if request.method == "POST":
        try:
            begun = online.pay_for_event(sign_up=sign_up, by=system_actor(sign_up.clinic_id), now=request.now)
            return _knowing_the_way_back(redirect("billing:event", token=token), begun, token)
        except Refused as refusal:
            refused = refusal.findings
    return _page(request, sign_up, token, refused)


@open_page()
def event_paid(request: OpenRequest, payment: str) -> HttpResponse:
    """Where the card service sends a payer back to: on to their own page, for the browser that left from there.

    To anybody else it says the same of every payment, and of none.
    """
    token = request.get_signed_cookie(_WAY_BACK, default="", salt=f"{_WAY_BACK}:{payment}")
    return redirect("billing:event", token=token) if token else render(request, "billing/event_paid.html")


@open_page(methods=("POST",))
def look(request: OpenRequest, token: str) -> HttpResponse:
    """Ask the card service how the payment stands that was begun."""
    for payment in unfinished_of(_found(request, token)):
        online.look(payment, request.now)
    return redirect("billing:event", token=token)


@open_page()
def invoice(request: OpenRequest, token: str) -> HttpResponse:
    """The invoice for a date of an event. Raises Http404 while there is none."""
    found = next(iter(invoices_of(_found(request, token), PROFESSIONAL)), None)
    if found is None:
        raise Http404
    return as_pdf(printing.invoice_pdf(found), f"invoice-{found.number}")


@open_page()
def credit_note(request: OpenRequest, token: str, number: int) -> HttpResponse:
    """One credit note for a date of an event. Raises Http404 for any other number."""
    notes = credit_notes_of(_found(request, token), PROFESSIONAL)
    found = next((one for one in notes if one.number == number), None)
    if found is None:
        raise Http404
    return as_pdf(printing.credit_note_pdf(found), f"credit-note-{found.number}")


@open_page()
def receipt(request: OpenRequest, token: str, number: int) -> HttpResponse:
    """One receipt for what was paid for a date of an event. Raises Http404 for any other number."""
    payments = payments_of(_found(request, token))
    found = next((one for one in payments if one.receipt == number), None)
    if found is None:
        raise Http404
    return as_pdf(printing.receipt_pdf(found), f"receipt-{found.receipt}")


def _knowing_the_way_back(answer: HttpResponse, payment: Payment, token: str) -> HttpResponse:
    """Keep the token of the letter in the browser alone: the card service gets an address that holds none."""
    answer.set_signed_cookie(
        _WAY_BACK,
        token,
        salt=f"{_WAY_BACK}:{payment.ref}",
        max_age=HELD_FOR,
        path=reverse("billing:event-paid", args=[payment.ref]),
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _found(request: OpenRequest, token: str) -> SignUp:
    """The sign-up of a letter's link. Raises Http404 for a date that costs nothing."""
    found = access_sign_up(token=token)
    request.clinic = found.clinic
    if not found.meeting.fee_pence:
        raise Http404
    return found


def _page(request: OpenRequest, sign_up: SignUp, token: str, refused: tuple[Finding, ...]) -> HttpResponse:
    meeting, protocol, books = sign_up.meeting, protocol_of(sign_up.meeting), books_of(sign_up, PROFESSIONAL)
    # Until the charge is written, within the minute, what is owed is what the sign-up says.
    owed = books.owed if books.charges else Money(sign_up.owed_pence, meeting.currency)
    return render_form(
        request,
        "billing/event.html",
        Form.of(request),
        refused=refused,
        token=token,
        sign_up=sign_up,
        meeting=meeting,
        name=name_of(meeting.series, protocol),
        fee=fee_words(Money(meeting.fee_pence, meeting.currency), vat_of(meeting)),
        owed=owed if sign_up.owed_pence else Money(0, meeting.currency),
        owed_back=books.owed_back,
        unfinished=next(iter(unfinished_of(sign_up)), None),
        lines=presenters.statement_of(books),
        invoices=invoices_of(sign_up, PROFESSIONAL),
        credit_notes=credit_notes_of(sign_up, PROFESSIONAL),
        receipts=[one for one in payments_of(sign_up) if one.state == PAID],
        phone=protocol.contact.phone,
    )
