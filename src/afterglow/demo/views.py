"""The front door: a button for each role, and the clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import login
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from afterglow.demo import clock, restoring
from afterglow.demo.clinics import CLINICS
from afterglow.demo.forms import ClockForm
from afterglow.demo.guard import demo_door
from afterglow.demo.tray import shown
from afterglow.ground.access.models import Account, Membership
from afterglow.ground.access.pages import OpenRequest
from afterglow.ground.access.sign_in.noting import note
from afterglow.ground.access.sign_in.session import CHOSEN, DEMO
from afterglow.ground.access.sign_in.views import BACKEND
from afterglow.ground.audit.sign_ins import What
from afterglow.ground.design.forms import render_form
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.record.contact.models import Message
from afterglow.record.people.models import Patient


@demo_door(methods=("GET", "HEAD"))
def front_door(request: OpenRequest) -> HttpResponseBase:
    """Who to be, and when."""
    return _door(request, ClockForm(zone=clock.ZONE, initial={"to": request.now}))


@demo_door(methods=("POST",))
def sign_in_as(request: OpenRequest) -> HttpResponseBase:
    """Be somebody, at once."""
    slug, _, key = request.POST.get("as", "").partition(":")
    place = _place(slug, key)
    if place is None:
        raise Http404
    login(request, place.account, BACKEND)
    note(What.CAME_IN, how="a role button of the demo", account_id=place.account.pk)
    request.session[DEMO] = True
    request.session[CHOSEN] = place.ref
    return redirect("home")


@demo_door(methods=("POST",))
def move_clock(request: OpenRequest, do_due_work: clock.DueWork) -> HttpResponseBase:
    """Jump, or set the clock by hand."""
    offered = {jump.key: jump.to for jump in clock.jumps(request.now)}
    if request.POST.get("jump") in offered:
        return _moved(request, offered[request.POST["jump"]], ClockForm(zone=clock.ZONE), do_due_work)
    form = ClockForm(request.POST, zone=clock.ZONE)
    if not form.is_valid():
        return _door(request, form)
    return _moved(request, form.cleaned_data["to"], form, do_due_work)


@demo_door(methods=("GET", "HEAD"))
def messages(request: OpenRequest) -> HttpResponseBase:
    """The last messages that would have left the house."""
    rows = Message.objects.select_related("clinic").order_by("-created_at", "-pk")[:40]
    return render(request, "demo/messages.html", {"tray": shown(rows, request.now)})


@demo_door(methods=("GET", "HEAD"))
def online_meeting(request: OpenRequest, number: str) -> HttpResponseBase:
    """Where the link of an online group leads: nothing opens outside."""
    return render(request, "demo/online_meeting.html", {"number": number})


@demo_door(methods=("POST",))
def put_back(request: OpenRequest) -> HttpResponseBase:
    """Everything as it was when the demo was built."""
    restoring.put_everything_back()
    return redirect("demo:front-door")


def _moved(request: OpenRequest, moment: datetime, form: ClockForm, do_due_work: clock.DueWork) -> HttpResponseBase:
    try:
        clock.move_to(moment, do_due_work=do_due_work)
    except clock.NotForward as problem:
        return _door(request, form, refused=[Finding("not-forward", Severity.STOP, str(problem), "default")])
    return redirect("demo:front-door")


def _door(request: OpenRequest, form: ClockForm, **context: Any) -> HttpResponse:
    jumps = clock.jumps(request.now)
    return render_form(
        request,
        "demo/front_door.html",
        form,
        clinics=CLINICS,
        jumps=jumps,
        **context,
    )


class _Place:
    def __init__(self, account: Account, ref: str) -> None:
        self.account, self.ref = account, ref


def _place(slug: str, key: str) -> _Place | None:
    if key == "patient":
        featured = next((f"{clinic.patient}@{slug}.example" for clinic in CLINICS if clinic.slug == slug), "")
        patient = Patient.objects.filter(clinic__slug=slug, email=featured).select_related("account").first()
        return _Place(patient.account, patient.ref) if patient and patient.account else None
    rows = Membership.objects.filter(clinic__slug=slug, account__email=f"{key}@{slug}.example", ended_at=None)
    membership = rows.select_related("account").first()
    return _Place(membership.account, membership.ref) if membership else None
