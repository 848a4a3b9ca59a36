"""A day of the diary, booking and cancelling, and a patient's own appointments."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page, page, post_page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.audit import reads
from afterglow.ground.design.forms import render_form
from afterglow.ground.kernel.calendar_entry import calendar_file
from afterglow.ground.kernel.period import local_day
from afterglow.record.diary import actions, presenters, queries
from afterglow.record.diary.forms import BayForm, BookingForm, CancelForm
from afterglow.record.diary.models import Appointment
from afterglow.record.people.models import Patient
from afterglow.record.people.queries import access_own_patient, access_patient, identity_of, refuse_other_patient

_USUAL_MINUTES = 120
"""The length offered; whoever books changes it."""
_FAR = timedelta(days=366 * 5)


@page(Permission.SEE_PATIENTS)
def diary(request: ClinicRequest) -> HttpResponse:
    """One day, bay by bay; today unless ``?day=`` names another."""
    protocol = protocol_in_force(request.clinic, request.now)
    today = local_day(request.now, protocol.zone)
    day = presenters.day_asked(request.GET.get("day", ""), today)
    day = day if abs(day - today) < _FAR else today
    appointments = queries.appointments_on(day, clinic=request.clinic, protocol=protocol)
    reads.note_all(one.patient_id for one in appointments)
    context = {
        "day": day,
        "today": today,
        "earlier": day - timedelta(days=1),
        "later": day + timedelta(days=1),
        "closed": queries.why_closed(protocol, day),
        "reopens": queries.next_open_day(protocol, day),
        "places": presenters.places(queries.bays(request.clinic.pk), appointments),
        "count": len(appointments),
        "may_book": request.actor.may(Permission.BOOK),
    }
    return render(request, "diary/day.html", context)


@form_page(Permission.BOOK)
def bays(request: ClinicRequest) -> HttpResponse:
    """The places in which the clinic treats; adding one."""
    form = BayForm.of(request)
    if form.is_valid():
        actions.add_bay(name=form.cleaned_data["name"], by=request.actor, now=request.now)
        return redirect("diary:bays")
    known = queries.bays(request.clinic.pk)
    named = protocol_in_force(request.clinic, request.now).room.bays
    missing = [name for name in named if name not in {bay.name for bay in known}]
    return render_form(request, "diary/bays.html", form, bays=known, missing=missing)


@form_page(Permission.BOOK)
def book(request: ClinicRequest, ref: str) -> HttpResponse:
    """Book a time for a patient; beside the form, what is free on a day."""
    patient = access_patient(by=request.actor, ref=ref)
    known, staff = queries.bays(request.clinic.pk), queries.clinicians(request.clinic.pk)
    asked = {name: request.GET.get(name, "") for name in ("kind", "starts_at", "bay")}
    form = BookingForm.of(request, bays=known, staff=staff, initial={"minutes": _USUAL_MINUTES, **asked})
    refusal: Refused | None = None
    if form.is_valid():
        try:
            return _to_day(request, _booked(request, patient, form))
        except Refused as refused:
            refusal = refused
    return render_form(
        request,
        "diary/book.html",
        form,
        refused=refusal.findings if refusal else (),
        identity=identity_of(patient),
        coming=queries.next_appointments(patient, now=request.now),
        **_free(request),
    )


@form_page(Permission.BOOK)
def cancel(request: ClinicRequest, ref: str) -> HttpResponse:
    """Cancel an appointment, saying why."""
    appointment = queries.access_appointment(by=request.actor, ref=ref)
    form = CancelForm.of(request)
    refusal: Refused | None = None
    if form.is_valid():
        try:
            refuse_other_patient(shown=form.cleaned_data["patient_shown"], patient=appointment.patient)
            actions.cancel(
                appointment=appointment, because=form.cleaned_data["because"], by=request.actor, now=request.now
            )
            return _to_day(request, appointment)
        except Refused as refused:
            refusal = refused
    return render_form(
        request,
        "diary/cancel.html",
        form,
        refused=refusal.findings if refusal else (),
        appointment=appointment,
        identity=identity_of(appointment.patient),
    )


@post_page(Permission.BOOK)
def attended(request: ClinicRequest, ref: str) -> HttpResponse:
    """Write down that the patient came."""
    appointment = queries.access_appointment(by=request.actor, ref=ref)
    actions.mark_attended(appointment=appointment, by=request.actor, now=request.now)
    return _to_day(request, appointment)


@page(Permission.SEE_OWN_RECORD)
def mine(request: ClinicRequest) -> HttpResponse:
    """The patient's own appointments to come, each to be put into their own calendar."""
    patient = access_own_patient(by=request.actor)
    context = {
        "appointments": queries.next_appointments(patient, now=request.now),
        "reached": protocol_in_force(request.clinic, request.now).contact,
        "identity": identity_of(patient),
    }
    return render(request, "diary/mine.html", context)


@page(Permission.SEE_OWN_RECORD)
def calendar(request: ClinicRequest) -> HttpResponse:
    """The patient's appointments to come as a calendar file."""
    patient = access_own_patient(by=request.actor)
    coming = queries.next_appointments(patient, now=request.now)
    contact = protocol_in_force(request.clinic, request.now).contact
    answer = HttpResponse(
        calendar_file([queries.calendar_entry(one, contact=contact) for one in coming]),
        content_type="text/calendar; charset=utf-8",
    )
    answer["Content-Disposition"] = 'attachment; filename="appointments.ics"'
    return answer


def _booked(request: ClinicRequest, patient: Patient, form: BookingForm) -> Appointment:
    given = form.cleaned_data
    refuse_other_patient(shown=given["patient_shown"], patient=patient)
    return actions.book(
        patient=patient,
        kind=given["kind"],
        starts_at=given["starts_at"],
        ends_at=form.ends_at,
        bay=queries.access_bay(by=request.actor, ref=given["bay"]) if given["bay"] else None,
        with_account=queries.access_clinician(by=request.actor, ref=given["with_whom"]) if given["with_whom"] else None,
        by=request.actor,
        now=request.now,
    )


def _free(request: ClinicRequest) -> dict[str, object]:
    """What is free on the day asked for, or on the next day with room."""
    protocol = protocol_in_force(request.clinic, request.now)
    length = timedelta(minutes=_USUAL_MINUTES)
    today = local_day(request.now, protocol.zone)
    asked = max(presenters.day_asked(request.GET.get("day", ""), today), today)
    day = queries.next_free_day(asked, clinic=request.clinic, protocol=protocol, length=length)
    free = queries.free_places(day, clinic=request.clinic, protocol=protocol, length=length) if day else {}
    return {"day": day, "free": presenters.free_times(free), "later": day + timedelta(days=1) if day else None}


def _to_day(request: ClinicRequest, appointment: Appointment) -> HttpResponse:
    zone = protocol_in_force(request.clinic, request.now).zone
    return redirect(f"{reverse('diary:diary')}?day={local_day(appointment.starts_at, zone).isoformat()}")
