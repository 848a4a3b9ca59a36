"""The assessment on one page, and its decision."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from afterglow.care.assessment import actions, queries
from afterglow.care.assessment.forms import DecisionForm
from afterglow.care.assessment.models import EarlierTreatment
from afterglow.care.assessment.presenters import (
    condition_words,
    confirmed_words,
    measurement_rows,
    medicine_rows,
    override_signatures,
)
from afterglow.care.assessment.rules.interactions import benzodiazepine_findings
from afterglow.care.assessment.rules.investigations import investigation_findings
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page, page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.forms import render_form
from afterglow.ground.kernel.finding import unresolved
from afterglow.ground.kernel.period import local_day
from afterglow.record.pathway.models import Episode
from afterglow.record.pathway.queries import latest_episode, overrides_of
from afterglow.record.pathway.rules import Stage, is_lawful
from afterglow.record.people.models import Patient
from afterglow.record.people.queries import access_patient, care_team, identity_of, refuse_other_patient


@page(Permission.SEE_RECORD)
def assessment(request: ClinicRequest, ref: str) -> HttpResponse:
    """Everything found out so far, and what is missing before a decision."""
    patient = access_patient(by=request.actor, ref=ref)
    return render(request, "assessment/assessment.html", _known(request, patient, _episode(patient)))


@form_page(Permission.DECIDE_SUITABILITY)
def decide(request: ClinicRequest, ref: str) -> HttpResponse:
    """Decide whether treatment is suitable; past a clinical stop only with a signed reason."""
    patient = access_patient(by=request.actor, ref=ref)
    episode = _episode(patient)
    known = _known(request, patient, episode)
    form = DecisionForm.of(request).ask_about(unresolved(known["conditions"], known["overrides"]))
    refusal: Refused | None = None
    if form.is_valid():
        try:
            refuse_other_patient(shown=request.POST.get("patient_shown", ""), patient=patient)
            actions.decide_suitability(
                episode=episode,
                suitable=form.cleaned_data["suitable"],
                reasons=form.cleaned_data["reasons"],
                despite=form.despite,
                by=request.actor,
                now=request.now,
            )
            return redirect("assessment:assessment", ref=patient.ref)
        except Refused as refused:
            refusal = refused
    return render_form(request, "assessment/decide.html", form, refused=refusal.findings if refusal else (), **known)


def _episode(patient: Patient) -> Episode:
    episode = latest_episode(patient)
    if episode is None:
        raise Http404
    return episode


def _known(request: ClinicRequest, patient: Patient, episode: Episode) -> dict[str, Any]:
    protocol = protocol_in_force(request.clinic, request.now)
    medicines = queries.current_medicines(patient)
    measurements = list(queries.measurements_of(patient)[:5])
    conditions = queries.conditions_of(patient)
    tests = queries.investigations(patient)
    stage = Stage(episode.stage)
    return {
        "identity": identity_of(patient),
        "episode": episode,
        "protocol": protocol,
        "may_write": request.actor.may(Permission.RECORD_HISTORY),
        "may_decide": queries.decides_suitability(request.actor, protocol) and is_lawful(stage, Stage.NOT_SUITABLE),
        "goal": queries.latest_goal(patient),
        "history": queries.history_of(patient),
        "earlier": queries.earlier_treatments(patient),
        "responses": dict(EarlierTreatment.RESPONSES),
        "medicines": medicine_rows(medicines, queries.medicine_findings(medicines, protocol)),
        "load": benzodiazepine_findings([queries.taken(one) for one in medicines]),
        "confirmed": confirmed_words(queries.medicines_confirmed(patient), medicines, protocol.zone),
        "conditions": queries.condition_findings(patient, protocol, now=request.now),
        "asked": condition_words(conditions, protocol.assessment),
        "measurements": measurement_rows(measurements, protocol.zone),
        "tests": tests,
        "test_words": {test.code: test.say for test in protocol.assessment.tests},
        "tests_due": investigation_findings(
            queries.last_taken(patient, tests, protocol),
            protocol.assessment,
            treated=stage in (Stage.IN_COURSE, Stage.MAINTENANCE, Stage.UNDER_REVIEW),
            today=local_day(request.now, protocol.zone),
        ),
        "team": care_team(patient),
        "gaps": queries.contact_gaps(patient, protocol),
        "decision": queries.latest_decision(episode),
        "overrides": override_signatures(overrides_of(about=episode.ref, clinic_id=episode.clinic_id), protocol.zone),
    }
