"""The clinic's accounts for whoever manages money: all of them, one of them, and what is written down in it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from afterglow.care.groups.queries.paying import held_with_fee
from afterglow.ground.access.pages import ClinicRequest, form_page, page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.audit import reads
from afterglow.ground.design.forms import Form, render_form
from afterglow.ground.design.words import moment
from afterglow.ground.kernel.finding import Finding
from afterglow.ground.kernel.period import local_day
from afterglow.office.billing import forms, presenters
from afterglow.office.billing.actions import charging, funding, invoicing, letting_off, receiving
from afterglow.office.billing.models.charges import SELF_PAY, WAIVED
from afterglow.office.billing.queries import overview
from afterglow.office.billing.queries.books import accounts_of, books_of
from afterglow.office.billing.queries.credits import credit_notes_of
from afterglow.office.billing.queries.happened import unpriced
from afterglow.office.billing.queries.invoices import access_charge, invoices_of, overdue, unbilled, unpaid_of
from afterglow.office.billing.queries.payers import fundings_of, payer_for
from afterglow.office.billing.queries.payments import access_place_at_the_till, payments_of, to_pay_for
from afterglow.office.billing.rules.charging import items
from afterglow.office.billing.rules.payers import Payer
from afterglow.office.billing.views.saving import saved, shown
from afterglow.record.people.models import Patient
from afterglow.record.people.queries import access_patient


@page(Permission.MANAGE_MONEY)
def accounts(request: ClinicRequest) -> HttpResponse:
    """Who owes what, what is owed back, and what waits for a person."""
    clinic_id, today = request.clinic.pk, local_day(request.now, protocol_in_force(request.clinic, request.now).zone)
    words = request.GET.get("q", "")
    listed = overview.listed_accounts(clinic_id, words=words)
    late, failed = overdue(clinic_id, today), overview.failed_refunds(clinic_id)
    without, back = unpriced(clinic_id, now=request.now), overview.to_pay_back(clinic_id)
    reads.note_all(
        [
            *(one.owner.pk for one in listed if isinstance(one.owner, Patient)),
            *(invoice.patient_id for invoice, _ in late if invoice.patient_id),
            *(one.payment.patient_id for one in failed if one.payment.patient_id),
            *(one.patient_id for one, _ in back if one.patient_id),
            *(one.patient.pk for one in without),
        ]
    )
    context = {
        "listed": [(presenters.whose(one.owner), one.books) for one in listed],
        "sums": overview.sums_of(listed),
        "late": [(presenters.whose(invoice.owner), invoice, owed) for invoice, owed in late],
        "failed": [(presenters.whose(one.payment.owner), one) for one in failed],
        "back": [(presenters.whose(one.owner), one, left) for one, left in back],
        "unpriced": without,
        "q": words,
        "payers": presenters.PAYERS,
    }
    return render(request, "billing/accounts.html", context)


@page(Permission.MANAGE_MONEY)
def account(request: ClinicRequest, ref: str) -> HttpResponse:
    """One patient's accounts: charges, payments, invoices, and who pays."""
    patient = access_patient(by=request.actor, ref=ref)
    return render(request, "billing/account.html", _context(request, patient))


@form_page(Permission.MANAGE_MONEY)
def bill(request: ClinicRequest, ref: str) -> HttpResponse:
    """Bill what one payer owes and what stands on no invoice yet."""
    patient = access_patient(by=request.actor, ref=ref)
    form = Form.of(request)
    refused: tuple[Finding, ...] = ()
    if request.method == "POST":
        payer = request.POST.get("payer", SELF_PAY)
        answer, refused = saved(
            request,
            patient,
            lambda: invoicing.bill(patient=patient, payer=payer, by=request.actor, now=request.now),
        )
        if answer is not None:
            return answer
    return render_form(request, "billing/account.html", form, refused=refused, **_context(request, patient))


@form_page(Permission.MANAGE_MONEY)
def receive(request: ClinicRequest, ref: str) -> HttpResponse:
    """Write down money that came in another way than online."""
    patient = access_patient(by=request.actor, ref=ref)
    form = forms.receive_from_form(request, SELF_PAY)
    refused: tuple[Finding, ...] = ()
    if form.is_valid():
        given = form.cleaned_data
        answer, refused = saved(
            request,
            patient,
            lambda: receiving.receive(
                owner=patient,
                payer=given["payer"],
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
    return shown(request, patient, form, refused, "Write down a payment", "Write it down")


@form_page(Permission.MANAGE_MONEY)
def receive_for_place(request: ClinicRequest, ref: str) -> HttpResponse:
    """Write down what was received for a held place: it is confirmed."""
    place = access_place_at_the_till(by=request.actor, ref=ref)
    form = forms.receive_form(request, to_pay_for(place))
    refused: tuple[Finding, ...] = ()
    if form.is_valid():
        given = form.cleaned_data
        answer, refused = saved(
            request,
            place.patient,
            lambda: receiving.receive_for_place(
                place=place,
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
    zone = protocol_in_force(request.clinic, request.now).zone
    title = f"Paid for the place on {moment(place.meeting.starts_at, zone)}"
    return shown(request, place.patient, form, refused, title, "Write it down, and confirm the place")


@form_page(Permission.MANAGE_MONEY)
def charge(request: ClinicRequest, ref: str) -> HttpResponse:
    """Charge something from the price list."""
    patient = access_patient(by=request.actor, ref=ref)
    form = forms.item_form(request, items(protocol_in_force(request.clinic, request.now).fees))
    refused: tuple[Finding, ...] = ()
    if form.is_valid():
        code, name = form.cleaned_data["code"], form.cleaned_data["form_ref"]
        answer, refused = saved(
            request,
            patient,
            lambda: charging.charge_item(patient=patient, code=code, form=name, by=request.actor, now=request.now),
        )
        if answer is not None:
            return answer
    return shown(request, patient, form, refused, "Charge from the price list", "Charge it")


@form_page(Permission.MANAGE_MONEY)
def who_pays(request: ClinicRequest, ref: str) -> HttpResponse:
    """Write down who pays from a day on."""
    patient = access_patient(by=request.actor, ref=ref)
    form = forms.FundingForm.of(request)
    refused: tuple[Finding, ...] = ()
    if form.is_valid():
        given = form.cleaned_data
        payer = Payer(given["kind"], given["payer_name"], given["payer_address"], given["payer_reference"])
        answer, refused = saved(
            request,
            patient,
            lambda: funding.agree_funding(
                patient=patient, payer=payer, since=given["since"], by=request.actor, now=request.now
            ),
        )
        if answer is not None:
            return answer
    return shown(request, patient, form, refused, "Who pays", "Write it down")


@form_page(Permission.MANAGE_MONEY)
def let_off(request: ClinicRequest, ref: str) -> HttpResponse:
    """Waive a charge, or write off what nobody will pay."""
    found = access_charge(by=request.actor, ref=ref)
    owner = found.owner
    books = books_of(owner, found.payer)
    form = forms.LetOffForm.of(request, initial={"amount": books.owed_of(found)})
    refused: tuple[Finding, ...] = ()
    if form.is_valid():
        given = form.cleaned_data
        verb = letting_off.waive if given["kind"] == WAIVED else letting_off.write_off
        answer, refused = saved(
            request,
            owner,
            lambda: verb(
                charge=found, amount=given["amount"], reason=given["reason"], by=request.actor, now=request.now
            ),
        )
        if answer is not None:
            return answer
    return shown(request, owner, form, refused, f"Let off: {books.words[found.pk]}", "Let it off", found=found)


def _context(request: ClinicRequest, patient: Patient) -> dict[str, object]:
    known = accounts_of(patient)
    today = local_day(request.now, protocol_in_force(request.clinic, request.now).zone)
    return {
        "identity": presenters.identity_at_the_till(patient),
        "patient": patient,
        "accounts": [
            {
                "books": books,
                "payer": presenters.PAYERS[books.payer],
                "charges": presenters.charge_rows(books),
                "unbilled": len(unbilled(books)),
                "credit_notes": credit_notes_of(patient, books.payer),
                "invoices": [(one, unpaid_of(one)) for one in invoices_of(patient, books.payer)],
            }
            for books in known
        ],
        "payments": presenters.payment_rows(payments_of(patient), known),
        "held": [(one, to_pay_for(one)) for one in held_with_fee(patient)],
        "fundings": fundings_of(patient),
        "payer_today": presenters.PAYERS[payer_for(patient, today).kind],
        "today": today,
    }
