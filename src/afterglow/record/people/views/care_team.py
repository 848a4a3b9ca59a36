"""Those around a patient: a helper, whom to call, and who outside shares the care."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect

from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page, post_page
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.forms import Form, render_form
from afterglow.record.people import actions, queries
from afterglow.record.people.forms import CareTeamForm, EmergencyForm, HelperForm
from afterglow.record.people.models import OutsideClinician, Patient


@form_page(Permission.REGISTER_PATIENTS)
def name_helper(request: ClinicRequest, ref: str) -> HttpResponse:
    """Write down whom the patient has named to use the electronic systems for them (F39)."""
    patient = queries.access_patient(by=request.actor, ref=ref)
    form = HelperForm.of(request)

    def save() -> None:
        given = form.cleaned_data
        actions.name_helper(
            patient=patient,
            name=given["name"],
            relation=given["relation"],
            email=given["email"],
            by=request.actor,
            now=request.now,
        )

    return _saved(request, patient, form, save, "people/helper.html")


@post_page(Permission.REGISTER_PATIENTS)
def end_helper(request: ClinicRequest, ref: str) -> HttpResponse:
    """End a helper's access."""
    helper = queries.access_helper(by=request.actor, ref=ref)
    actions.end_helper(helper=helper, by=request.actor, now=request.now)
    return redirect("people:details", ref=helper.patient.ref)


@form_page(Permission.REGISTER_PATIENTS)
def add_emergency_contact(request: ClinicRequest, ref: str) -> HttpResponse:
    """Add whom to call."""
    patient = queries.access_patient(by=request.actor, ref=ref)
    form = EmergencyForm.of(request)

    def save() -> None:
        given = form.cleaned_data
        actions.add_emergency_contact(
            patient=patient,
            name=given["name"],
            phone=given["phone"],
            relation=given["relation"],
            by=request.actor,
            now=request.now,
        )

    return _saved(request, patient, form, save, "people/emergency.html")


@post_page(Permission.REGISTER_PATIENTS)
def end_emergency_contact(request: ClinicRequest, ref: str) -> HttpResponse:
    """Somebody is no longer to be called."""
    contact = queries.access_emergency_contact(by=request.actor, ref=ref)
    actions.end_emergency_contact(contact=contact, by=request.actor, now=request.now)
    return redirect("people:details", ref=contact.patient.ref)


@form_page(Permission.REGISTER_PATIENTS)
def join(request: ClinicRequest, ref: str) -> HttpResponse:
    """Add somebody outside who shares the patient's care (F24, F25)."""
    patient = queries.access_patient(by=request.actor, ref=ref)
    form = CareTeamForm.of(request, clinicians=queries.outside_clinicians(request.clinic.pk))

    def save() -> None:
        clinician = _clinician(request, form)
        role = form.cleaned_data["role"]
        actions.join_care_team(patient=patient, clinician=clinician, role=role, by=request.actor, now=request.now)

    return _saved(request, patient, form, save, "people/care_team.html")


@post_page(Permission.REGISTER_PATIENTS)
def leave(request: ClinicRequest, ref: str) -> HttpResponse:
    """Somebody outside no longer shares the patient's care; letters stop going to them."""
    member = queries.access_care_team_member(by=request.actor, ref=ref)
    actions.leave_care_team(member=member, by=request.actor, now=request.now)
    return redirect("people:details", ref=member.patient.ref)


def _clinician(request: ClinicRequest, form: CareTeamForm) -> OutsideClinician:
    given = form.cleaned_data
    if given["known"]:
        return queries.access_outside_clinician(by=request.actor, ref=given["known"])
    return actions.add_outside_clinician(
        name=given["name"],
        profession=given["profession"],
        organisation=given["organisation"],
        address=given["address"],
        email=given["email"],
        phone=given["phone"],
        by=request.actor,
        now=request.now,
    )


def _saved(
    request: ClinicRequest, patient: Patient, form: Form, save: Callable[[], None], template: str
) -> HttpResponse:
    """Save a form about a patient and lead back to their details, or show what is wrong."""
    refusal: Refused | None = None
    if form.is_valid():
        try:
            queries.refuse_other_patient(shown=form.cleaned_data["patient_shown"], patient=patient)
            save()
            return redirect("people:details", ref=patient.ref)
        except Refused as refused:
            refusal = refused
    identity = queries.identity_of(patient)
    return render_form(request, template, form, refused=refusal.findings if refusal else (), identity=identity)
