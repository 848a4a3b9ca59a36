"""One referral with everything that speaks about it, and a clinician's judgement of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from afterglow.care.referral import actions, presenters, queries
from afterglow.care.referral.forms import JudgementForm, OverrideForm
from afterglow.care.referral.models import Referral
from afterglow.care.referral.rules.waiting import waiting_findings
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page, page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.forms import render_form
from afterglow.record.pathway.queries import overrides_of
from afterglow.record.pathway.rules import Stage, is_ended
from afterglow.record.people.queries import identity_of, refuse_other_patient
from afterglow.record.tasks.queries import latest_task, may_open


@page(*queries.READS_REFERRALS)
def referral(request: ClinicRequest, ref: str) -> HttpResponse:
    """What a referral says, what speaks for and against it, and what was decided."""
    found = queries.access_referral(by=request.actor, ref=ref)
    protocol = protocol_in_force(request.clinic, request.now)
    stage = Stage(found.episode.stage)
    wait = None if is_ended(stage) else queries.wait_of(found, protocol=protocol, now=request.now)
    context = {
        **_about(request, found),
        "judgements": queries.judgements_of(found),
        "additions": queries.additions_to(found),
        "wait": wait,
        "late": waiting_findings(wait.current) if wait else (),
        "asked_for": stage is Stage.INFORMATION_ASKED,
        "ended": is_ended(stage),
        "may_judge": request.actor.may(Permission.TRIAGE_REFERRALS) and stage is Stage.REFERRED,
        "may_receive": request.actor.may(Permission.RECEIVE_REFERRALS),
    }
    return render(request, "referral/referral.html", context)


@form_page(Permission.TRIAGE_REFERRALS)
def judge(request: ClinicRequest, ref: str) -> HttpResponse:
    """One clinician's judgement: the grounds one by one, and a decision about the whole."""
    found = queries.access_referral(by=request.actor, ref=ref)
    protocol = protocol_in_force(request.clinic, request.now)
    form = JudgementForm.of(request, protocol=protocol.referral)
    refusal: Refused | None = None
    if form.is_valid():
        try:
            _judged(request, found, form)
            return redirect("referral:referral", ref=found.ref)
        except Refused as refused:
            refusal = refused
    return render_form(
        request,
        "referral/judge.html",
        form,
        refused=refusal.findings if refusal else (),
        grounds=protocol.referral.grounds,
        **_about(request, found),
    )


@form_page(Permission.PRESCRIBE)
def go_past(request: ClinicRequest, ref: str) -> HttpResponse:
    """Sign past one of the stops that hold a referral back, with a reason."""
    found = queries.access_referral(by=request.actor, ref=ref)
    form = OverrideForm.of(request, initial={"code": request.GET.get("code", "")})
    refusal: Refused | None = None
    if form.is_valid():
        given = form.cleaned_data
        try:
            refuse_other_patient(shown=given["patient_shown"], patient=found.patient)
            actions.go_past(
                referral=found, code=given["code"], reason=given["reason"], by=request.actor, now=request.now
            )
            return redirect("referral:referral", ref=found.ref)
        except Refused as refused:
            refusal = refused
    return render_form(
        request,
        "referral/go_past.html",
        form,
        refused=refusal.findings if refusal else (),
        code=form["code"].value(),
        **_about(request, found),
    )


def _about(request: ClinicRequest, found: Referral) -> dict[str, Any]:
    """What every page about one referral shows."""
    protocol = protocol_in_force(request.clinic, request.now)
    findings = queries.findings_about(found, protocol)
    overrides = overrides_of(about=found.ref, clinic_id=found.clinic_id)
    signed = presenters.signatures(overrides, protocol.zone)
    urgent = found.urgent_since is not None
    task = latest_task(kind=actions.URGENT_TASK, about=found.ref, clinic_id=found.clinic_id) if urgent else None
    return {
        "referral": found,
        "identity": identity_of(found.patient),
        "sender": presenters.sender(found),
        "findings": findings,
        "signed": signed,
        "holding": presenters.still_holding(findings, signed),
        "indication": next((one for one in protocol.referral.indications if one.code == found.indication), None),
        "self_enquiry": protocol.referral.self_enquiry if found.referrer is None else None,
        "help": protocol.safety.help,
        "care": protocol.letters.care,
        "task": task,
        "may_open_task": task is not None and may_open(request.actor, task),
        "may_override": request.actor.may(Permission.PRESCRIBE),
    }


def _judged(request: ClinicRequest, found: Referral, form: JudgementForm) -> None:
    given = form.cleaned_data
    refuse_other_patient(shown=given["patient_shown"], patient=found.patient)
    actions.judge(
        referral=found,
        decision=given["decision"],
        words=given["words"],
        grounds=form.found,
        excepted=form.excepted,
        by=request.actor,
        now=request.now,
    )
