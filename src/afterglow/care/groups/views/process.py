"""The facilitators' own room: notes on the process of a meeting, and what is taken to the supervisor (L5, L7)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from afterglow.care.groups.actions.process import arrange_supervision, note, write_case
from afterglow.care.groups.forms.process import CaseForm, NoteForm, SupervisionForm
from afterglow.care.groups.queries import process
from afterglow.care.groups.queries.meetings import access_led_meeting, meetings_before
from afterglow.care.groups.queries.terms import group_of, name_of
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page, page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.forms import render_form


@page(Permission.LEAD_GROUPS)
def room(request: ClinicRequest) -> HttpResponse:
    """The groups one leads: their last meetings with what was noted, and the meetings with the supervisor."""
    protocol = protocol_in_force(request.clinic, request.now)
    led = []
    for series in process.led_series(by=request.actor):
        meetings = [one for one in meetings_before(series, now=request.now) if one.cancelled_at is None]
        notes = process.notes_by_meeting(meetings)
        led.append(
            {
                "series": series,
                "name": name_of(series, protocol),
                "meetings": [(one, notes[one.pk]) for one in meetings],
                "supervisions": process.supervisions_of(series),
            }
        )
    return render(request, "groups/process.html", {"led": led})


@form_page(Permission.LEAD_GROUPS)
def meeting_notes(request: ClinicRequest, ref: str) -> HttpResponse:
    """What the facilitators of a meeting noted, and noting more."""
    meeting = access_led_meeting(by=request.actor, ref=ref)
    group = group_of(meeting)
    form = NoteForm.of(request).about(group)
    refusal: Refused | None = None
    if form.is_valid():
        given = form.cleaned_data
        try:
            note(meeting=meeting, text=given["text"], themes=given["themes"], by=request.actor, now=request.now)
            return redirect("groups:process-notes", ref=ref)
        except Refused as refused:
            refusal = refused
    return render_form(
        request,
        "groups/process_notes.html",
        form,
        refused=refusal.findings if refusal else (),
        meeting=meeting,
        group=group,
        notes=process.notes_of(meeting),
    )


@form_page(Permission.LEAD_GROUPS)
def supervise(request: ClinicRequest, ref: str) -> HttpResponse:
    """Put down a meeting with the supervisor."""
    series = process.access_led_series(by=request.actor, ref=ref)
    form = SupervisionForm.of(request)
    refusal: Refused | None = None
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = arrange_supervision(
                series=series, day=given["day"], supervisor=given["supervisor"], by=request.actor, now=request.now
            )
            return redirect("groups:supervision", ref=made.ref)
        except Refused as refused:
            refusal = refused
    name = name_of(series, protocol_in_force(request.clinic, request.now))
    return render_form(
        request, "groups/supervise.html", form, refused=refusal.findings if refusal else (), series=series, name=name
    )


@form_page(Permission.LEAD_GROUPS)
def supervision(request: ClinicRequest, ref: str) -> HttpResponse:
    """What is taken to one meeting with the supervisor, and writing a case for it."""
    found = process.access_supervision(by=request.actor, ref=ref)
    form = CaseForm.of(request)
    refusal: Refused | None = None
    if form.is_valid():
        try:
            write_case(supervision=found, text=form.cleaned_data["text"], by=request.actor, now=request.now)
            return redirect("groups:supervision", ref=ref)
        except Refused as refused:
            refusal = refused
    return render_form(
        request,
        "groups/supervision.html",
        form,
        refused=refusal.findings if refusal else (),
        supervision=found,
        name=name_of(found.series, protocol_in_force(request.clinic, request.now)),
        cases=process.cases_of(found),
    )
