"""Finding and registering patients, and putting right who they are."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page, page, post_page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.audit import reads
from afterglow.ground.design.forms import render_form
from afterglow.record.people import actions, presenters, queries
from afterglow.record.people.forms import CorrectForm, FindForm, RegisterForm


@page(Permission.SEE_PATIENTS)
def find(request: ClinicRequest) -> HttpResponse:
    """Patients by name or NHS number; those registered last where nothing is asked."""
    words = request.GET.get("words", "")
    form = FindForm({"words": words} if words else None)
    asked = form.cleaned_data["words"] if form.is_valid() else ""
    by = request.actor
    found = queries.find_patients(by=by, words=asked) if asked else queries.latest_patients(by=by)
    reads.note_all(patient.pk for patient in found)
    context = {
        "form": form,
        "asked": asked,
        "patients": found,
        "may_register": request.actor.may(Permission.REGISTER_PATIENTS),
    }
    return render(request, "people/find.html", context, status=422 if form.is_bound and not form.is_valid() else 200)


@form_page(Permission.REGISTER_PATIENTS)
def register(request: ClinicRequest) -> HttpResponse:
    """Register a patient; somebody the clinic may know already is shown first."""
    form = RegisterForm.of(request)
    refusal: Refused | None = None
    if form.is_valid():
        try:
            patient = actions.register_patient(**_details(form.cleaned_data), by=request.actor, now=request.now)
            return redirect("people:details", ref=patient.ref)
        except Refused as refused:
            refusal = refused
    return render_form(request, "people/register.html", form, refused=refusal.findings if refusal else ())


@page(Permission.SEE_PATIENTS)
def details(request: ClinicRequest, ref: str) -> HttpResponse:
    """Who a patient is, who helps them, whom to call, and who outside shares their care."""
    patient = queries.access_patient(by=request.actor, ref=ref)
    protocol = protocol_in_force(request.clinic, request.now)
    team = queries.care_team(patient)
    context = {
        "patient": patient,
        "identity": queries.identity_of(patient),
        "rows": presenters.details(patient),
        "helpers": queries.helpers_of(patient),
        "emergency_contacts": queries.emergency_contacts(patient),
        "team": team,
        "missing": queries.contact_findings(team, protocol.letters.contacts),
        "therapist": protocol.letters.outside_therapist,
        "may_register": request.actor.may(Permission.REGISTER_PATIENTS),
        "may_book": request.actor.may(Permission.BOOK),
    }
    return render(request, "people/details.html", context)


@form_page(Permission.REGISTER_PATIENTS)
def correct(request: ClinicRequest, ref: str) -> HttpResponse:
    """Put right who a patient is and how they are reached; what somebody else changed meanwhile is shown first."""
    patient = queries.access_patient(by=request.actor, ref=ref)
    shown = queries.details_of(patient)
    form = CorrectForm.of(request, initial={**shown, "birth_date": patient.birth_date})
    refusal: Refused | None = None
    if form.is_valid():
        given = dict(form.cleaned_data)
        try:
            queries.refuse_other_patient(shown=given["patient_shown"], patient=patient)
            seen = presenters.read_seen(given.pop("seen"))
            actions.correct_details(patient=patient, **_details(given), seen=seen, by=request.actor, now=request.now)
            return redirect("people:details", ref=patient.ref)
        except Refused as refused:
            refusal = refused
    return render_form(
        request,
        "people/correct.html",
        form,
        refused=refusal.findings if refusal else (),
        identity=queries.identity_of(patient),
        seen=json.dumps(shown),
    )


@post_page(Permission.REGISTER_PATIENTS)
def let_sign_in(request: ClinicRequest, ref: str) -> HttpResponse:
    """Let a patient sign in with a code sent to their own mailbox."""
    patient = queries.access_patient(by=request.actor, ref=ref)
    actions.give_account(patient=patient, by=request.actor, now=request.now)
    return redirect("people:details", ref=patient.ref)


def _details(given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name != "patient_shown"}
