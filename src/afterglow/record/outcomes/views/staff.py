"""A patient's questionnaires as staff see them: ask, remind, write down answers given elsewhere, and read."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page, page, post_page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.forms import render_form
from afterglow.record.outcomes import queries
from afterglow.record.outcomes.actions import answering, asking
from afterglow.record.outcomes.forms import ask_form, enter_form
from afterglow.record.outcomes.models import Request
from afterglow.record.outcomes.presenters.staff import answered_sheet, asked_rows, score_rows
from afterglow.record.outcomes.rules.catalogue import SHIPPED
from afterglow.record.outcomes.rules.rights import rights_of
from afterglow.record.outcomes.rules.safety import safety_findings
from afterglow.record.people.models import Patient
from afterglow.record.people.queries import access_patient, identity_of, refuse_other_patient


@form_page(Permission.ASK_QUESTIONNAIRES, Permission.SEE_RECORD)
def questionnaires(request: ClinicRequest, ref: str) -> HttpResponse:
    """Everything a patient was asked; asking something more. What came of it is for whoever reads the record."""
    patient = access_patient(by=request.actor, ref=ref)
    protocol = protocol_in_force(request.clinic, request.now)
    form = ask_form(request, queries.instruments_of(protocol))
    refused: Refused | None = None
    if form.is_valid():
        try:
            refuse_other_patient(shown=form.cleaned_data["patient_shown"], patient=patient)
            due_at = asking.end_of_day(request.now, request.clinic, form.cleaned_data["days"])
            asking.ask(
                patient=patient,
                instrument=form.cleaned_data["instrument"],
                due_at=due_at,
                by=request.actor,
                now=request.now,
            )
            return redirect("outcomes:questionnaires", ref=patient.ref)
        except Refused as refusal:
            refused = refusal
    requests, reads_record = queries.requests_of(patient), request.actor.may(Permission.SEE_RECORD)
    return render_form(
        request,
        "outcomes/questionnaires.html",
        form,
        refused=refused.findings if refused else (),
        patient=patient,
        identity=identity_of(patient),
        asked=asked_rows(requests, queries.answered_counts(requests), now=request.now),
        reads_record=reads_record,
        scores=score_rows(queries.score_history(patient)) if reads_record else (),
        safety=queries.safety_answers_of(patient) if reads_record else (),
        may_ask=request.actor.may(Permission.ASK_QUESTIONNAIRES),
        may_enter=request.actor.may(Permission.ENTER_ANSWERS),
    )


@page(Permission.SEE_RECORD)
def answers(request: ClinicRequest, ref: str, asked: str) -> HttpResponse:
    """One questionnaire with every answer, and how its score was reached."""
    patient, row = _asked(request, ref, asked)
    sheet, score = queries.sheet_of(row), queries.score_of(row)
    safety = queries.latest_safety_answer(row)
    concern = queries.concern_of(safety) if safety else None
    context = {
        "patient": patient,
        "identity": identity_of(patient),
        "asked": row,
        "score": score,
        "shown": answered_sheet(row, sheet, queries.answers_of(row)),
        "findings": safety_findings(sheet.instrument, sheet.given, concern) if score or concern else (),
        "safety": safety,
        "rights": rights_of(sheet.instrument) if row.instrument in SHIPPED else None,
        "may_enter": request.actor.may(Permission.ENTER_ANSWERS),
        "still_open": row.closed_at is None and request.now < row.expires_at,
    }
    return render(request, "outcomes/answers.html", context)


@form_page(Permission.ENTER_ANSWERS)
def enter(request: ClinicRequest, ref: str, asked: str) -> HttpResponse:
    """Write down what a patient answered by phone or on paper."""
    patient, row = _asked(request, ref, asked)
    instrument = queries.instrument_asked(row)
    form = enter_form(request, instrument)
    refused: Refused | None = None
    if form.is_valid():
        try:
            refuse_other_patient(shown=form.cleaned_data["patient_shown"], patient=patient)
            answering.enter_answers(
                request=row,
                answers=form.answers,
                how=form.cleaned_data["how"],
                happened_at=form.cleaned_data["happened_at"],
                by=request.actor,
                now=request.now,
            )
            return redirect("outcomes:answers", ref=patient.ref, asked=row.ref)
        except Refused as refusal:
            refused = refusal
    return render_form(
        request,
        "outcomes/enter.html",
        form,
        refused=refused.findings if refused else (),
        patient=patient,
        identity=identity_of(patient),
        instrument=instrument,
        asked=row,
    )


@post_page(Permission.ASK_QUESTIONNAIRES)
def remind(request: ClinicRequest, ref: str, asked: str) -> HttpResponse:
    """Send the message again."""
    patient, row = _asked(request, ref, asked)
    refuse_other_patient(shown=request.POST.get("patient_shown", ""), patient=patient)
    asking.remind(request=row, by=request.actor, now=request.now)
    return redirect("outcomes:questionnaires", ref=patient.ref)


def _asked(request: ClinicRequest, ref: str, asked: str) -> tuple[Patient, Request]:
    patient = access_patient(by=request.actor, ref=ref)
    row = queries.access_request(by=request.actor, ref=asked)
    if row.patient_id != patient.pk:
        raise Http404
    return patient, row
