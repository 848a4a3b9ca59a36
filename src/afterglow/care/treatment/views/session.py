"""A treatment's page: the part that matters now, settling, and what is signed on any part."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect, render

from afterglow.care.course.queries import access_treatment
from afterglow.care.treatment.actions.leaving import close_without_dose, override_stop
from afterglow.care.treatment.actions.observing import see_finding
from afterglow.care.treatment.actions.settling import move_to_bay, settle
from afterglow.care.treatment.forms.settling import MoveForm, NotGivenForm, OverrideForm, SeenForm, SettleForm
from afterglow.care.treatment.models import Session
from afterglow.care.treatment.presenters.parts import DURING, LEAVING, READINESS, current_part
from afterglow.care.treatment.presenters.readiness import patient_answers
from afterglow.care.treatment.presenters.run import dose_words, run_bar
from afterglow.care.treatment.queries.devices import monitors_by_bay
from afterglow.care.treatment.queries.during import during_findings
from afterglow.care.treatment.queries.known import known_about
from afterglow.care.treatment.queries.sessions import access_session, session_of
from afterglow.care.treatment.queries.standing import phase
from afterglow.care.treatment.rules.phases import Phase
from afterglow.care.treatment.views.part import acts, carry_out, frame, show_part
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page, page, post_page
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.forms import render_form
from afterglow.ground.kernel.finding import Finding
from afterglow.record.diary.queries import access_bay, bays
from afterglow.record.people.queries import identity_of, refuse_other_patient


@page(Permission.SEE_RECORD)
def treatment(request: ClinicRequest, ref: str) -> HttpResponse:
    """The part of a treatment's session that matters now; before the patient came, settling."""
    found = access_treatment(by=request.actor, ref=ref)
    if session_of(found) is None:
        return redirect("treatment:settle", ref=ref)
    known = known_about(found, request.now)
    return show_part(request, found, current_part(phase(known), known))


@form_page(Permission.SEE_RECORD)
def settling(request: ClinicRequest, ref: str) -> HttpResponse:
    """The patient arrives: identity confirmed in their own words, and a bay."""
    found = access_treatment(by=request.actor, ref=ref)
    if request.method != "POST" and session_of(found) is not None:
        return redirect("treatment:treatment", ref=ref)
    known = known_about(found, request.now)
    form = SettleForm.of(request)
    booked = found.appointment.bay if found.appointment else None
    form.offer(bays(request.clinic.pk), booked, monitors_by_bay(request.clinic.pk))
    refused: Sequence[Finding] = ()
    if form.is_valid():
        try:
            refuse_other_patient(shown=form.cleaned_data["patient_shown"], patient=found.patient)
            bay = access_bay(by=request.actor, ref=form.cleaned_data["bay"])
            given = form.cleaned_data["identifiers"]
            settle(treatment=found, bay=bay, identifiers=given, by=request.actor, now=request.now)
            return redirect("treatment:readiness", ref=ref)
        except Refused as refusal:
            refused = refusal.findings
    return render_form(
        request,
        "treatment/settle.html",
        form,
        refused=refused,
        identity=identity_of(found.patient, note=f"Treatment {found.number}"),
        treatment=found,
        dose=dose_words(known),
        given=known.given,
        answers=patient_answers(known),
        companion=known.protocol.companion,
        room=known.protocol.room,
        may_treat=request.actor.may(Permission.TREAT),
    )


@page(Permission.SEE_RECORD)
def run(request: ClinicRequest, ref: str) -> HttpResponse:
    """The phase and the live figures alone, for a page that is open."""
    session = access_session(by=request.actor, ref=ref)
    known = known_about(session.treatment, request.now)
    stand = phase(known)
    context = {"run": run_bar(known, stand), "treatment": session.treatment, "is_open": stand is not Phase.LEFT}
    return render(request, "treatment/fragments/run.html", context)


@page(Permission.SEE_RECORD)
def buttons(request: ClinicRequest, ref: str) -> HttpResponse:
    """What can be done to the dose alone, for a page that is open."""
    session = access_session(by=request.actor, ref=ref)
    known = known_about(session.treatment, request.now)
    context = frame(request, known, DURING)
    return render(request, "treatment/fragments/acts.html", {**context, "acts": acts(request, known, phase(known))})


@post_page(Permission.TREAT)
def seen(request: ClinicRequest, ref: str) -> HttpResponse:
    """A finding seen."""

    def see(session: Session, form: SeenForm) -> None:
        code, about = form.cleaned_data["code"], form.cleaned_data["about"]
        known = known_about(session.treatment, request.now)
        found = [one for one in during_findings(known) if (one.finding.code, one.about) == (code, about)]
        if found:
            see_finding(session=session, finding=found[0].finding, about=about, by=request.actor, now=request.now)

    return carry_out(request, ref, part=DURING, name="seen", form=SeenForm.of(request), act=see)


@post_page(Permission.PRESCRIBE)
def override(request: ClinicRequest, ref: str, part: str) -> HttpResponse:
    """A prescriber signs past one clinical stop, on the part where it stands."""
    form = OverrideForm.of(request)
    return carry_out(
        request,
        ref,
        part=part,
        name="override",
        form=form,
        act=lambda session, form: override_stop(
            session=session,
            code=form.cleaned_data["code"],
            about=form.cleaned_data["about"],
            reason=form.cleaned_data["reason"],
            by=request.actor,
            now=request.now,
        ),
    )


@post_page(Permission.TREAT)
def move(request: ClinicRequest, ref: str) -> HttpResponse:
    """The patient is moved to another bay."""
    form = MoveForm.of(request)
    form.offer(bays(request.clinic.pk))

    def take(session: Session, form: MoveForm) -> None:
        bay = access_bay(by=request.actor, ref=form.cleaned_data["bay"])
        move_to_bay(session=session, bay=bay, by=request.actor, now=request.now)

    return carry_out(request, ref, part=READINESS, name="move", form=form, act=take)


@post_page(Permission.TREAT)
def not_given(request: ClinicRequest, ref: str) -> HttpResponse:
    """The patient goes home without a dose."""
    return carry_out(
        request,
        ref,
        part=READINESS,
        name="not_given",
        form=NotGivenForm.of(request),
        act=lambda session, form: close_without_dose(
            session=session, because=form.cleaned_data["because"], by=request.actor, now=request.now
        ),
        then=LEAVING,
    )
