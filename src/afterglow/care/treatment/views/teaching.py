"""Pages for teaching: they know no patient, and a clinic has them only where its protocol says so."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from afterglow.care.treatment.presenters.plasma import spans
from afterglow.ground.access.pages import ClinicRequest, page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission


@page(Permission.SEE_PROTOCOL)
def plasma(request: ClinicRequest) -> HttpResponse:
    """What three models say of ketamine in plasma."""
    protocol = protocol_in_force(request.clinic, request.now)
    if protocol.teaching is None or not protocol.teaching.plasma_levels:
        raise Http404
    return render(request, "treatment/plasma.html", {"spans": spans()})
