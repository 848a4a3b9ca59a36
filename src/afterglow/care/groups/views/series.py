"""Series for staff: what goes on, beginning and ending it, its breaks and who leads it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from afterglow.care.groups.actions import arranging
from afterglow.care.groups.forms.staff import BreakForm, EndForm, FacilitatorForm, StartForm
from afterglow.care.groups.models.series import Series
from afterglow.care.groups.queries import calendar, meetings, members, places, terms
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page, page, post_page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.audit import reads
from afterglow.ground.design.forms import Form, render_form
from afterglow.ground.kernel.period import local_day
from afterglow.record.diary.queries import access_clinician, clinicians


@page(*meetings.SEES_GROUPS)
def all_series(request: ClinicRequest) -> HttpResponse:
    """Every series with its next meetings."""
    protocol = protocol_in_force(request.clinic, request.now)
    rows = []
    for one in meetings.open_series(request.clinic.pk):
        ahead = meetings.meetings_ahead(one, now=request.now, most=4)
        rows.append(
            {
                "series": one,
                "name": terms.name_of(one, protocol),
                "ahead": [(meeting, places.places_left([meeting])[meeting.pk]) for meeting in ahead],
                "led_by": meetings.facilitators_of(one),
            }
        )
    context = {
        "rows": rows,
        "may_arrange": request.actor.may(Permission.ARRANGE_GROUPS),
        "may_lead": request.actor.may(Permission.LEAD_GROUPS),
    }
    return render(request, "groups/all_series.html", context)


@form_page(Permission.ARRANGE_GROUPS)
def start(request: ClinicRequest) -> HttpResponse:
    """Begin a group or an event of the protocol."""
    protocol = protocol_in_force(request.clinic, request.now)
    going_on = {one.code for one in meetings.open_series(request.clinic.pk)}
    offered = [(code, name) for code, name in terms.may_be_started(protocol) if code not in going_on]
    form = StartForm.of(request, offered=offered)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            made = arranging.start_series(
                code=typed["code"], starts_on=typed["starts_on"], by=request.actor, now=request.now
            )
            return redirect("groups:series", ref=made.ref)
        except Refused as refused:
            return render_form(request, "groups/start.html", form, refused=refused.findings, offered=offered)
    return render_form(request, "groups/start.html", form, offered=offered)


@page(*meetings.SEES_GROUPS)
def series(request: ClinicRequest, ref: str) -> HttpResponse:
    """One series: the meetings before it, what is left out and why, its members and who leads it."""
    found = meetings.access_series(by=request.actor, ref=ref)
    protocol = protocol_in_force(request.clinic, request.now)
    ahead = meetings.meetings_ahead(found, now=request.now, most=12)
    left = places.places_left(ahead)
    sitting = members.members_of(found)
    reads.note_all(one.patient_id for one in sitting)
    group = protocol.group(found.code)
    context = {
        "series": found,
        "name": terms.name_of(found, protocol),
        "group": group,
        "ahead": [(meeting, left[meeting.pk]) for meeting in ahead],
        "before": meetings.meetings_before(found, now=request.now, most=12),
        "left_out": calendar.left_out(found, now=request.now),
        "breaks": calendar.breaks_of(found, after=local_day(request.now, protocol.zone)),
        "facilitators": meetings.facilitators_of(found),
        "members": sitting,
        "may_arrange": request.actor.may(Permission.ARRANGE_GROUPS),
        "may_seat": request.actor.may(Permission.LEAD_GROUPS) and group is not None and group.membership is not None,
    }
    return render(request, "groups/series.html", context)


@form_page(Permission.ARRANGE_GROUPS)
def plan_break(request: ClinicRequest, ref: str) -> HttpResponse:
    """Plan days without meetings; those that stand on them are called off."""
    found = meetings.access_series(by=request.actor, ref=ref)
    form, refusal = BreakForm.of(request), None
    if form.is_valid():
        try:
            arranging.plan_break(series=found, **form.cleaned_data, by=request.actor, now=request.now)
            return redirect("groups:series", ref=ref)
        except Refused as refused:
            refusal = refused
    return _shown(request, "groups/break.html", form, refusal, found)


@form_page(Permission.ARRANGE_GROUPS)
def end(request: ClinicRequest, ref: str) -> HttpResponse:
    """End a series."""
    found = meetings.access_series(by=request.actor, ref=ref)
    form = EndForm.of(request)
    if form.is_valid():
        arranging.end_series(series=found, **form.cleaned_data, by=request.actor, now=request.now)
        return redirect("groups:all")
    return _shown(request, "groups/end.html", form, None, found)


@form_page(Permission.ARRANGE_GROUPS)
def facilitators(request: ClinicRequest, ref: str) -> HttpResponse:
    """Who leads a series; naming another."""
    found = meetings.access_series(by=request.actor, ref=ref)
    form = FacilitatorForm.of(request, staff=clinicians(request.clinic.pk))
    if form.is_valid():
        account = access_clinician(by=request.actor, ref=form.cleaned_data["account"])
        arranging.name_facilitator(series=found, account=account, by=request.actor, now=request.now)
        return redirect("groups:facilitators", ref=ref)
    return _shown(request, "groups/facilitators.html", form, None, found, leading=meetings.facilitators_of(found))


@post_page(Permission.ARRANGE_GROUPS)
def end_facilitator(request: ClinicRequest, ref: str) -> HttpResponse:
    """Somebody no longer leads a series."""
    found = meetings.access_facilitator(by=request.actor, ref=ref)
    arranging.end_facilitator(facilitator=found, by=request.actor, now=request.now)
    return redirect("groups:facilitators", ref=found.series.ref)


def _shown(
    request: ClinicRequest, template: str, form: Form, refusal: Refused | None, found: Series, **more: object
) -> HttpResponse:
    name = terms.name_of(found, protocol_in_force(request.clinic, request.now))
    refused = refusal.findings if refusal else ()
    return render_form(request, template, form, refused=refused, series=found, name=name, **more)
