"""One planned treatment before its day: reviewed, signed for, booked, moved, or not given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from afterglow.care.course import actions, queries
from afterglow.care.course.forms import BookForm, DirectionForm, MoveForm, NotGivenForm, ReviewForm
from afterglow.care.course.models import PLANNED, Treatment
from afterglow.care.course.presenters import direction_rows, formula_rows
from afterglow.care.course.rules.dose_review import drowsiness_findings
from afterglow.care.course.rules.proposal import Proposal, WeightMissing, propose
from afterglow.care.course.rules.terms import Review
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.forms import Form, render_form
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.quantity import Dose
from afterglow.record.diary.queries import access_bay, bays
from afterglow.record.people.queries import identity_of, refuse_other_patient

_USUAL_LENGTH = timedelta(hours=2)
"""How long a bay is kept where the protocol names no length of a session (default)."""


@form_page(Permission.PRESCRIBE)
def direction(request: ClinicRequest, ref: str, treatment_ref: str) -> HttpResponse:
    """Sign a direction: first the dose is worked out and shown with its arithmetic, then signed."""
    treatment = _planned(request, ref, treatment_ref)
    protocol = queries.protocol_of(treatment.course)
    what = protocol.treatment_coded(treatment.code)
    now_in_force = queries.dose_plan(treatment.course)
    initial = {
        "per_kg": now_in_force.per_kg or what.dose,
        "fixed": now_in_force.fixed.units if now_in_force.fixed else None,
        "valid_on": treatment.planned_day,
    }
    form = DirectionForm.of(request, initial=initial).dosed_as(what)
    proposal, missing = _proposal(form, treatment) if form.is_valid() else (None, ())

    def save() -> None:
        assert proposal is not None
        if request.POST.get("shown") != proposal.figures:
            words = "The figures have changed since the page was shown. Look at them again, then sign."
            raise Refused([Finding("figures-changed", Severity.STOP, words, "default", interlock=True)])
        actions.sign_direction(
            treatment=treatment, terms=proposal.terms, despite=form.despite, by=request.actor, now=request.now
        )

    signed = queries.direction_for(treatment)
    before = queries.given_to(treatment.patient)
    last = Dose(before[-1].given_micrograms or 0) if before else None
    context: dict[str, Any] = {
        "what": what,
        "protocol": protocol,
        "proposal": proposal,
        "lines": formula_rows(proposal.lines) if proposal else (),
        "signed": direction_rows(signed, protocol.zone) if signed else (),
        "notes": (
            *queries.first_dose_ahead(treatment.patient, what, proposal.terms.dose, proposal.terms.valid_on),
            *drowsiness_findings(len(before) + 1, last, proposal.terms.dose),
        )
        if proposal
        else (),
        "review": queries.review_of(treatment),
    }
    if missing:
        return render_form(request, "course/direction.html", form, refused=missing, **context, **_about(treatment))
    ready = proposal is not None and request.POST.get("step") == "sign"
    return _saved(request, treatment, form, "course/direction.html", save if ready else None, **context)


@form_page(Permission.TREAT)
def review(request: ClinicRequest, ref: str, treatment_ref: str) -> HttpResponse:
    """Look at weight, last response, side effects and the questions about reliance before one dose (F9, F12)."""
    treatment = _planned(request, ref, treatment_ref)
    protocol = queries.protocol_of(treatment.course)
    form = ReviewForm.of(request)

    def save() -> None:
        typed = form.cleaned_data
        looked = Review(
            last_response=typed["last_response"],
            side_effects=typed["side_effects"],
            weight=typed["weight"],
            wants_more=typed["wants_more"],
            uses_elsewhere=typed["uses_elsewhere"],
            note=typed["note"],
        )
        actions.review_dose(treatment=treatment, review=looked, by=request.actor, now=request.now)

    context = {
        "protocol": protocol,
        "progress": queries.progress_of(treatment.course, now=request.now),
        "weighed": queries.weight_for_dose(treatment.patient, protocol.treatment_coded(treatment.code)),
        "before": queries.given_to(treatment.patient)[-3:],
    }
    return _saved(request, treatment, form, "course/review.html", save if form.is_valid() else None, **context)


@form_page(Permission.BOOK)
def book(request: ClinicRequest, ref: str, treatment_ref: str) -> HttpResponse:
    """Keep a time and a bay for a planned treatment, on a day on which the clinic treats (F6)."""
    treatment = _planned(request, ref, treatment_ref)
    protocol = queries.protocol_of(treatment.course)
    what = protocol.treatment_coded(treatment.code)
    form = BookForm.of(request).in_bays(bays(request.actor.clinic_id))

    def save() -> None:
        typed = form.cleaned_data
        stay = what.stay.at_least if what.stay else timedelta(0)
        length = what.session_length.most + stay if what.session_length else _USUAL_LENGTH
        actions.book_treatment(
            treatment=treatment,
            starts_at=typed["starts_at"],
            ends_at=typed["starts_at"] + length,
            bay=access_bay(by=request.actor, ref=typed["bay"]),
            by=request.actor,
            now=request.now,
        )

    context = {"heading": "Book a time", "button_words": "Book"}
    return _saved(request, treatment, form, "course/treatment_form.html", save if form.is_valid() else None, **context)


@form_page(Permission.BOOK)
def move(request: ClinicRequest, ref: str, treatment_ref: str) -> HttpResponse:
    """Plan a treatment for another day."""
    treatment = _planned(request, ref, treatment_ref)
    form = MoveForm.of(request, initial={"day": treatment.planned_day})
    found: tuple[Finding, ...] = ()
    if form.is_valid():
        standing, protocol = queries.treatments_of(treatment.course), queries.protocol_of(treatment.course)
        found = queries.day_apart_findings(treatment, form.cleaned_data["day"], standing, protocol)
    shown = str(form.cleaned_data["day"]) if found else ""

    def save() -> None:
        actions.move_treatment(treatment=treatment, day=form.cleaned_data["day"], by=request.actor, now=request.now)

    seen = form.is_valid() and (not found or request.POST.get("shown") == shown)
    words = "Move all the same" if found else "Move"
    context = {"heading": "Plan for another day", "button_words": words, "found": found, "shown": shown}
    return _saved(request, treatment, form, "course/treatment_form.html", save if seen else None, **context)


@form_page(Permission.BOOK)
def not_given(request: ClinicRequest, ref: str, treatment_ref: str) -> HttpResponse:
    """Write down that a treatment is not given, and why."""
    treatment = _planned(request, ref, treatment_ref)
    form = NotGivenForm.of(request)

    def save() -> None:
        actions.mark_not_given(
            treatment=treatment, because=form.cleaned_data["because"], by=request.actor, now=request.now
        )

    context = {"heading": "Not given", "button_words": "Save"}
    return _saved(request, treatment, form, "course/treatment_form.html", save if form.is_valid() else None, **context)


def _planned(request: ClinicRequest, ref: str, treatment_ref: str) -> Treatment:
    treatment = queries.access_treatment(by=request.actor, ref=treatment_ref)
    if treatment.patient.ref != ref or treatment.state != PLANNED:
        raise Http404
    return treatment


def _proposal(form: DirectionForm, treatment: Treatment) -> tuple[Proposal | None, tuple[Finding, ...]]:
    protocol = queries.protocol_of(treatment.course)
    what = protocol.treatment_coded(treatment.code)
    typed = form.cleaned_data
    try:
        made = propose(
            what,
            form.dose,
            queries.weight_for_dose(treatment.patient, what),
            valid_on=typed["valid_on"],
            most=typed["most"],
            note=typed["note"],
            rate_at_most=protocol.dosing.direction.rate_at_most,
        )
    except WeightMissing as missing:
        return None, (Finding("weight-missing", Severity.STOP, str(missing), "F12", interlock=True),)
    return made, ()


def _saved(
    request: ClinicRequest,
    treatment: Treatment,
    form: Form,
    template: str,
    save: Callable[[], None] | None,
    **context: Any,
) -> HttpResponse:
    refusal: Refused | None = None
    if save is not None:
        try:
            refuse_other_patient(shown=request.POST.get("patient_shown", ""), patient=treatment.patient)
            save()
            return redirect(_back(request, treatment))
        except Refused as refused:
            refusal = refused
            if isinstance(form, DirectionForm):
                form.ask_about(refused.findings)
    findings = refusal.findings if refusal else ()
    back = _back(request, treatment)
    return render_form(request, template, form, refused=findings, back=back, **context, **_about(treatment))


def _back(request: ClinicRequest, treatment: Treatment) -> str:
    """The course; for somebody who books but reads no course, the patient's own page with what is booked."""
    page = "course:course" if request.actor.may(Permission.SEE_RECORD) else "record:patient"
    return reverse(page, args=[treatment.patient.ref])


def _about(treatment: Treatment) -> dict[str, Any]:
    return {"identity": identity_of(treatment.patient), "treatment": treatment}
