"""The patient's own place: taking it up, giving it back, and its door."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from afterglow.care.groups.actions.answering import give_back, take_up
from afterglow.care.groups.actions.door import arrive
from afterglow.care.groups.forms.own import ArriveForm, TakeUpForm
from afterglow.care.groups.models.places import CONFIRMED, HELD, Place
from afterglow.care.groups.presenters.meetings import run_in_words
from afterglow.care.groups.presenters.places import clock_for, own_door, pay_address, standing
from afterglow.care.groups.queries import door, line, live, meetings, places, terms
from afterglow.care.groups.queries.moving import moved_since
from afterglow.care.groups.queries.paying import price_of
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page, page, post_page
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.forms import render_form
from afterglow.ground.design.navigation import NavigationItem
from afterglow.record.people.queries import access_own_patient, identity_of


@form_page(Permission.SEE_OWN_RECORD)
def place(request: ClinicRequest, ref: str) -> HttpResponse:
    """How the place stands, and what can be done with it: take it up, pay, arrive, give it back."""
    found = places.access_place(by=request.actor, ref=ref)
    form = TakeUpForm.of(request)
    refusal: Refused | None = None
    if form.is_valid():
        try:
            taken = take_up(place=found, agreed=form.cleaned_data["agreed"], by=request.actor, now=request.now)
            return redirect(pay_address(taken) if taken.state == HELD else reverse("groups:place", args=[ref]))
        except Refused as refused:
            refusal = refused
    return render_form(
        request, "groups/place.html", form, refused=refusal.findings if refusal else (), **_page(request, found)
    )


@post_page(Permission.SEE_OWN_RECORD)
def back(request: ClinicRequest, ref: str) -> HttpResponse:
    """Give the place back, or let an offer go."""
    found = places.access_place(by=request.actor, ref=ref)
    give_back(place=found, by=request.actor, now=request.now)
    return redirect("groups:place", ref=ref)


@form_page(Permission.SEE_OWN_RECORD)
def at_door(request: ClinicRequest, ref: str) -> HttpResponse:
    """Arrive in the waiting room: where the participant is, and a number for today."""
    found = places.access_place(by=request.actor, ref=ref)
    form = ArriveForm.of(request, initial={"phone": found.patient.phone})
    if found.agreed_at is not None:
        del form.fields["agreed"]
    refusal: Refused | None = None
    if form.is_valid():
        try:
            typed = form.cleaned_data
            arrive(place=found, where=typed["where"], phone=typed["phone"], by=request.actor, now=request.now)
            return redirect("groups:place", ref=ref)
        except Refused as refused:
            refusal = refused
    return render_form(
        request, "groups/arrive.html", form, refused=refusal.findings if refusal else (), **_page(request, found)
    )


@page(Permission.SEE_OWN_RECORD)
def door_now(request: ClinicRequest, ref: str) -> HttpResponse:
    """The part of the page about the door, as it is now."""
    found = places.access_place(by=request.actor, ref=ref)
    return render(request, "groups/fragments/own_door.html", _page(request, found))


def _page(request: ClinicRequest, found: Place) -> dict[str, Any]:
    patient = access_own_patient(by=request.actor)
    run, protocol = meetings.run_of(found.meeting), terms.protocol_of(found.meeting)
    arrival, admitted = door.arrival_of(found), door.is_admitted(found)
    names = places.names_on(found.meeting)
    led_by, guests = meetings.facilitators_of(found.meeting.series), meetings.guests_of(found.meeting)
    asked = found.asked_from is None or request.now >= found.asked_from
    return {
        "identity": identity_of(patient),
        "place": found,
        "meeting": found.meeting,
        "protocol": protocol,
        "group": terms.group_of(found.meeting),
        "run": run_in_words(
            [found.meeting] if found.membership_id else run,
            terms.name_of(found.meeting.series, protocol),
            left=0,
            led_by=led_by,
            guests=guests,
            zone=protocol.zone,
        ),
        "standing": standing(found, request.now, protocol.zone, offered=line.entry_of_place(found.pk) is not None),
        "screen_name": names.get(found.number, patient.first_name),
        "moved": moved_since(found.meeting, found.taken_at),
        "clock": clock_for(found, request.now, protocol.zone),
        "price": price_of(found),
        "may_take_up": found.state == HELD and asked and found.agreed_at is None,
        "may_pay": found.state == HELD and asked and found.agreed_at is not None and found.fee_pence > 0,
        "pay_address": pay_address(found),
        "may_give_back": found.state in (HELD, CONFIRMED) and request.now < found.meeting.starts_at,
        "door": own_door(found, arrival, admitted=admitted, now=request.now, zone=protocol.zone),
        "stream_after": live.last_event_id(found.meeting_id),
        "back": NavigationItem("Groups", reverse("groups:mine")),
    }
