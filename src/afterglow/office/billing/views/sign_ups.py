"""What a professional owes for a date of an event, for whoever manages money."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from afterglow.care.groups.queries.events import access_sign_up_by_ref
from afterglow.ground.access.pages import ClinicRequest, form_page, page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.kernel.finding import Finding
from afterglow.ground.kernel.period import local_day
from afterglow.office.billing import forms, presenters
from afterglow.office.billing.actions import receiving
from afterglow.office.billing.models.charges import PROFESSIONAL
from afterglow.office.billing.queries.books import books_of
from afterglow.office.billing.queries.credits import credit_notes_of
from afterglow.office.billing.queries.invoices import invoices_of, unpaid_of
from afterglow.office.billing.queries.payments import payments_of
from afterglow.office.billing.views.saving import saved, shown


@page(Permission.MANAGE_MONEY)
def account(request: ClinicRequest, ref: str) -> HttpResponse:
    """What one professional owes for one date, what was paid, and the papers."""
    sign_up = access_sign_up_by_ref(by=request.actor, ref=ref)
    books = books_of(sign_up, PROFESSIONAL)
    context = {
        "sign_up": sign_up,
        "whose": presenters.whose(sign_up),
        "books": books,
        "charges": presenters.charge_rows(books),
        "invoices": [(one, unpaid_of(one)) for one in invoices_of(sign_up, PROFESSIONAL)],
        "credit_notes": credit_notes_of(sign_up, PROFESSIONAL),
        "payments": presenters.payment_rows(payments_of(sign_up), [books]),
        "today": local_day(request.now, protocol_in_force(request.clinic, request.now).zone),
    }
    return render(request, "billing/event_account.html", context)


@form_page(Permission.MANAGE_MONEY)
def receive(request: ClinicRequest, ref: str) -> HttpResponse:
    """Write down what a professional paid in another way than online."""
    sign_up = access_sign_up_by_ref(by=request.actor, ref=ref)
    form = forms.receive_form(request, books_of(sign_up, PROFESSIONAL).owed)
    refused: tuple[Finding, ...] = ()
    if form.is_valid():
        given = form.cleaned_data
        answer, refused = saved(
            request,
            sign_up,
            lambda: receiving.receive(
                owner=sign_up,
                payer=PROFESSIONAL,
                way=given["way"],
                amount=given["amount"],
                reference=given["reference"],
                form=given["form_ref"],
                by=request.actor,
                now=request.now,
            ),
        )
        if answer is not None:
            return answer
    return shown(request, sign_up, form, refused, "Write down a payment", "Write it down")
