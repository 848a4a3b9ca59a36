"""The waiting list: what is to be triaged, what was asked for, and who waits how long."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from afterglow.care.referral import presenters, queries
from afterglow.care.referral.models import Referral
from afterglow.ground.access.pages import ClinicRequest, page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.audit import reads
from afterglow.ground.kernel.period import local_day


@page(Permission.SEE_PATIENTS)
def waiting(request: ClinicRequest) -> HttpResponse:
    """Everybody on the way to a first treatment; ``?funding=`` and ``?late=1`` narrow the list."""
    protocol = protocol_in_force(request.clinic, request.now)
    today = local_day(request.now, protocol.zone)
    clinic_id = request.actor.clinic_id
    arrived = queries.referrals_to_triage(clinic_id=clinic_id)
    waits = queries.waiting_list(clinic_id=clinic_id, protocol=protocol, now=request.now)
    funding, only_late = request.GET.get("funding", ""), request.GET.get("late") == "1"
    rows = [
        row
        for row in presenters.wait_rows(waits, today)
        if (not funding or row.referral.funding == funding) and (row.late or not only_late)
    ]
    asked = queries.referrals_waiting_for_more(clinic_id=clinic_id)
    reads.note_all(one.patient_id for one in (*arrived, *asked, *(row.referral for row in rows)))
    looked_at = [(one, queries.findings_at_a_glance(one, protocol)) for one in arrived]
    context = {
        "triage": presenters.triage_rows(looked_at),
        "asked": asked,
        "enquiries": queries.open_enquiries(clinic_id=clinic_id) if protocol.referral.self_enquiry else (),
        "rows": rows,
        "all_count": len(waits),
        "late_count": sum(row.late for row in rows),
        "today": today,
        "funding": funding,
        "only_late": only_late,
        "fundings": Referral.FUNDINGS,
        "expected": protocol.referral.waiting,
        "may_book": request.actor.may(Permission.BOOK),
        "may_receive": request.actor.may(Permission.RECEIVE_REFERRALS),
    }
    return render(request, "referral/waiting.html", context)
