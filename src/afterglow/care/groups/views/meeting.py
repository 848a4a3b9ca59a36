"""One meeting for staff: its roster and line, booking for a patient, guests, calling it off."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from afterglow.care.groups.actions.answering import give_back_for
from afterglow.care.groups.actions.arranging import call_off, set_link
from afterglow.care.groups.actions.booking import book_for
from afterglow.care.groups.actions.guests import announce_guest, withdraw_guest
from afterglow.care.groups.actions.line import join_line_for
from afterglow.care.groups.forms.staff import BookForForm, CallOffForm, GiveBackForm, GuestForm, LinkForm
from afterglow.care.groups.models.series import PATIENTS, Meeting
from afterglow.care.groups.queries import joining, line, meetings, places, terms
from afterglow.care.groups.queries.events import sign_ups_of
from afterglow.care.groups.queries.moving import moves_of
from afterglow.care.groups.views.finding import find_patient
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page, page, post_page
from afterglow.ground.access.roles import Permission
from afterglow.ground.audit import reads
from afterglow.ground.design.forms import render_form
from afterglow.ground.kernel.finding import stops
from afterglow.ground.kernel.money import Money
from afterglow.record.people.models import Patient
from afterglow.record.people.queries import access_patient, identity_of, refuse_other_patient


@page(*meetings.SEES_GROUPS)
def meeting(request: ClinicRequest, ref: str) -> HttpResponse:
    """Who has a place, who waits, who will be there as a guest, and what came of it."""
    found = meetings.access_meeting(by=request.actor, ref=ref)
    roster, waiting = places.roster(found), line.line_of(meetings.run_of(found)[0])
    reads.note_all([one.patient_id for one in roster] + [one.patient_id for one in waiting])
    names = places.names_on(found)
    context = {
        **_about(found),
        "roster": [(one, names[one.number], Money(one.owed_pence), places.reasons_for(one)) for one in roster],
        "waiting": waiting,
        "given_up": len(places.given_up(found)),
        "guests": meetings.guests_of(found),
        "linked": [one for one in meetings.run_of(found) if one.pk != found.pk],
        "signed_up": sign_ups_of(found) if request.actor.may(Permission.ARRANGE_GROUPS) else (),
        "moves": moves_of(found),
        "may_move": request.actor.may(Permission.ARRANGE_GROUPS) and request.now < found.door_opens_at,
        "for_patients": found.series.audience == PATIENTS,
        "may_arrange": request.actor.may(Permission.ARRANGE_GROUPS),
        "may_book": request.actor.may(Permission.BOOK) and request.now < found.door_opens_at,
        "leads": request.actor.may(Permission.LEAD_GROUPS) and meetings.leads(request.actor.account_id, found.series),
        "ahead": request.now < found.starts_at,
    }
    return render(request, "groups/meeting.html", context)


@form_page(Permission.BOOK)
def book(request: ClinicRequest, ref: str) -> HttpResponse:
    """Book for a patient: whom, what speaks for and against it, and a reason where somebody goes past it."""
    found = meetings.access_group_meeting(by=request.actor, ref=ref)
    if "patient" not in request.GET:
        return find_patient(request, "groups/find.html", _about(found))
    patient = access_patient(by=request.actor, ref=request.GET["patient"])
    group = terms.group_of(found)
    form = BookForForm.of(request, asks_therapy=bool(group.closed_to and group.closed_to.discuss_first))
    refusal: Refused | None = None
    if form.is_valid():
        try:
            refuse_other_patient(shown=form.cleaned_data["patient_shown"], patient=patient)
            _book(request, found, patient, form)
            return redirect("groups:meeting", ref=ref)
        except Refused as refused:
            refusal = refused
    run = meetings.run_of(found)
    findings = joining.ask(patient, run, now=request.now).findings
    context = {
        **_about(found),
        "findings": findings,
        "holds_back": stops(findings),
        "left": min(places.places_left(run).values()),
        "identity": identity_of(patient),
        "patient": patient,
    }
    refused_findings = refusal.findings if refusal else ()
    return render_form(request, "groups/book_for.html", form, refused=refused_findings, **context)


@post_page(Permission.BOOK)
def put_in_line(request: ClinicRequest, ref: str) -> HttpResponse:
    """Put the patient shown into the line of a full meeting, at its end."""
    found = meetings.access_group_meeting(by=request.actor, ref=ref)
    patient = access_patient(by=request.actor, ref=request.POST.get("patient_shown", ""))
    join_line_for(meeting=found, patient=patient, by=request.actor, now=request.now)
    return redirect("groups:meeting", ref=ref)


@form_page(Permission.BOOK)
def give_back(request: ClinicRequest, ref: str) -> HttpResponse:
    """Give a place back for a patient, saying why."""
    place = places.access_place(by=request.actor, ref=ref)
    form, refusal = GiveBackForm.of(request), None
    if form.is_valid():
        try:
            refuse_other_patient(shown=form.cleaned_data["patient_shown"], patient=place.patient)
            give_back_for(place=place, because=form.cleaned_data["because"], by=request.actor, now=request.now)
            return redirect("groups:meeting", ref=place.meeting.ref)
        except Refused as refused:
            refusal = refused
    fee = Money(place.fee_pence, place.currency)
    context = {**_about(place.meeting), "place": place, "fee": fee, "identity": identity_of(place.patient)}
    return render_form(request, "groups/give_back.html", form, refused=refusal.findings if refusal else (), **context)


@form_page(Permission.ARRANGE_GROUPS)
def called_off(request: ClinicRequest, ref: str) -> HttpResponse:
    """Call a meeting off: everybody is told, and nobody owes anything."""
    found = meetings.access_meeting(by=request.actor, ref=ref)
    form, refusal = CallOffForm.of(request), None
    if form.is_valid():
        try:
            call_off(meeting=found, because=form.cleaned_data["because"], by=request.actor, now=request.now)
            return redirect("groups:meeting", ref=ref)
        except Refused as refused:
            refusal = refused
    context = {
        **_about(found),
        "run": meetings.run_of(found),
        "told": len(places.roster(found)) + len(sign_ups_of(found)),
    }
    return render_form(request, "groups/call_off.html", form, refused=refusal.findings if refusal else (), **context)


@form_page(Permission.ARRANGE_GROUPS)
def link(request: ClinicRequest, ref: str) -> HttpResponse:
    """Paste where a meeting is held online."""
    found = meetings.access_group_meeting(by=request.actor, ref=ref)
    form = LinkForm.of(request, initial={"link": found.link})
    if form.is_valid():
        set_link(meeting=found, link=form.cleaned_data["link"], by=request.actor, now=request.now)
        return redirect("groups:meeting", ref=ref)
    return render_form(request, "groups/link.html", form, **_about(found))


@form_page(Permission.ARRANGE_GROUPS)
def guest(request: ClinicRequest, ref: str) -> HttpResponse:
    """Announce a trainee or a visitor; everybody with a place is told."""
    found = meetings.access_group_meeting(by=request.actor, ref=ref)
    form, refusal = GuestForm.of(request), None
    if form.is_valid():
        try:
            announce_guest(meeting=found, **form.cleaned_data, by=request.actor, now=request.now)
            return redirect("groups:meeting", ref=ref)
        except Refused as refused:
            refusal = refused
    return render_form(request, "groups/guest.html", form, refused=refusal.findings if refusal else (), **_about(found))


@post_page(Permission.ARRANGE_GROUPS)
def withdraw(request: ClinicRequest, ref: str) -> HttpResponse:
    """A guest will not come after all."""
    found = meetings.access_guest(by=request.actor, ref=ref)
    withdraw_guest(guest=found, by=request.actor, now=request.now)
    return redirect("groups:meeting", ref=found.meeting.ref)


def _about(found: Meeting) -> dict[str, Any]:
    protocol = terms.protocol_of(found)
    return {"meeting": found, "name": terms.name_of(found.series, protocol), "protocol": protocol}


def _book(request: ClinicRequest, found: Meeting, patient: Patient, form: BookForForm) -> None:
    book_for(
        meeting=found,
        patient=patient,
        reason=form.cleaned_data["reason"],
        in_group_therapy=bool(form.cleaned_data.get("in_group_therapy", False)),
        by=request.actor,
        now=request.now,
    )
