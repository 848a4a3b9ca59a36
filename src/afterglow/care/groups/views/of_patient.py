"""A patient's groups, for whoever reads the record: a page of its own, and a part of the record's."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from afterglow.care.groups.queries.so_far import concerns_about, groups_so_far
from afterglow.ground.access.pages import ClinicRequest, page
from afterglow.ground.access.roles import Permission
from afterglow.record.people.queries import access_patient, identity_of

_SHOWN = 4


@page(Permission.SEE_RECORD)
def of_patient(request: ClinicRequest, ref: str) -> HttpResponse:
    """Which meetings the patient came to or missed, and what they said that needed action."""
    found = access_patient(by=request.actor, ref=ref)
    is_part = request.headers.get("HX-Request") == "true"
    came, concerns = groups_so_far(found), concerns_about(found)
    context = {
        "patient": found,
        "identity": None if is_part else identity_of(found),
        "came": came[:_SHOWN] if is_part else came,
        "concerns": concerns[:_SHOWN] if is_part else concerns,
    }
    return render(request, "groups/of_patient_part.html" if is_part else "groups/of_patient.html", context)
