"""The morning: one page for each role, with what runs out today."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from afterglow.care.referral.models import Referral
from afterglow.ground.access.pages import ClinicRequest, page, post_page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission, Role
from afterglow.ground.audit import reads
from afterglow.home.worklists.boards import BOARDS
from afterglow.home.worklists.filters import SHOWN_TO, keep_filters, kept_filters, role_shown
from afterglow.home.worklists.presenters.sessions import greeting
from afterglow.home.worklists.queries import Morning


@page(Permission.SEE_PROTOCOL)
def today(request: ClinicRequest) -> HttpResponse:
    """The work list of one's role; whoever evaluates goes to the outcomes."""
    filters = kept_filters(request.session)
    role = role_shown(request.actor, filters)
    if role is Role.EVALUATOR:
        return redirect("evaluation:outcomes")
    protocol = protocol_in_force(request.clinic, request.now)
    morning = Morning(request.actor, protocol, request.now)
    board = BOARDS[role](morning, filters)
    for patient_id in board.patient_ids:
        reads.note(patient_id)
    context: dict[str, Any] = {
        "board": board,
        "filters": filters,
        "role": role,
        "roles": [one for one in SHOWN_TO if one in request.actor.roles],
        "today": morning.today,
        "fundings": Referral.FUNDINGS,
        "greeting": greeting(request.actor.name, request.now, protocol.zone),
    }
    return render(request, "worklists/today.html", context)


@post_page(Permission.SEE_PROTOCOL)
def narrow(request: ClinicRequest) -> HttpResponse:
    """Narrow the list, or show that of another of one's roles; it stays so."""
    keep_filters(request.session, request.POST)
    return redirect("worklists:today")
