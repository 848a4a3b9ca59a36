"""The treatment day: everybody who is treated today; and the clinic's monitors."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render

from afterglow.care.treatment.actions.devices import join_device
from afterglow.care.treatment.forms.leaving import MonitorForm
from afterglow.care.treatment.presenters.day import day_rows
from afterglow.care.treatment.queries.devices import access_devices, unclaimed_readings
from afterglow.care.treatment.queries.strangers import strangers
from afterglow.care.treatment.queries.today import day_known
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page, page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.audit import reads
from afterglow.ground.design.forms import render_form
from afterglow.ground.kernel.finding import Finding
from afterglow.ground.kernel.period import local_day
from afterglow.record.diary.queries import access_bay, bays, next_open_day, why_closed


@page(Permission.SEE_RECORD)
def day(request: ClinicRequest) -> HttpResponse:
    """Today's treatments, each with its state and what is due."""
    protocol = protocol_in_force(request.clinic, request.now)
    today = local_day(request.now, protocol.zone)
    found = list(day_known(today, clinic_id=request.clinic.pk, now=request.now))
    for known in found:
        reads.note(known.patient.pk)
    closed = why_closed(protocol, today)
    context = {
        "today": today,
        "rows": day_rows(found),
        "closed": closed,
        "next_open": next_open_day(protocol, today) if closed else today,
        "may_treat": request.actor.may(Permission.TREAT),
    }
    return render(request, "treatment/day.html", context)


@form_page(Permission.TREAT)
def monitors(request: ClinicRequest) -> HttpResponse:
    """The monitors and their bays, what they sent that belongs to nobody, and joining one."""
    form = MonitorForm.of(request)
    form.offer(bays(request.clinic.pk))
    refused: Sequence[Finding] = ()
    token = ""
    if form.is_valid():
        try:
            bay = access_bay(by=request.actor, ref=form.cleaned_data["bay"])
            name = form.cleaned_data["name"]
            _, token = join_device(name=name, bay=bay, by=request.actor, now=request.now)
            form = MonitorForm()
            form.offer(bays(request.clinic.pk))
        except Refused as refusal:
            refused = refusal.findings
    return render_form(
        request,
        "treatment/monitors.html",
        form,
        refused=refused,
        token=token,
        devices=access_devices(by=request.actor),
        unclaimed=unclaimed_readings(by=request.actor),
        strangers=strangers(),
    )
