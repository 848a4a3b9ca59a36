"""The course as a whole: its page, its plan, and the decisions about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from afterglow.care.consent.queries import valid_consent
from afterglow.care.course import actions, queries
from afterglow.care.course.forms import DecisionForm, MoreForm, PlanForm
from afterglow.care.course.models import Course, Decision
from afterglow.care.course.presenters import course_facts, decision_rows, override_signatures, treatment_rows
from afterglow.care.course.rules.planned_days import length_findings
from afterglow.care.course.rules.spacing import planned_days
from afterglow.care.course.rules.terms import Choice as Chosen
from afterglow.care.course.rules.terms import Kind, lawful_kinds
from afterglow.care.course.rules.wider_plan import WIDER
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page, page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.forms import Choice, render_form
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.ground.protocol.schema.treatments import Treatment as ProtocolTreatment
from afterglow.ground.protocol.spacing import parse_spacing
from afterglow.record.diary.queries import next_open_day
from afterglow.record.pathway.models import Episode
from afterglow.record.pathway.queries import latest_episode, overrides_of
from afterglow.record.pathway.rules import Stage
from afterglow.record.people.models import Patient
from afterglow.record.people.queries import access_patient, identity_of, refuse_other_patient


@page(Permission.SEE_RECORD)
def course(request: ClinicRequest, ref: str) -> HttpResponse:
    """Where the course stands, treatment by treatment, and what comes next."""
    patient = access_patient(by=request.actor, ref=ref)
    episode = _episode(patient)
    found = queries.course_of(patient)
    consented = valid_consent(episode, request.now) is not None
    context: dict[str, Any] = {
        "identity": identity_of(patient),
        "course": found,
        "consented": consented,
        "may_plan": request.actor.may(Permission.PLAN_COURSE),
        "may_prescribe": request.actor.may(Permission.PRESCRIBE),
        "may_treat": request.actor.may(Permission.TREAT),
        "may_book": request.actor.may(Permission.BOOK),
        "plans": protocol_in_force(request.clinic, request.now).treatments,
        "wider": WIDER,
        "beside": queries.wider_plan_of(patient, protocol_in_force(request.clinic, request.now)),
    }
    if found is not None:
        context |= _standing(request, found)
    return render(request, "course/course.html", context)


@form_page(Permission.PLAN_COURSE)
def plan(request: ClinicRequest, ref: str, code: str) -> HttpResponse:
    """Plan a course: first the days are worked out and shown, then planned."""
    patient = access_patient(by=request.actor, ref=ref)
    episode, protocol = _episode(patient), protocol_in_force(request.clinic, request.now)
    what = next((one for one in protocol.treatments if one.code == code), None)
    if what is None:
        raise Http404
    form = PlanForm.of(request, initial=_usual(protocol, what)).dosed_as(what)
    form.spaced(dict.fromkeys(phase.spacing.words for phase in what.phases))

    def save(days: tuple[date, ...]) -> None:
        actions.plan_course(
            episode=episode,
            treatment_code=code,
            dose=form.dose,
            spacing=form.cleaned_data["spacing"],
            days=days,
            reason=form.cleaned_data["reason"],
            despite=form.despite,
            by=request.actor,
            now=request.now,
        )

    context: dict[str, Any] = {"what": what, "protocol": protocol, "heading": "Plan a course"}
    days: tuple[date, ...] = ()
    if form.is_valid():
        days = _days(protocol, form.cleaned_data, form.cleaned_data["spacing"])
        length = length_findings(len(days), form.cleaned_data["spacing"], what, protocol.course.words)
        context["found"] = (*queries.plan_findings(patient, protocol, what, form.dose, now=request.now), *length)
    return _planned(request, patient, form, days, save, **context)


@form_page(Permission.PLAN_COURSE)
def more(request: ClinicRequest, ref: str) -> HttpResponse:
    """Plan further treatments of the course's present kind."""
    patient = access_patient(by=request.actor, ref=ref)
    found = _open_course(patient)
    protocol = queries.protocol_of(found)
    what = protocol.treatment_coded(found.treatment_code)
    form = MoreForm.of(request)

    def save(days: tuple[date, ...]) -> None:
        actions.add_treatments(course=found, days=days, despite=form.despite, by=request.actor, now=request.now)

    days = _days(protocol, form.cleaned_data, found.spacing) if form.is_valid() else ()
    context: dict[str, Any] = {"what": what, "protocol": protocol, "heading": "Plan more treatments"}
    return _planned(request, patient, form, days, save, **context)


@form_page(Permission.PLAN_COURSE)
def decide(request: ClinicRequest, ref: str) -> HttpResponse:
    """Take one decision about the course, beside everything that speaks to it."""
    patient = access_patient(by=request.actor, ref=ref)
    found = _open_course(patient)
    protocol = queries.protocol_of(found)
    what = protocol.treatment_coded(found.treatment_code)
    form = DecisionForm.of(request).between(_kinds(found, protocol), what)
    refusal: Refused | None = None
    if form.is_valid():
        choice = _choice(form, protocol)
        try:
            refuse_other_patient(shown=request.POST.get("patient_shown", ""), patient=patient)
            actions.decide(course=found, choice=choice, despite=form.despite, by=request.actor, now=request.now)
            return redirect("course:course", ref=patient.ref)
        except Refused as refused:
            refusal = refused
            form.ask_about(refused.findings)
    context = {**_standing(request, found), "identity": identity_of(patient), "tolerance": protocol.course.tolerance}
    return render_form(request, "course/decide.html", form, refused=refusal.findings if refusal else (), **context)


def _planned(
    request: ClinicRequest,
    patient: Patient,
    form: PlanForm | MoreForm,
    days: tuple[date, ...],
    save: Callable[[tuple[date, ...]], None],
    **context: Any,
) -> HttpResponse:
    refusal: Refused | None = None
    if days and request.POST.get("step") == "plan":
        try:
            refuse_other_patient(shown=request.POST.get("patient_shown", ""), patient=patient)
            save(days)
            return redirect("course:course", ref=patient.ref)
        except Refused as refused:
            refusal = refused
            form.ask_about(refused.findings)
    findings = refusal.findings if refusal else ()
    shown = {"found": (), **context, "days": days, "identity": identity_of(patient)}
    return render_form(request, "course/plan.html", form, refused=findings, **shown)


def _standing(request: ClinicRequest, found: Course) -> dict[str, Any]:
    protocol = queries.protocol_of(found)
    progress = queries.progress_of(found, now=request.now)
    treatments = queries.treatments_of(found)
    return {
        "course": found,
        "protocol": protocol,
        "facts": course_facts(found, progress, treatments, protocol),
        "findings": (
            *queries.next_findings(treatments, protocol),
            *progress.findings,
            *queries.reliance_of(treatments, protocol),
        ),
        "latest": progress.latest,
        "rows": treatment_rows(treatments, protocol.zone),
        "decisions": decision_rows(queries.decisions_of(found), protocol.zone),
        "overrides": override_signatures(overrides_of(about=found.ref, clinic_id=found.clinic_id), protocol.zone),
    }


def _episode(patient: Patient) -> Episode:
    episode = latest_episode(patient)
    if episode is None:
        raise Http404
    return episode


def _open_course(patient: Patient) -> Course:
    found = queries.course_of(patient)
    if found is None or found.ended_at is not None:
        raise Http404
    return found


def _days(protocol: Protocol, typed: Mapping[str, Any], spacing: str) -> tuple[date, ...]:
    first_open = partial(next_open_day, protocol)
    return planned_days(typed["first_day"], parse_spacing(spacing), typed["sessions"], first_open)


def _usual(protocol: Protocol, what: ProtocolTreatment) -> dict[str, Any]:
    sessions = what.phases[0].sessions or protocol.course.planned_sessions
    return {"per_kg": what.dose, "sessions": sessions.most, "spacing": what.phases[0].spacing.words}


def _kinds(found: Course, protocol: Protocol) -> Iterable[Choice]:
    words = dict(Decision.KINDS)
    answers = {answer.code: answer.say for answer in protocol.course.tolerance.answers}
    for kind in lawful_kinds(Stage(found.episode.stage)):
        if kind == "oral-after-gap" and not any(one.only_after for one in protocol.treatments):
            continue
        if kind == "add-medicine" and "added-medicine" not in answers:
            continue
        yield Choice(kind, words[kind], answers["added-medicine"] if kind == "add-medicine" else "")


def _choice(form: DecisionForm, protocol: Protocol) -> Chosen:
    typed = form.cleaned_data
    kind: Kind = typed["kind"]
    oral = next((one.code for one in protocol.treatments if one.only_after), "")
    return Chosen(
        kind=kind,
        reason=typed["reason"],
        dose=form.dose,
        spacing=typed["spacing"],
        treatment_code=oral if kind == "oral-after-gap" else "",
        until=typed["until"],
        prescriber=typed["prescriber"],
    )
