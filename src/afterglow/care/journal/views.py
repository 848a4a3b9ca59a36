"""The journal, as far as this version goes."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from afterglow.ground.access.pages import ClinicRequest, page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.record.people.queries import access_own_patient, identity_of


@page(Permission.SEE_OWN_RECORD)
def mine(request: ClinicRequest) -> HttpResponse:
    """What the clinic suggests to write, and that it cannot be written here yet."""
    protocol = protocol_in_force(request.clinic, request.now)
    identity = identity_of(access_own_patient(by=request.actor))
    return render(request, "journal/mine.html", {"journal": protocol.journal, "identity": identity})
