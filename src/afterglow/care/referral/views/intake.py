"""A referral arrives; what comes later is added; urgent need is raised; it may be taken back."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from afterglow.care.referral import actions, queries
from afterglow.care.referral.forms import InformationForm, ReceiveForm, ReceiveNewForm, WithdrawForm
from afterglow.care.referral.models import ONLINE, Enquiry, Referral
from afterglow.care.referral.rules.arriving import NewClinician, NewPatient
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page, post_page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.forms import render_form
from afterglow.record.people.models import OutsideClinician, Patient
from afterglow.record.people.queries import (
    access_outside_clinician,
    access_patient,
    identity_of,
    outside_clinicians,
    refuse_other_patient,
)


@form_page(Permission.RECEIVE_REFERRALS)
def receive(request: ClinicRequest) -> HttpResponse:
    """Enter a referral: of somebody new, of somebody known (``?patient=``), or of who asked online (``?enquiry=``)."""
    protocol = protocol_in_force(request.clinic, request.now)
    known, asked = request.GET.get("patient", ""), request.GET.get("enquiry", "")
    patient = access_patient(by=request.actor, ref=known) if known else None
    enquiry = queries.access_enquiry(by=request.actor, ref=asked) if asked else None
    form = (ReceiveForm if patient else ReceiveNewForm).of(
        request,
        protocol=protocol.referral,
        clinicians=outside_clinicians(request.clinic.pk),
        initial=_known_so_far(request, enquiry),
    )
    refusal: Refused | None = None
    if form.is_valid():
        try:
            return redirect("referral:referral", ref=_entered(request, patient, enquiry, form.cleaned_data).ref)
        except Refused as refused:
            refusal = refused
    return render_form(
        request,
        "referral/receive.html",
        form,
        refused=refusal.findings if refusal else (),
        identity=identity_of(patient) if patient else None,
        referring=protocol.referral,
        help=protocol.safety.help,
    )


@post_page(Permission.RECEIVE_REFERRALS)
def mark_urgent(request: ClinicRequest, ref: str) -> HttpResponse:
    """Say that a referral tells of an urgent need to save life."""
    referral = queries.access_referral(by=request.actor, ref=ref)
    actions.mark_urgent(referral=referral, by=request.actor, now=request.now)
    return redirect("referral:referral", ref=referral.ref)


@form_page(Permission.RECEIVE_REFERRALS)
def add_information(request: ClinicRequest, ref: str) -> HttpResponse:
    """Add what arrived later."""
    referral = queries.access_referral(by=request.actor, ref=ref)
    form = InformationForm.of(request, clinicians=outside_clinicians(request.clinic.pk))
    refusal: Refused | None = None
    if form.is_valid():
        try:
            _add(request, referral, form.cleaned_data)
            return redirect("referral:referral", ref=referral.ref)
        except Refused as refused:
            refusal = refused
    return render_form(
        request,
        "referral/information.html",
        form,
        refused=refusal.findings if refusal else (),
        referral=referral,
        identity=identity_of(referral.patient),
    )


@form_page(Permission.RECEIVE_REFERRALS)
def withdraw(request: ClinicRequest, ref: str) -> HttpResponse:
    """Take a referral back."""
    referral = queries.access_referral(by=request.actor, ref=ref)
    form = WithdrawForm.of(request)
    refusal: Refused | None = None
    if form.is_valid():
        given = form.cleaned_data
        try:
            refuse_other_patient(shown=given["patient_shown"], patient=referral.patient)
            actions.withdraw(referral=referral, reason=given["reason"], by=request.actor, now=request.now)
            return redirect("referral:referral", ref=referral.ref)
        except Refused as refused:
            refusal = refused
    return render_form(
        request,
        "referral/withdraw.html",
        form,
        refused=refusal.findings if refusal else (),
        referral=referral,
        identity=identity_of(referral.patient),
    )


def _known_so_far(request: ClinicRequest, enquiry: Enquiry | None) -> dict[str, Any]:
    if enquiry is None:
        return {"received_at": request.now}
    given, _, family = enquiry.name.rpartition(" ")
    return {
        "given_names": given,
        "family_name": family,
        "phone": enquiry.phone,
        "email": enquiry.email,
        "indication": enquiry.indication,
        "text": enquiry.text,
        "came_by": ONLINE,
        "received_at": enquiry.asked_at,
    }


def _entered(
    request: ClinicRequest, patient: Patient | None, enquiry: Enquiry | None, given: dict[str, Any]
) -> Referral:
    if patient is not None:
        refuse_other_patient(shown=given["patient_shown"], patient=patient)
    letter = {name: given[name] for name in ("came_by", "received_at", "funding", "indication", "text", "urgent")}
    supporter = given["supporter"]
    return actions.enter(
        patient=patient or _new_patient(given),
        referrer=_referrer(request, given),
        responsible=given["responsible"],
        supporter=access_outside_clinician(by=request.actor, ref=supporter) if supporter else None,
        somebody_else=given.get("somebody_else", False),
        enquiry=enquiry,
        by=request.actor,
        now=request.now,
        **letter,
    )


def _new_patient(given: dict[str, Any]) -> NewPatient:
    names = ("family_name", "birth_date", "given_names", "nhs_number", "address", "county", "email", "phone")
    return NewPatient(**{name: given[name] for name in names})


def _referrer(request: ClinicRequest, given: dict[str, Any]) -> OutsideClinician | NewClinician | None:
    if given["known_referrer"]:
        return access_outside_clinician(by=request.actor, ref=given["known_referrer"])
    if not given["referrer_name"]:
        return None
    names = ("name", "profession", "organisation", "address", "email", "phone")
    return NewClinician(**{name: given[f"referrer_{name}"] for name in names})


def _add(request: ClinicRequest, referral: Referral, given: dict[str, Any]) -> None:
    refuse_other_patient(shown=given["patient_shown"], patient=referral.patient)
    known = given["referrer"]
    actions.add_information(
        referral=referral,
        text=given["text"],
        referrer=access_outside_clinician(by=request.actor, ref=known) if known else None,
        responsible=given["responsible"],
        by=request.actor,
        now=request.now,
    )
