"""One patient on one page: for clinicians their treatment so far, for the office who they are and what is booked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.http import HttpResponse
from django.shortcuts import render

from afterglow.care.assessment.queries import medicines_at_a_glance
from afterglow.care.course.models import Treatment
from afterglow.care.course.queries import treatments_at_a_glance
from afterglow.care.referral.queries import TRIAGE_STAGES, WAITING_STAGES, referral_of, wait_of
from afterglow.ground.access.pages import ClinicRequest, page
from afterglow.ground.access.protocols import protocol_in_force, protocol_version
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.words import age
from afterglow.ground.kernel.period import local_day
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.ground.protocol.schema.treatments import Route
from afterglow.home.record import queries
from afterglow.home.record.presenters import beside, facts
from afterglow.home.record.presenters.chart import chart_of
from afterglow.home.record.presenters.next_step import next_step, office_step
from afterglow.home.record.so_far import so_far
from afterglow.office.letters.queries.letters import letters_of
from afterglow.record.outcomes.queries import totals_of, worded
from afterglow.record.outcomes.rules.catalogue import instrument_of
from afterglow.record.pathway.models import Move
from afterglow.record.pathway.queries import access_way
from afterglow.record.pathway.rules import Stage
from afterglow.record.people.models import Patient
from afterglow.record.people.queries import access_patient, care_team, emergency_contacts, helpers_of, identity_of

_LETTERS_SHOWN = 6


@page(Permission.SEE_RECORD, Permission.SEE_PATIENTS)
def patient(request: ClinicRequest, ref: str) -> HttpResponse:
    """The record on one page; without the right to read it, only who the patient is and what is arranged."""
    found, moves = access_way(by=request.actor, patient_ref=ref)
    ahead = queries.ahead_of(found, by=request.actor, now=request.now)
    protocol = protocol_in_force(request.clinic, request.now)
    context = {
        "patient": found,
        "identity": identity_of(found),
        "tasks": beside.task_rows(ahead.tasks, request.now),
        "appointments": beside.appointment_rows(ahead.appointments, protocol),
        "timeline": facts.timeline(moves, ahead.appointments, protocol.zone),
        "places": beside.places(found, by=request.actor),
        "may_book": request.actor.may(Permission.BOOK),
        "may_write": request.actor.may(Permission.WRITE_LETTERS) or request.actor.may(Permission.SEE_RECORD),
    }
    if not request.actor.may(Permission.SEE_RECORD):
        return render(request, "record/who.html", {**context, **_arranged(request, found, moves, protocol)})
    return render(request, "record/patient.html", {**context, **_clinical(request, found, moves, protocol)})


@page(Permission.SEE_RECORD, Permission.WRITE_LETTERS)
def letters(request: ClinicRequest, ref: str) -> HttpResponse:
    """Letters about the patient, and those who share their care: a page of its own, and a part of the record's."""
    found = access_patient(by=request.actor, ref=ref)
    is_part = request.headers.get("HX-Request") == "true"
    written = letters_of(found)
    context = {
        "patient": found,
        "identity": None if is_part else identity_of(found),
        "letters": written[:_LETTERS_SHOWN] if is_part else written,
        "team": care_team(found),
        "emergency": emergency_contacts(found),
        "helpers": helpers_of(found),
    }
    return render(request, "record/letters_part.html" if is_part else "record/letters.html", context)


@page(Permission.SEE_PATIENTS)
def steps(request: ClinicRequest, ref: str) -> HttpResponse:
    """Every step of every episode, who took it, and for clinicians why."""
    found, moves = access_way(by=request.actor, patient_ref=ref)
    context = {
        "identity": identity_of(found),
        "patient": found,
        "moves": moves[::-1],
        "with_reasons": request.actor.may(Permission.SEE_RECORD),
    }
    return render(request, "record/steps.html", context)


@page(Permission.SEE_AUDIT)
def readers(request: ClinicRequest, ref: str) -> HttpResponse:
    """Who opened pages about this patient."""
    found = access_patient(by=request.actor, ref=ref)
    context = {"identity": identity_of(found), "patient": found, "reads": queries.reads_of(found)}
    return render(request, "record/readers.html", context)


def _clinical(request: ClinicRequest, found: Patient, moves: Sequence[Move], in_force: Protocol) -> dict[str, Any]:
    treatments = _treatments(found, moves)
    protocol = _pinned(treatments, in_force)
    today = local_day(request.now, protocol.zone)
    totals = totals_of(found, instrument=protocol.outcomes.primary, zone=protocol.zone)
    history = so_far(treatments, totals, protocol, age(found.birth_date, today))
    instrument = worded(instrument_of(protocol.outcomes.primary, protocol.outcomes), protocol)
    medicines, confirmed_at = medicines_at_a_glance(found)
    route = cast(Route, treatments[-1].route) if treatments else None
    stage = _stage(moves)
    referral = referral_of(found) if stage in TRIAGE_STAGES else None
    return {
        "facts": facts.clinical_facts(history, moves, instrument, protocol),
        "chart": chart_of(history, moves, instrument, protocol, today),
        "instrument": instrument,
        "findings": history.findings,
        "medicines": beside.medicine_rows(medicines, protocol, route),
        "confirmed_at": confirmed_at,
        "next": next_step(stage, history, patient=found, referral=referral, today=today, by=request.actor),
    }


def _arranged(request: ClinicRequest, found: Patient, moves: Sequence[Move], protocol: Protocol) -> dict[str, Any]:
    stage = _stage(moves)
    referral = referral_of(found) if stage in (*TRIAGE_STAGES, *WAITING_STAGES) else None
    return {
        "facts": facts.stage_facts(moves, protocol.zone),
        "wait": wait_of(referral, protocol=protocol, now=request.now) if referral else None,
        "next": office_step(stage, patient=found, referral=referral, by=request.actor),
    }


def _treatments(found: Patient, moves: Sequence[Move]) -> Sequence[Treatment]:
    """Whoever never came to a course has none to read."""
    began = any(move.to_stage == Stage.IN_COURSE.value for move in moves)
    return treatments_at_a_glance(found) if began else ()


def _pinned(treatments: Sequence[Treatment], in_force: Protocol) -> Protocol:
    course = treatments[-1].course if treatments else None
    return protocol_version(course.clinic_id, course.protocol_version) if course else in_force


def _stage(moves: Sequence[Move]) -> Stage | None:
    return Stage(moves[-1].to_stage) if moves else None
