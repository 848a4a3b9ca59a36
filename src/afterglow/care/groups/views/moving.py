"""Putting a meeting on another time: whom the new time does not fit is shown before it is moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect

from afterglow.care.groups.actions.moving import move_meeting
from afterglow.care.groups.forms.staff import MoveForm
from afterglow.care.groups.models.series import Meeting
from afterglow.care.groups.queries import meetings, terms
from afterglow.care.groups.queries.events import sign_ups_of
from afterglow.care.groups.queries.moving import DoesNotFit, expected, whom_it_does_not_fit
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page
from afterglow.ground.access.roles import Permission
from afterglow.ground.audit import reads
from afterglow.ground.design.forms import render_form


@form_page(Permission.ARRANGE_GROUPS)
def move(request: ClinicRequest, ref: str) -> HttpResponse:
    """Choose the new time; where it does not fit somebody, read whom and why, and say why it is moved all the same.

    A reason counts for the time it was given for: another time typed afterwards is looked at anew.
    """
    found = meetings.access_meeting(by=request.actor, ref=ref)
    seen_for = request.POST.get("seen_for", "")
    form = MoveForm.of(request, asks_reason=bool(seen_for), initial={"starts_at": found.starts_at})
    refusal: Refused | None = None
    against: Sequence[DoesNotFit] = ()
    if form.is_valid():
        typed = form.cleaned_data
        starts_at: datetime = typed["starts_at"]
        reason = typed["reason"] if seen_for == starts_at.isoformat() else ""
        try:
            move_meeting(
                meeting=found,
                starts_at=starts_at,
                because=typed["because"],
                reason=reason,
                by=request.actor,
                now=request.now,
            )
            return redirect("groups:meeting", ref=ref)
        except Refused as refused:
            refusal, against = refused, _against(found, starts_at, request.now)
            seen_for = starts_at.isoformat() if against else ""
            form = MoveForm.of(request, asks_reason=bool(against), initial={"starts_at": found.starts_at})
    reads.note_all(one.place.patient_id for one in against)
    context = {
        "meeting": found,
        "name": terms.name_of(found.series, terms.protocol_of(found)),
        "told": len(expected(found)) + len(sign_ups_of(found)),
        "against": against,
        "seen_for": seen_for,
        "charged": bool(found.fee_pence),
    }
    return render_form(request, "groups/move.html", form, refused=refusal.findings if refusal else (), **context)


def _against(found: Meeting, starts_at: datetime, now: datetime) -> Sequence[DoesNotFit]:
    return whom_it_does_not_fit(found, meetings.run_of(found), starts_at, now=now)
