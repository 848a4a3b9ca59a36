"""Prescriptions taken home: the list, a new one, its paper, and cancelling."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render

from afterglow.care.course.models import Course
from afterglow.care.course.queries import course_of, protocol_of
from afterglow.care.treatment.actions.live import refusal
from afterglow.care.treatment.actions.prescribing import cancel_prescription, printed_prescription, sign_prescription
from afterglow.care.treatment.forms.prescribing import CancelForm, PrescriptionForm
from afterglow.care.treatment.queries.prescriptions import access_prescription, prescriptions_of
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page, page
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.forms import render_form
from afterglow.ground.kernel.finding import Finding
from afterglow.ground.kernel.period import local_day
from afterglow.ground.protocol.schema.treatments import Treatment
from afterglow.record.people.queries import access_patient, identity_of, refuse_other_patient


@page(Permission.SEE_RECORD)
def prescriptions(request: ClinicRequest, ref: str) -> HttpResponse:
    """What was prescribed to be taken home."""
    patient = access_patient(by=request.actor, ref=ref)
    what = _treatment_of(course_of(patient))
    context = {
        "identity": identity_of(patient),
        "what": what,
        "rows": [(one, getattr(one, "cancelled", None)) for one in prescriptions_of(patient)],
        "today": local_day(request.now, ZoneInfo(request.clinic.time_zone)),
        "may_sign": request.actor.may(Permission.PRESCRIBE) and what is not None and what.take_home is not None,
        "may_cancel": request.actor.may(Permission.PRESCRIBE),
        "may_keep": request.actor.may(Permission.KEEP_STOCK),
    }
    return render(request, "treatment/prescriptions.html", context)


@form_page(Permission.PRESCRIBE)
def prescribe(request: ClinicRequest, ref: str) -> HttpResponse:
    """A new prescription."""
    patient = access_patient(by=request.actor, ref=ref)
    course = course_of(patient)
    form = PrescriptionForm.of(request)
    refused: Sequence[Finding] = ()
    if form.is_valid():
        try:
            refuse_other_patient(shown=form.cleaned_data["patient_shown"], patient=patient)
            if course is None:
                raise refusal("not-taken-home", "This patient has no course.")
            today = local_day(request.now, protocol_of(course).zone)
            number, wanted = form.cleaned_data["number"], form.wanted(today)
            sign_prescription(course=course, wanted=wanted, number=number, by=request.actor, now=request.now)
            return redirect("treatment:prescriptions", ref=ref)
        except Refused as refusal_:
            refused = refusal_.findings
    identity, what = identity_of(patient), _treatment_of(course)
    return render_form(request, "treatment/prescribe.html", form, refused=refused, identity=identity, what=what)


@page(Permission.SEE_RECORD)
def paper(request: ClinicRequest, ref: str) -> HttpResponse:
    """A prescription as PDF."""
    found = access_prescription(by=request.actor, ref=ref)
    answer = HttpResponse(printed_prescription(found, request.clinic.name), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="prescription-{found.signed_on:%Y-%m-%d}.pdf"'
    return answer


@form_page(Permission.PRESCRIBE)
def cancel(request: ClinicRequest, ref: str) -> HttpResponse:
    """A prescription is not to be dispensed any more."""
    found = access_prescription(by=request.actor, ref=ref)
    patient = found.course.patient
    form = CancelForm.of(request)
    refused: Sequence[Finding] = ()
    if form.is_valid():
        try:
            refuse_other_patient(shown=form.cleaned_data["patient_shown"], patient=patient)
            because = form.cleaned_data["because"]
            cancel_prescription(prescription=found, because=because, by=request.actor, now=request.now)
            return redirect("treatment:prescriptions", ref=patient.ref)
        except Refused as refusal_:
            refused = refusal_.findings
    return render_form(
        request,
        "treatment/prescription_cancel.html",
        form,
        refused=refused,
        identity=identity_of(patient),
        prescription=found,
    )


def _treatment_of(course: Course | None) -> Treatment | None:
    """What a course that goes on is of."""
    if course is None or course.ended_at is not None:
        return None
    return protocol_of(course).treatment_coded(course.treatment_code)
