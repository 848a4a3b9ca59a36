"""The patient's own pages of groups: what there is, booking, waiting in line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from afterglow.care.groups.actions.booking import book_own
from afterglow.care.groups.actions.holding import full, refuse_closed
from afterglow.care.groups.actions.line import join_own_line, leave_line
from afterglow.care.groups.actions.talking import ask_facilitator, ask_for_talk
from afterglow.care.groups.forms.own import BookForm
from afterglow.care.groups.models.places import HELD, Place
from afterglow.care.groups.models.series import PATIENTS, Meeting
from afterglow.care.groups.presenters.meetings import Run, hours, run_in_words
from afterglow.care.groups.presenters.places import Standing, pay_address, standing
from afterglow.care.groups.queries import joining, line, meetings, members, places, terms
from afterglow.care.groups.queries.calendar import left_out
from afterglow.care.groups.queries.seats import Seats, seats_of
from afterglow.care.groups.rules.holding import giving_back
from afterglow.care.groups.rules.line import position_words
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page, page, post_page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.forms import render_form
from afterglow.ground.design.navigation import NavigationItem
from afterglow.ground.kernel.finding import stops
from afterglow.record.people.models import Patient
from afterglow.record.people.queries import access_own_patient, identity_of


@page(Permission.SEE_OWN_RECORD)
def mine(request: ClinicRequest) -> HttpResponse:
    """The patient's places and lines first, then every group with its next dates."""
    patient = access_own_patient(by=request.actor)
    protocol = protocol_in_force(request.clinic, request.now)
    own = places.own_places(patient, now=request.now)
    series = [one for one in meetings.open_series(request.clinic.pk) if one.audience == PATIENTS]
    groups = [
        {
            "group": group,
            "dates": meetings.next_runs(one, now=request.now, most=4),
            "left_out": left_out(one, now=request.now),
        }
        for one in series
        if (group := protocol.group(one.code)) is not None
    ]
    context = {
        "identity": identity_of(patient),
        "protocol": protocol,
        "own": [
            (one, terms.name_of(one.meeting.series, protocol), _when(one.meeting, request), _standing(one, request))
            for one in own
        ],
        "lines": [
            (one, terms.name_of(one.meeting.series, protocol), position_words(line.place_in_line(one)))
            for one in line.own_entries(patient, now=request.now)
            if one.state == "waiting"
        ],
        "memberships": members.own_memberships(patient),
        "groups": groups,
        "before": [
            (one, terms.name_of(one.meeting.series, protocol), _standing(one, request))
            for one in places.past_places(patient, now=request.now, most=6)
        ],
    }
    return render(request, "groups/mine.html", context)


@form_page(Permission.SEE_OWN_RECORD)
def own_meeting(request: ClinicRequest, ref: str) -> HttpResponse:
    """One date: whether the patient can book it and why not, what it costs, and booking it."""
    patient = access_own_patient(by=request.actor)
    run = meetings.access_run(by=request.actor, ref=ref)
    seats = seats_of(run)
    if patient.pk in seats.patients and (own := places.own_place(patient, run[0])):
        return redirect("groups:place", ref=own.ref)
    group, asked = terms.group_of(run[0]), joining.ask(patient, run, now=request.now)
    asks_therapy = bool(group.closed_to and group.closed_to.discuss_first)
    form = BookForm.of(request, asks_therapy=asks_therapy, quiet=asked.quiet is not None)
    refusal: Refused | None = None
    if form.is_valid():
        try:
            _refuse_if_late(run, seats, asked, form, request.now)
            return _booked(request, patient, run[0], form)
        except Refused as refused:
            refusal = refused
            seats = seats_of(run) if seats.free else seats
            _ask_a_person(request, patient, run[0], refused)
    context = _page(request, patient, run, seats, asked)
    return render_form(
        request,
        "groups/own_meeting.html",
        form,
        refused=refusal.findings if refusal else (),
        group=group,
        **context,
    )


@post_page(Permission.SEE_OWN_RECORD)
def join_line(request: ClinicRequest, ref: str) -> HttpResponse:
    """Join the line for a full date."""
    patient = access_own_patient(by=request.actor)
    meeting = meetings.access_group_meeting(by=request.actor, ref=ref)
    join_own_line(meeting=meeting, patient=patient, by=request.actor, now=request.now)
    return redirect("groups:own-meeting", ref=ref)


@post_page(Permission.SEE_OWN_RECORD)
def leave(request: ClinicRequest, ref: str) -> HttpResponse:
    """Leave a line."""
    entry = line.access_waiting_entry(by=request.actor, ref=ref)
    leave_line(entry=entry, by=request.actor, now=request.now)
    return redirect("groups:mine")


@post_page(Permission.SEE_OWN_RECORD)
def ask(request: ClinicRequest, ref: str) -> HttpResponse:
    """Ask the facilitator about coming on the day of an infusion."""
    patient = access_own_patient(by=request.actor)
    meeting = meetings.access_group_meeting(by=request.actor, ref=ref)
    ask_facilitator(meeting=meeting, patient=patient, by=request.actor, now=request.now)
    return redirect(f"{reverse('groups:own-meeting', args=[ref])}?asked=1")


def _refuse_if_late(run: Sequence[Meeting], seats: Seats, asked: joining.Asked, form: BookForm, now: datetime) -> None:
    """Whoever comes when every place is taken need not wait for their turn to hear it; all else the action decides."""
    if not (seats.free or stops(asked.findings) or form.cleaned_data.get("in_group_therapy")):
        refuse_closed(run, now)
        raise full(terms.group_of(run[0]))


def _booked(request: ClinicRequest, patient: Patient, meeting: Meeting, form: BookForm) -> HttpResponse:
    place = book_own(
        meeting=meeting,
        patient=patient,
        agreed=form.cleaned_data.get("agreed", False),
        in_group_therapy=bool(form.cleaned_data.get("in_group_therapy", False)),
        by=request.actor,
        now=request.now,
    )
    to_pay = place.state == HELD and place.agreed_at is not None and place.fee_pence > 0
    return redirect(pay_address(place) if to_pay else reverse("groups:place", args=[place.ref]))


def _ask_a_person(request: ClinicRequest, patient: Patient, meeting: Meeting, refused: Refused) -> None:
    """What only a person can decide becomes somebody's task, outside the booking that was refused."""
    if any(finding.code == "talk-first" for finding in refused.findings):
        ask_for_talk(patient=patient, kind=meeting.series.code, by=request.actor, now=request.now)


def _page(
    request: ClinicRequest, patient: Patient, run: Sequence[Meeting], seats: Seats, asked: joining.Asked
) -> dict[str, Any]:
    first, protocol = run[0], terms.protocol_of(run[0])
    entry = line.own_entry(patient, first)
    words = _run_words(run, seats)
    return {
        "identity": identity_of(patient),
        "protocol": protocol,
        "meeting": first,
        "run": words,
        "open": next((finding for finding in asked.findings if finding.severity == "info"), None),
        "stops": stops(asked.findings),
        "quiet": asked.quiet,
        "first_name": patient.first_name,
        "clock": giving_back(words.fee, first.free_until, first.starts_at, request.now, protocol.zone),
        "over": request.now >= first.door_opens_at or first.cancelled_at is not None,
        "entry": entry,
        "position": position_words(line.place_in_line(entry)) if entry else "",
        "ahead": line.place_in_line(entry) - 1 if entry else 0,
        "asked": "asked" in request.GET,
        "back": NavigationItem("Groups", reverse("groups:mine")),
    }


def _run_words(run: Sequence[Meeting], seats: Seats) -> Run:
    first, protocol = run[0], terms.protocol_of(run[0])
    led_by, guests = meetings.facilitators_of(first.series), meetings.guests_of(first)
    name = terms.name_of(first.series, protocol)
    return run_in_words(run, name, left=len(seats.free), led_by=led_by, guests=guests, zone=protocol.zone)


def _when(meeting: Meeting, request: ClinicRequest) -> str:
    return hours(meeting.starts_at, meeting.ends_at, protocol_in_force(request.clinic, request.now).zone)


def _standing(place: Place, request: ClinicRequest) -> Standing:
    zone = protocol_in_force(request.clinic, request.now).zone
    return standing(place, request.now, zone, offered=line.entry_of_place(place.pk) is not None)
