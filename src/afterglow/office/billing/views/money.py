"""One payment, giving it back, its papers, and the month's end."""

from __future__ import annotations

from datetime import datetime, time

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page, page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.forms import render_form
from afterglow.ground.kernel.finding import Finding
from afterglow.ground.kernel.money import Money
from afterglow.ground.kernel.period import add_months, local_day
from afterglow.office.billing import forms, presenters
from afterglow.office.billing.actions import printing, refunding
from afterglow.office.billing.models.payments import ONLINE, PAID
from afterglow.office.billing.queries.books import books_of, totals_until
from afterglow.office.billing.queries.credits import access_credit_note
from afterglow.office.billing.queries.invoices import access_invoice
from afterglow.office.billing.queries.payments import access_payment
from afterglow.office.billing.rules.month_end import month_end
from afterglow.office.billing.views.own import as_pdf
from afterglow.office.billing.views.saving import refuse_other_owner

_MONTHS_OFFERED = 24


@form_page(Permission.MANAGE_MONEY)
def payment(request: ClinicRequest, ref: str) -> HttpResponse:
    """One payment: how it stands, what it pays for, and giving back what it pays for nothing."""
    found = access_payment(by=request.actor, ref=ref)
    whom, books = presenters.whose(found.owner), books_of(found.owner, found.payer)
    left = books.left_of(found) if found.state == PAID else Money(0, found.currency)
    form = forms.RefundForm.of(request, initial={"amount": left, "by_hand": found.way != ONLINE})
    refused: tuple[Finding, ...] = ()
    if form.is_valid():
        given = form.cleaned_data
        try:
            refuse_other_owner(shown_ref=given["patient_shown"], owner=found.owner)
            refunding.ask_refund(
                payment=found,
                amount=given["amount"],
                reason=given["reason"],
                by_hand=given["by_hand"],
                by=request.actor,
                now=request.now,
            )
            return redirect("billing:payment", ref=found.ref)
        except Refused as refusal:
            refused = refusal.findings
    (row,) = presenters.payment_rows([found], [books])
    return render_form(
        request,
        "billing/staff_payment.html",
        form,
        refused=refused,
        identity=whom.identity,
        whose=whom,
        row=row,
        refunds=[(one, Money(one.pence, found.currency)) for one in found.refunds.order_by("pk")],
        pays_for=presenters.pays_for(books, found),
    )


@page(Permission.MANAGE_MONEY)
def receipt(request: ClinicRequest, ref: str) -> HttpResponse:
    """The receipt of a payment. Raises Http404 for one that was not made."""
    found = access_payment(by=request.actor, ref=ref)
    if found.state != PAID:
        raise Http404
    return as_pdf(printing.receipt_pdf(found), f"receipt-{found.receipt}")


@page(Permission.MANAGE_MONEY)
def invoice(request: ClinicRequest, ref: str) -> HttpResponse:
    """One invoice, as it was written."""
    found = access_invoice(by=request.actor, ref=ref)
    return as_pdf(printing.invoice_pdf(found), f"invoice-{found.number}")


@page(Permission.MANAGE_MONEY)
def credit_note(request: ClinicRequest, ref: str) -> HttpResponse:
    """One credit note, as it was written."""
    found = access_credit_note(by=request.actor, ref=ref)
    return as_pdf(printing.credit_note_pdf(found), f"credit-note-{found.number}")


@page(Permission.MANAGE_MONEY)
def month(request: ClinicRequest) -> HttpResponse:
    """A month's end: money in is what was kept, paid back and is owed back. ``?month=2026-08`` chooses the month."""
    protocol = protocol_in_force(request.clinic, request.now)
    this = local_day(request.now, protocol.zone).replace(day=1)
    offered = [add_months(this, -back) for back in range(_MONTHS_OFFERED)]
    wanted = request.GET.get("month", "")
    first = next((one for one in offered if f"{one:%Y-%m}" == wanted), this)
    starts, ends = (datetime.combine(day, time(0), protocol.zone) for day in (first, add_months(first, 1)))
    found = month_end(totals_until(request.clinic.pk, starts), totals_until(request.clinic.pk, ends))
    money, charges, papers = presenters.month_rows(found, protocol.currency)
    sums = {"money": money, "charges": charges, "papers": papers}
    return render(request, "billing/month.html", {"first": first, "offered": offered, "found": found, **sums})
