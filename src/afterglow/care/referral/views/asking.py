"""What anybody may open: how to refer, and asking for a first consultation oneself; and what staff make of it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from afterglow.care.referral import actions, queries
from afterglow.care.referral.forms import CloseForm, EnquiryForm
from afterglow.care.referral.models import ONLINE
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.actor import system_actor
from afterglow.ground.access.pages import ClinicRequest, OpenRequest, form_page, open_page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.forms import render_form
from afterglow.ground.protocol.schema.protocol import Protocol


@open_page()
def pack(request: OpenRequest, slug: str) -> HttpResponse:
    """How to refer to this clinic: a page for a patient to take to their doctor (F4)."""
    protocol = _at(request, slug)
    context = {"protocol": protocol, "slug": slug, "online": _takes_online(protocol)}
    return render(request, "referral/pack.html", context)


@open_page(methods=("GET", "HEAD", "POST"), limited=True)
def ask(request: OpenRequest, slug: str) -> HttpResponse:
    """Ask for a first consultation, where the clinic allows it (S1)."""
    protocol = _at(request, slug)
    if not _takes_online(protocol):
        raise Http404
    form = EnquiryForm.of(request, protocol=protocol.referral)
    refusal: Refused | None = None
    if form.is_valid():
        try:
            _taken_down(request, form)
            return render(request, "referral/asked.html", {"protocol": protocol})
        except Refused as refused:
            refusal = refused
    return render_form(
        request, "referral/ask.html", form, refused=refusal.findings if refusal else (), protocol=protocol
    )


@form_page(Permission.RECEIVE_REFERRALS)
def enquiry(request: ClinicRequest, ref: str) -> HttpResponse:
    """What somebody asked online: enter it as a referral, or say why nothing came of it."""
    found = queries.access_enquiry(by=request.actor, ref=ref)
    form = CloseForm.of(request)
    if form.is_valid():
        actions.close_enquiry(enquiry=found, because=form.cleaned_data["because"], by=request.actor, now=request.now)
        return redirect("referral:waiting")
    indications = protocol_in_force(request.clinic, request.now).referral.indications
    indication = next((one.say for one in indications if one.code == found.indication), "not said")
    return render_form(request, "referral/enquiry.html", form, enquiry=found, indication=indication)


def _at(request: OpenRequest, slug: str) -> Protocol:
    """The protocol of the clinic at this address, which also names the page."""
    request.clinic = queries.clinic_at(slug)
    return protocol_in_force(request.clinic, request.now)


def _takes_online(protocol: Protocol) -> bool:
    allowed = protocol.referral.self_enquiry
    return allowed is not None and ONLINE in allowed.by


def _taken_down(request: OpenRequest, form: EnquiryForm) -> None:
    """A form filled in by a program, which fills the field no person sees, is thanked and thrown away."""
    given = form.cleaned_data
    if given.pop("website") or request.clinic is None:
        return
    actions.enquire(**given, by=system_actor(request.clinic.pk), now=request.now)
