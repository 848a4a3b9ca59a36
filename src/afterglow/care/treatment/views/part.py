"""One part of a session as a page, with every form that stands on it, and what every form does when it is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from math import ceil
from typing import Any, TypeVar
from uuid import uuid4

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect

from afterglow.care.course.models import Treatment
from afterglow.care.pharmacy.queries.drawn import rests_of
from afterglow.care.treatment.forms.settling import PatientForm
from afterglow.care.treatment.models import Session
from afterglow.care.treatment.presenters.parts import parts
from afterglow.care.treatment.presenters.run import run_bar
from afterglow.care.treatment.queries.giving import ended_at, progress_of
from afterglow.care.treatment.queries.known import Known, known_about
from afterglow.care.treatment.queries.live import last_event_id
from afterglow.care.treatment.queries.sessions import access_session
from afterglow.care.treatment.queries.standing import phase
from afterglow.care.treatment.rules.phases import OBSERVED, Phase
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.forms import render_form
from afterglow.ground.kernel.finding import Finding
from afterglow.ground.kernel.quantity import Dose
from afterglow.record.people.queries import identity_of, refuse_other_patient

F = TypeVar("F", bound=PatientForm)
Show = Callable[[ClinicRequest, Known, dict[str, BaseForm]], dict[str, Any]]
"""Works out what a part shows, given the forms that were sent with something wrong."""

SHOWS: dict[str, Show] = {}
"""Every part's own content, entered by the module of its views."""


def show_part(
    request: ClinicRequest,
    treatment: Treatment,
    part: str,
    *,
    failed: dict[str, BaseForm] | None = None,
    refused: Sequence[Finding] = (),
) -> HttpResponse:
    """A part of a session. ``failed`` is the form, by its name on the page, that cannot be taken as it was sent."""
    known = known_about(treatment, request.now)
    given = failed or {}
    context = {**frame(request, known, part), **SHOWS[part](request, known, given)}
    form = next(iter(given.values()), None) or PatientForm()
    return render_form(request, f"treatment/{part}.html", form, refused=refused, **context)


def frame(request: ClinicRequest, known: Known, part: str) -> dict[str, Any]:
    """What every page of a session shows around its part."""
    stand = phase(known)
    session = known.session
    note = f"{session.bay.name}, " if session else ""
    return {
        "identity": identity_of(known.patient, note=f"{note}treatment {known.treatment.number}"),
        "treatment": known.treatment,
        "session": session,
        "phase": stand,
        "is_open": session is not None and stand is not Phase.LEFT,
        "is_watched": stand in OBSERVED,
        "run": run_bar(known, stand),
        "parts": parts(known, stand, part),
        "stream_after": last_event_id(session.pk) if session else 0,
        "acts": acts(request, known, stand),
        "rests": rests_to_destroy(request, known),
    }


def rests_to_destroy(request: ClinicRequest, known: Known) -> Sequence[tuple[str, Dose]]:
    """What is left in syringe and line once the dose is over, for whoever may destroy it: the draw's ref, how much."""
    if ended_at(known) is None or not request.actor.may(Permission.TREAT):
        return ()
    return [(one.ref, Dose(one.administered.left_micrograms)) for one in rests_of(known.treatment)]


def acts(request: ClinicRequest, known: Known, stand: Phase) -> dict[str, Any]:
    """What can be done to the dose now, each with the identifier under which it happens once.

    ``empty_in`` is after how many seconds the syringe should be empty: what can be done is asked for again then.
    """
    may, infused = request.actor.may(Permission.TREAT), known.given.route == "intravenous"
    progress = progress_of(known) if infused and stand is Phase.RUNNING else None
    left = progress.remaining if progress else None
    return {
        "may_treat": may,
        "uuid": str(uuid4()),
        "can_start": may and stand is Phase.READY,
        "can_pause": may and infused and stand is Phase.RUNNING,
        "can_complete": may and left == timedelta(0),
        "empty_in": ceil(left.total_seconds()) if left else 0,
        "can_resume": may and stand is Phase.PAUSED,
        "can_stop": may and infused and stand in (Phase.RUNNING, Phase.PAUSED),
        "is_infusion": infused,
        "is_injection": known.given.route == "intramuscular",
        "begins_slowly": known.given.begins == "slowly",
    }


def carry_out(
    request: ClinicRequest,
    ref: str,
    *,
    part: str,
    name: str,
    form: F,
    act: Callable[[Session, F], object],
    then: str = "",
) -> HttpResponse:
    """Do what a form of a session asks and go to ``then``; what is wrong or refused is shown on its part, as typed."""
    session = access_session(by=request.actor, ref=ref)
    refused: Sequence[Finding] = ()
    if form.is_valid():
        try:
            refuse_other_patient(shown=form.cleaned_data["patient_shown"], patient=session.treatment.patient)
            act(session, form)
            return redirect(f"treatment:{then or part}", ref=ref)
        except Refused as refusal:
            refused = refusal.findings
    return show_part(request, session.treatment, part, failed={name: form}, refused=refused)
