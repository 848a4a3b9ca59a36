"""Writing one piece of the assessment at a time. Everything is a new entry; nothing is edited."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from afterglow.care.assessment import actions, queries
from afterglow.care.assessment.forms import (
    ChangedMedicineForm,
    ConditionsForm,
    EarlierTreatmentForm,
    GoalsForm,
    HistoryForm,
    InvestigationForm,
    MeasurementForm,
    MedicineForm,
)
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page, post_page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.forms import Form, render_form
from afterglow.ground.protocol.families import families
from afterglow.record.people.models import Patient
from afterglow.record.people.queries import access_patient, access_patient_by_id, identity_of, refuse_other_patient


@form_page(Permission.RECORD_HISTORY)
def history(request: ClinicRequest, ref: str) -> HttpResponse:
    """What was said under each heading of the protocol's assessment."""
    patient = access_patient(by=request.actor, ref=ref)
    covers = protocol_in_force(request.clinic, request.now).assessment.covers
    written = {note.heading: note.text for note in queries.history_of(patient)}
    form = HistoryForm.of(request).about(covers, written)

    def save() -> None:
        for heading, text in form.texts().items():
            if text and text != written.get(heading, ""):
                actions.write_history(patient=patient, heading=heading, text=text, by=request.actor, now=request.now)

    return _saved(request, patient, form, save, "History", "What stood before is kept.")


@form_page(Permission.RECORD_HISTORY)
def goals(request: ClinicRequest, ref: str) -> HttpResponse:
    """What the patient hopes for and expects, written down with them."""
    patient = access_patient(by=request.actor, ref=ref)
    written = queries.latest_goal(patient)
    initial = {"hopes": written.hopes, "expects": written.expects} if written else {}
    form = GoalsForm.of(request, initial=initial)

    def save() -> None:
        actions.write_goals_with_patient(patient=patient, **form.cleaned_data, by=request.actor, now=request.now)

    return _saved(request, patient, form, save, "Goals and expectations", "In the patient’s own words.")


@form_page(Permission.RECORD_HISTORY)
def earlier(request: ClinicRequest, ref: str) -> HttpResponse:
    """A treatment tried before."""
    patient = access_patient(by=request.actor, ref=ref)
    form = EarlierTreatmentForm.of(request)

    def save() -> None:
        actions.write_earlier_treatment(patient=patient, **form.cleaned_data, by=request.actor, now=request.now)

    return _saved(request, patient, form, save, "A treatment tried before")


@form_page(Permission.RECORD_HISTORY)
def correct_earlier(request: ClinicRequest, ref: str) -> HttpResponse:
    """A treatment tried before, put right by a new entry."""
    former = queries.access_earlier_treatment(by=request.actor, ref=ref)
    patient = access_patient_by_id(by=request.actor, patient_id=former.patient_id)
    names = ("what", "how_much", "response", "note")
    form = EarlierTreatmentForm.of(request, initial={name: getattr(former, name) for name in names})

    def save() -> None:
        typed = form.cleaned_data
        actions.write_earlier_treatment(patient=patient, corrects=former, **typed, by=request.actor, now=request.now)

    return _saved(request, patient, form, save, "A treatment tried before", "What stood before is kept.")


@form_page(Permission.RECORD_HISTORY)
def medicine(request: ClinicRequest, ref: str) -> HttpResponse:
    """A medicine that is taken now."""
    patient = access_patient(by=request.actor, ref=ref)
    form = MedicineForm.of(request).of_families(families().values())

    def save() -> None:
        actions.write_medicine(patient=patient, **form.cleaned_data, by=request.actor, now=request.now)

    return _saved(request, patient, form, save, "A medicine taken now")


@form_page(Permission.RECORD_HISTORY)
def change_medicine(request: ClinicRequest, ref: str) -> HttpResponse:
    """A medicine that is taken differently now, or no longer."""
    former = queries.access_medicine(by=request.actor, ref=ref)
    patient = access_patient_by_id(by=request.actor, patient_id=former.patient_id)
    names = ("name", "dose", "as_needed", "last_taken", "family")
    initial = {name: getattr(former, name) for name in names}
    form = ChangedMedicineForm.of(request, initial=initial).of_families(families().values())

    def save() -> None:
        actions.write_medicine(patient=patient, corrects=former, **form.cleaned_data, by=request.actor, now=request.now)

    words = "What stood before is kept. Nobody stops a medicine on their own because of this list."
    return _saved(request, patient, form, save, "Change a medicine", words)


@post_page(Permission.RECORD_HISTORY)
def confirm_medicines(request: ClinicRequest, ref: str) -> HttpResponse:
    """The list was gone through with the patient and is right."""
    patient = access_patient(by=request.actor, ref=ref)
    refuse_other_patient(shown=request.POST.get("patient_shown", ""), patient=patient)
    actions.confirm_medicines(patient=patient, by=request.actor, now=request.now)
    return redirect("assessment:assessment", ref=patient.ref)


@form_page(Permission.RECORD_HISTORY)
def conditions(request: ClinicRequest, ref: str) -> HttpResponse:
    """Every condition that the protocol asks about, those that are there ticked."""
    patient = access_patient(by=request.actor, ref=ref)
    asked = protocol_in_force(request.clinic, request.now).assessment
    there = {one.code: one.day for one in queries.conditions_of(patient) if one.present}
    initial = {"contraindications": tuple(there), "considerations": tuple(there)}
    form = ConditionsForm.of(request, initial=initial).about(asked.contraindications, asked.considerations, there)

    def save() -> None:
        typed = form.cleaned_data
        ticked = (*typed["contraindications"], *typed["considerations"])
        present = {code: typed.get(f"day_{code}") for code in ticked}
        actions.ask_conditions(patient=patient, present=present, by=request.actor, now=request.now)

    return _saved(request, patient, form, save, "Conditions", "Ask about each. Leave empty what is not there.")


@form_page(Permission.RECORD_HISTORY)
def measurement(request: ClinicRequest, ref: str) -> HttpResponse:
    """Weight, height, blood pressure, pulse: whichever were measured."""
    patient = access_patient(by=request.actor, ref=ref)
    form = MeasurementForm.of(request)

    def save() -> None:
        actions.record_measurement(patient=patient, **form.cleaned_data, by=request.actor, now=request.now)

    return _saved(request, patient, form, save, "Measurements")


@form_page(Permission.RECORD_HISTORY)
def investigation(request: ClinicRequest, ref: str) -> HttpResponse:
    """The result of a test."""
    patient = access_patient(by=request.actor, ref=ref)
    tests = protocol_in_force(request.clinic, request.now).assessment.tests
    form = InvestigationForm.of(request).of_tests(tests)

    def save() -> None:
        actions.write_investigation(patient=patient, **form.cleaned_data, by=request.actor, now=request.now)

    return _saved(request, patient, form, save, "The result of a test")


def _saved(
    request: ClinicRequest, patient: Patient, form: Form, save: Callable[[], None], heading: str, words: str = ""
) -> HttpResponse:
    refusal: Refused | None = None
    if form.is_valid():
        try:
            refuse_other_patient(shown=request.POST.get("patient_shown", ""), patient=patient)
            save()
            return redirect("assessment:assessment", ref=patient.ref)
        except Refused as refused:
            refusal = refused
    context: dict[str, Any] = {"identity": identity_of(patient), "heading": heading, "words": words}
    findings = refusal.findings if refusal else ()
    return render_form(request, "assessment/entry.html", form, refused=findings, **context)
