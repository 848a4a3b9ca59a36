"""The facilitators' pages: the door as it is now, letting in, what needs action, members, and talks before joining."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from afterglow.care.groups.actions.door import admit, write_concern
from afterglow.care.groups.actions.members import end_membership, join_series
from afterglow.care.groups.actions.talking import write_discussion
from afterglow.care.groups.forms.staff import ConcernForm, DiscussionForm, EndMembershipForm, JoinForm
from afterglow.care.groups.models.series import Meeting
from afterglow.care.groups.queries import door, joining, live, meetings, members, places, terms
from afterglow.care.groups.rules.door import Doorway, door_words, doorway
from afterglow.care.groups.rules.staying import leaving
from afterglow.care.groups.views.finding import find_patient
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page, page, post_page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.audit import reads
from afterglow.ground.design.forms import render_form
from afterglow.ground.kernel.period import local_day
from afterglow.record.people.queries import access_patient, identity_of, refuse_other_patient


@page(Permission.LEAD_GROUPS)
def at_door(request: ClinicRequest, ref: str) -> HttpResponse:
    """Who is in the waiting room, who is in, whom to call for them."""
    found = meetings.access_led_meeting(by=request.actor, ref=ref)
    return render(request, "groups/door.html", _door(request, found))


@page(Permission.LEAD_GROUPS)
def door_list(request: ClinicRequest, ref: str) -> HttpResponse:
    """The part of the door's page that changes."""
    found = meetings.access_led_meeting(by=request.actor, ref=ref)
    return render(request, "groups/fragments/door_list.html", _door(request, found))


@post_page(Permission.LEAD_GROUPS)
def let_in(request: ClinicRequest, ref: str) -> HttpResponse:
    """Let somebody in who arrived in time."""
    place = places.access_place(by=request.actor, ref=ref)
    meetings.access_led_meeting(by=request.actor, ref=place.meeting.ref)
    admit(place=place, by=request.actor, now=request.now)
    return redirect("groups:door", ref=place.meeting.ref)


@form_page(Permission.LEAD_GROUPS)
def concern(request: ClinicRequest, ref: str) -> HttpResponse:
    """Something a participant said needs action: it goes into the record, and somebody owns it."""
    place = places.access_place(by=request.actor, ref=ref)
    found = meetings.access_led_meeting(by=request.actor, ref=place.meeting.ref)
    form, refusal = ConcernForm.of(request), None
    if form.is_valid():
        typed = form.cleaned_data
        grade = "" if typed["grade"] == "in-turn" else typed["grade"]
        try:
            refuse_other_patient(shown=typed["patient_shown"], patient=place.patient)
            write_concern(
                meeting=found, patient=place.patient, text=typed["text"], grade=grade, by=request.actor, now=request.now
            )
            return redirect("groups:door", ref=found.ref)
        except Refused as refused:
            refusal = refused
    context = {"meeting": found, "identity": identity_of(place.patient)}
    return render_form(request, "groups/concern.html", form, refused=refusal.findings if refusal else (), **context)


@form_page(Permission.LEAD_GROUPS)
def discussion(request: ClinicRequest, ref: str, kind: str) -> HttpResponse:
    """Write down what came of talking with a patient before they join a group."""
    patient = access_patient(by=request.actor, ref=ref)
    group = protocol_in_force(request.clinic, request.now).group(kind)
    if group is None:
        raise Http404
    form, refusal = DiscussionForm.of(request), None
    if form.is_valid():
        typed = form.cleaned_data
        try:
            refuse_other_patient(shown=typed["patient_shown"], patient=patient)
            write_discussion(
                patient=patient,
                kind=kind,
                may_join=typed["may_join"],
                text=typed["text"],
                by=request.actor,
                now=request.now,
            )
            return redirect("groups:discussion", ref=ref, kind=kind)
        except Refused as refused:
            refusal = refused
    context = {"group": group, "identity": identity_of(patient), "talks": joining.discussions(patient, kind)}
    return render_form(request, "groups/discussion.html", form, refused=refusal.findings if refusal else (), **context)


@form_page(Permission.LEAD_GROUPS)
def join(request: ClinicRequest, ref: str) -> HttpResponse:
    """Give a patient a seat in a group that stays together: whom first, then from when on."""
    found = meetings.access_series(by=request.actor, ref=ref)
    protocol = protocol_in_force(request.clinic, request.now)
    name = terms.name_of(found, protocol)
    if "patient" not in request.GET:
        return find_patient(request, "groups/find_member.html", {"series": found, "name": name})
    patient = access_patient(by=request.actor, ref=request.GET["patient"])
    form = JoinForm.of(request, initial={"joined_on": local_day(request.now, protocol.zone)})
    refusal: Refused | None = None
    if form.is_valid():
        typed = form.cleaned_data
        try:
            refuse_other_patient(shown=typed["patient_shown"], patient=patient)
            join_series(
                series=found,
                patient=patient,
                joined_on=typed["joined_on"],
                in_regular_psychotherapy=typed["in_regular_psychotherapy"],
                by=request.actor,
                now=request.now,
            )
            return redirect("groups:series", ref=ref)
        except Refused as refused:
            refusal = refused
    context: dict[str, Any] = {
        "series": found,
        "group": protocol.group(found.code),
        "name": name,
        "identity": identity_of(patient),
    }
    return render_form(request, "groups/join.html", form, refused=refusal.findings if refusal else (), **context)


@form_page(Permission.LEAD_GROUPS)
def end_stay(request: ClinicRequest, ref: str) -> HttpResponse:
    """A member leaves the group."""
    found = members.access_membership(by=request.actor, ref=ref)
    protocol = protocol_in_force(request.clinic, request.now)
    form, refusal = EndMembershipForm.of(request), None
    if form.is_valid():
        typed = form.cleaned_data
        try:
            refuse_other_patient(shown=typed["patient_shown"], patient=found.patient)
            end_membership(
                membership=found, on=typed["on"], because=typed["because"], by=request.actor, now=request.now
            )
            return redirect("groups:series", ref=found.series.ref)
        except Refused as refused:
            refusal = refused
    context = {
        "membership": found,
        "cautions": leaving(local_day(request.now, protocol.zone), found.least_until, "F29"),
        "name": terms.name_of(found.series, protocol),
        "identity": identity_of(found.patient),
    }
    return render_form(request, "groups/end_stay.html", form, refused=refusal.findings if refusal else (), **context)


def _door(request: ClinicRequest, found: Meeting) -> dict[str, Any]:
    protocol, there = terms.protocol_of(found), door.at_the_door(found)
    reads.note_all(one.place.patient_id for one in there)
    state = doorway(request.now, opens_at=found.door_opens_at, closes_at=found.door_closes_at)
    return {
        "meeting": found,
        "name": terms.name_of(found.series, protocol),
        "there": [one for one in there if one.place.state != "held"],
        "door": {
            Doorway.NOT_OPEN: "The door is not open yet.",
            Doorway.OPEN: "The door is open.",
            Doorway.CLOSED: "The door is closed. Whoever came in time is let in whenever you look.",
        }[state],
        "door_words": door_words(found.door_opens_at, found.door_closes_at, protocol.zone),
        "over": request.now >= found.ends_at,
        "guests": meetings.guests_of(found),
        "concerns": door.concerns_of(found),
        "stream_after": live.last_event_id(found.pk),
    }
