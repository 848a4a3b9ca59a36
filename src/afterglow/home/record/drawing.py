"""The record drawn: for clinicians treatment so far, for the office who the patient is and what is arranged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.template.loader import render_to_string
from markupsafe import Markup

from afterglow.care.assessment.queries import medicines_at_a_glance
from afterglow.care.course.models import Treatment
from afterglow.care.course.queries import treatments_at_a_glance
from afterglow.care.referral.queries import TRIAGE_STAGES, WAITING_STAGES, referral_of, wait_of
from afterglow.ground.access.pages import ClinicRequest
from afterglow.ground.access.protocols import protocol_in_force, protocol_version
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.identity import Identity
from afterglow.ground.design.words import age
from afterglow.ground.kernel.period import local_day
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.ground.protocol.schema.treatments import Route
from afterglow.home.record import queries
from afterglow.home.record.presenters import beside, facts
from afterglow.home.record.presenters.chart import chart_of, is_cut
from afterglow.home.record.presenters.next_step import next_step, office_step
from afterglow.home.record.so_far import so_far
from afterglow.record.outcomes.queries import totals_of, worded
from afterglow.record.outcomes.rules.catalogue import instrument_of
from afterglow.record.pathway.models import Move
from afterglow.record.pathway.queries import access_way
from afterglow.record.pathway.rules import Stage
from afterglow.record.people.models import Patient
from afterglow.record.people.queries import identity_of


@dataclass(frozen=True)
class Drawn:
    """Everything of the page that is about the patient, as HTML; nothing in it belongs to one session."""

    patient_id: int
    identity: Identity
    places: tuple[tuple[str, str], ...]
    main: Markup
    beside: Markup


def draw(request: ClinicRequest, ref: str) -> Drawn:
    """Read and draw the record of one patient for whoever asks. Raises Http404."""
    found, moves = access_way(by=request.actor, patient_ref=ref)
    ahead = queries.ahead_of(found, by=request.actor, now=request.now)
    protocol = protocol_in_force(request.clinic, request.now)
    clinical = request.actor.may(Permission.SEE_RECORD)
    context = {
        "patient": found,
        "tasks": beside.task_rows(ahead.tasks, request.now),
        "appointments": beside.appointment_rows(ahead.appointments, protocol),
        "timeline": facts.timeline(moves, ahead.appointments, protocol.zone),
        "may_book": request.actor.may(Permission.BOOK),
        "may_write": clinical or request.actor.may(Permission.WRITE_LETTERS),
        **(_clinical if clinical else _arranged)(request, found, moves, protocol),
    }
    reading = "clinical" if clinical else "office"
    return Drawn(
        patient_id=found.pk,
        identity=identity_of(found),
        places=beside.places(found, by=request.actor, has_groups=bool(protocol.groups)),
        main=_html(f"record/{reading}_main.html", context, request),
        beside=_html(f"record/{reading}_beside.html", context, request),
    )


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
        "is_cut": is_cut(history),
        "instrument": instrument,
        "findings": history.findings,
        "medicines": beside.medicine_rows(medicines, protocol, route),
        "confirmed_at": confirmed_at,
        "has_groups": bool(in_force.groups),
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


def _html(template: str, context: dict[str, Any], request: ClinicRequest) -> Markup:
    return Markup(render_to_string(template, context, request))  # noqa: S704  # our own template, which escapes
