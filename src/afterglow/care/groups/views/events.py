"""Professional events for everybody: their dates, signing up for one, and saying that one cannot come."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from afterglow.care.groups.actions.events import cannot_come, sign_up
from afterglow.care.groups.forms.events import SignUpForm
from afterglow.care.groups.models.series import Meeting
from afterglow.care.groups.queries.events import access_sign_up, open_dates
from afterglow.care.groups.queries.terms import name_of, protocol_of, vat_of
from afterglow.care.groups.rules.fees import fee_words
from afterglow.care.referral.queries import clinic_at
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.actor import system_actor
from afterglow.ground.access.pages import OpenRequest, open_page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.design.forms import Choice, render_form
from afterglow.ground.design.words import moment
from afterglow.ground.kernel.money import Money


@open_page(methods=("GET", "HEAD", "POST"), limited=True)
def events(request: OpenRequest, slug: str) -> HttpResponse:
    """The dates of professional events at this clinic, and signing up for one."""
    clinic = clinic_at(slug)
    request.clinic = clinic
    protocol = protocol_in_force(clinic, request.now)
    dates = open_dates(clinic.pk, now=request.now)
    offered = [Choice(one.ref, moment(one.starts_at, protocol.zone), _about(one)) for one in dates]
    form = SignUpForm.of(request, offered=offered)
    refusal: Refused | None = None
    if form.is_valid():
        typed = form.cleaned_data
        chosen = next(one for one in dates if one.ref == typed["date"])
        try:
            # A form filled in by a program, which fills the field no person sees, is thanked and thrown away.
            if not typed["website"]:
                sign_up(
                    meeting=chosen,
                    name=typed["name"],
                    email=typed["email"],
                    profession=typed["profession"],
                    invoice_to=typed["invoice_to"].strip(),
                    by=system_actor(clinic.pk),
                    now=request.now,
                )
            return render(request, "groups/signed_up.html", {"protocol": protocol, "meeting": chosen})
        except Refused as refused:
            refusal = refused
    kept = max((one.names_kept_for for one in protocol.events), key=lambda one: one.count, default=None)
    costs = any(one.fee_pence for one in dates)
    context = {"protocol": protocol, "dates": dates, "costs": costs, "kept": kept}
    return render_form(request, "groups/events.html", form, refused=refusal.findings if refusal else (), **context)


@open_page(methods=("GET", "HEAD", "POST"))
def leave(request: OpenRequest, token: str) -> HttpResponse:
    """Say that one cannot come to a date one signed up for: asked first, done by the button."""
    found = access_sign_up(token=token)
    request.clinic = found.meeting.series.clinic
    if request.method == "POST":
        cannot_come(one=found, by=system_actor(found.clinic_id), now=request.now)
        found = access_sign_up(token=token)
    meeting, protocol = found.meeting, protocol_of(found.meeting)
    context = {
        "meeting": meeting,
        "name": name_of(meeting.series, protocol),
        "ended": found.ended_at is not None or meeting.cancelled_at is not None,
        "costs": found.owed_pence > 0,
        "free_until": found.free_until,
        "fee": Money(found.owed_pence, meeting.currency),
        "late": request.now > found.free_until,
        "token": token,
        "over": request.now >= meeting.starts_at,
    }
    return render(request, "groups/leave_event.html", context)


def _about(meeting: Meeting) -> str:
    """What a date is, and what it costs."""
    name = name_of(meeting.series, protocol_of(meeting))
    fee = Money(meeting.fee_pence, meeting.currency)
    return f"{name}, {fee_words(fee, vat_of(meeting))}" if fee.pence else name
