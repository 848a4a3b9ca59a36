"""Uploading an electronic referral: it is read, shown, and entered only when a person says so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from afterglow.care.referral import actions as referral
from afterglow.care.referral.models import FHIR, Referral
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page, post_page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.forms import render_form
from afterglow.office.fhir import presenters
from afterglow.office.fhir.forms import NEW, ConfirmForm, SentAgainForm, UploadForm
from afterglow.office.fhir.rules.incoming import Incoming
from afterglow.record.people.queries import access_patient, known_clinician, who_may_be_the_same


@form_page(Permission.RECEIVE_REFERRALS)
def upload(request: ClinicRequest) -> HttpResponse:
    """Choose a file; what was read from it is shown before anything is entered."""
    form = UploadForm.of(request)
    if form.is_valid():
        return _shown(request, form.cleaned_data["file"], form.incoming, _asking(request, form.incoming, bound=False))
    return render_form(request, "fhir/upload.html", form)


@post_page(Permission.RECEIVE_REFERRALS)
def enter(request: ClinicRequest) -> HttpResponse:
    """Enter what was shown, with what the person added."""
    sent = SentAgainForm.of(request)
    if not sent.is_valid():
        return render_form(request, "fhir/upload.html", sent)
    form = _asking(request, sent.incoming, bound=True)
    refusal: Refused | None = None
    if form.is_valid():
        try:
            return redirect("referral:referral", ref=_entered(request, sent.incoming, form.cleaned_data).ref)
        except Refused as refused:
            refusal = refused
    return _shown(request, sent.cleaned_data["bundle"], sent.incoming, form, refusal)


def _asking(request: ClinicRequest, incoming: Incoming, *, bound: bool) -> ConfirmForm:
    patient = incoming.patient
    alike = who_may_be_the_same(
        clinic_id=request.clinic.pk,
        family_name=patient.family_name,
        birth_date=patient.birth_date,
        nhs_number=patient.nhs_number,
    )
    return ConfirmForm(
        request.POST if bound else None,
        protocol=protocol_in_force(request.clinic, request.now).referral,
        incoming=incoming,
        alike=alike,
        initial={
            "who": "" if alike else NEW,
            "profession": incoming.referrer.profession if incoming.referrer else "",
            "urgent": incoming.at_once,
        },
    )


def _shown(
    request: ClinicRequest, bundle: str, incoming: Incoming, form: ConfirmForm, refusal: Refused | None = None
) -> HttpResponse:
    return render_form(
        request,
        "fhir/confirm.html",
        form,
        refused=refusal.findings if refusal else (),
        bundle=bundle,
        incoming=incoming,
        patient_rows=presenters.patient_rows(incoming.patient),
        referrer_rows=presenters.referrer_rows(incoming.referrer) if incoming.referrer else (),
    )


def _entered(request: ClinicRequest, incoming: Incoming, given: dict[str, Any]) -> Referral:
    known = given["who"] != NEW
    referrer = incoming.referrer
    met = referrer and known_clinician(
        clinic_id=request.clinic.pk, name=referrer.name, organisation=referrer.organisation
    )
    return referral.enter(
        patient=access_patient(by=request.actor, ref=given["who"]) if known else incoming.patient,
        referrer=met or (replace(referrer, profession=given["profession"]) if referrer else None),
        somebody_else=True,
        came_by=FHIR,
        responsible=given["responsible"],
        funding=given["funding"],
        indication=given["indication"],
        text=incoming.text,
        urgent=given["urgent"],
        outside_id=incoming.outside_id,
        by=request.actor,
        now=request.now,
    )
