"""The morning: one page for each role, with what runs out today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from markupsafe import Markup

from afterglow.care.referral.models import Referral
from afterglow.ground.access.pages import ClinicRequest, page, post_page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission, Role
from afterglow.ground.audit import reads
from afterglow.ground.audit.unchanged import WhileUnchanged
from afterglow.home.worklists.boards import BOARDS
from afterglow.home.worklists.filters import SHOWN_TO, Filters, keep_filters, kept_filters, role_shown
from afterglow.home.worklists.presenters import work
from afterglow.home.worklists.presenters.meetings import meeting_rows
from afterglow.home.worklists.presenters.sessions import greeting
from afterglow.home.worklists.queries import Morning
from afterglow.office.letters.models import Letter
from afterglow.office.letters.queries.letters import letters_in


@dataclass(frozen=True)
class Drawn:
    """A work list as HTML, with whom it names and what it can be narrowed by; nothing in it belongs to one session."""

    patient_ids: frozenset[int]
    day: date
    greeting: str
    clinicians: Sequence[tuple[str, str]]
    has_funding: bool
    main: Markup
    beside: Markup


_kept: WhileUnchanged[Drawn] = WhileUnchanged(most=100)


@page(Permission.SEE_PROTOCOL)
def today(request: ClinicRequest) -> HttpResponse:
    """The work list of one's role; whoever evaluates goes to the outcomes, a finance clerk to the accounts.

    It is drawn anew when anything in the clinic was written, for another reader or choice, and every minute.
    """
    filters = kept_filters(request.session)
    role = role_shown(request.actor, filters)
    if role is Role.EVALUATOR:
        return redirect("evaluation:outcomes")
    if role is Role.FINANCE:
        return redirect("billing:accounts")
    minute = request.now.replace(second=0, microsecond=0)
    drawn = _kept.get(request.clinic.pk, (request.actor, filters, minute), lambda: _draw(request, role, filters))
    for patient_id in drawn.patient_ids:
        reads.note(patient_id)
    context = {
        "drawn": drawn,
        "filters": filters,
        "role": role,
        "roles": [one for one in SHOWN_TO if one in request.actor.roles],
        "fundings": Referral.FUNDINGS,
    }
    return render(request, "worklists/today.html", context)


@page(Permission.APPROVE_LETTERS)
def drafts(request: ClinicRequest) -> HttpResponse:
    """The letters to be approved, as a part of the work list that comes after it."""
    rows = work.letter_rows(letters_in(Letter.DRAFT, clinic_id=request.clinic.pk, most=50), request.now)
    for row in rows:
        if row.patient_id is not None:
            reads.note(row.patient_id)
    return render(request, "worklists/drafts.html", {"rows": rows})


@page(Permission.LEAD_GROUPS, Permission.ARRANGE_GROUPS)
def meetings(request: ClinicRequest) -> HttpResponse:
    """The meetings of today, as a part of the work list that comes after it."""
    protocol = protocol_in_force(request.clinic, request.now)
    rows = meeting_rows(request.actor, protocol, request.now)
    return render(request, "worklists/meetings.html", {"rows": rows})


@post_page(Permission.SEE_PROTOCOL)
def narrow(request: ClinicRequest) -> HttpResponse:
    """Narrow the list, or show that of another of one's roles; it stays so."""
    keep_filters(request.session, request.POST)
    return redirect("worklists:today")


def _draw(request: ClinicRequest, role: Role, filters: Filters) -> Drawn:
    protocol = protocol_in_force(request.clinic, request.now)
    morning = Morning(request.actor, protocol, request.now)
    board = BOARDS[role](morning, filters)
    return Drawn(
        patient_ids=frozenset(board.patient_ids),
        day=morning.today,
        greeting=f"{greeting(request.actor.name, request.now, protocol.zone)} {board.summary}".strip(),
        clinicians=board.clinicians,
        has_funding=board.has_funding,
        main=_html("worklists/main.html", {"board": board}, request),
        beside=_html("worklists/beside.html", {"board": board}, request),
    )


def _html(template: str, context: dict[str, Any], request: ClinicRequest) -> Markup:
    return Markup(render_to_string(template, context, request))  # noqa: S704  # our own template, which escapes
