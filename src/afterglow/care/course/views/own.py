"""The course as the patient sees it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from afterglow.care.course import queries
from afterglow.care.course.presenters import own_dots, own_lead, own_rows
from afterglow.care.course.rules.wider_plan import WIDER
from afterglow.ground.access.pages import ClinicRequest, page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.record.people.queries import access_own_patient, identity_of


@page(Permission.SEE_OWN_RECORD)
def mine(request: ClinicRequest) -> HttpResponse:
    """What is planned, what was given, and what nobody can tell (F11, F13)."""
    patient = access_own_patient(by=request.actor)
    course = queries.course_of(patient)
    protocol = queries.protocol_of(course) if course else protocol_in_force(request.clinic, request.now)
    treatments = queries.treatments_of(course) if course else ()
    context = {
        "identity": identity_of(patient),
        "course": course,
        "protocol": protocol,
        "what": protocol.treatment_coded(course.treatment_code) if course else None,
        "lead": own_lead(treatments, protocol.zone),
        "dots": own_dots(treatments, protocol.zone),
        "rows": own_rows(treatments, protocol.zone),
        "wider": WIDER,
        "beside": queries.wider_plan_of(patient, protocol),
    }
    return render(request, "course/mine.html", context)
