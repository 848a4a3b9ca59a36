"""Consent as staff see and record it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from afterglow.care.consent import actions, queries
from afterglow.care.consent.forms import DataForm, SignForm, WithdrawForm
from afterglow.care.consent.presenters import cost_rows, price_rows, reading_words, signature_rows
from afterglow.care.consent.rules.signing import Signing, years_old
from afterglow.care.consent.rules.standing import consent_notes, consent_stops
from afterglow.care.consent.rules.texts import consent_texts, further_texts, review_findings, texts_sha256
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page, page, post_page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.forms import Form, render_form
from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.record.pathway.models import Episode
from afterglow.record.pathway.queries import latest_episode
from afterglow.record.people.models import Patient
from afterglow.record.people.queries import access_patient, identity_of, refuse_other_patient


@page(Permission.SEE_RECORD)
def consent(request: ClinicRequest, ref: str) -> HttpResponse:
    """How consent stands, what was read, and what comes next."""
    patient, episode, protocol = _about(request, ref)
    return render(request, "consent/consent.html", _standing(request, patient, episode, protocol))


@post_page(Permission.RECORD_CONSENT)
def give_information(request: ClinicRequest, ref: str) -> HttpResponse:
    """Write down that the information was gone through together, or given on paper."""
    patient, episode, _ = _about(request, ref)
    refuse_other_patient(shown=request.POST.get("patient_shown", ""), patient=patient)
    way = "printed" if request.POST.get("way") == "printed" else "together"
    actions.give_information(episode=episode, way=way, by=request.actor, now=request.now)
    return redirect("consent:consent", ref=patient.ref)


@form_page(Permission.RECORD_CONSENT)
def sign(request: ClinicRequest, ref: str) -> HttpResponse:
    """Record consent to the version that was read."""
    patient, episode, protocol = _about(request, ref)
    age = years_old(patient.birth_date, request.now.astimezone(protocol.zone).date())
    under_age = age < protocol.consent.ages.adult_from
    form = SignForm.of(request, initial={"sha256": texts_sha256(protocol)})
    form.covers(protocol.consent.covers, under_age=under_age)

    def save(typed: Mapping[str, Any]) -> None:
        actions.record_consent(
            episode=episode,
            signing=_signing(typed),
            sha256=typed["sha256"],
            questions_asked=typed["questions_asked"],
            by=request.actor,
            now=request.now,
        )

    page_context = _standing(request, patient, episode, protocol)
    return _saved(request, patient, form, "consent/sign.html", save, under_age=under_age, **page_context)


@form_page(Permission.RECORD_CONSENT)
def withdraw(request: ClinicRequest, ref: str) -> HttpResponse:
    """Record that consent was taken back."""
    patient, episode, protocol = _about(request, ref)
    given = queries.latest_consent(episode)
    if given is None or hasattr(given, "withdrawal"):
        return redirect("consent:consent", ref=patient.ref)

    def save(typed: Mapping[str, Any]) -> None:
        actions.withdraw(consent=given, reason=typed["reason"], by=request.actor, now=request.now)

    form = WithdrawForm.of(request)
    return _saved(request, patient, form, "consent/withdraw.html", save, protocol=protocol)


@form_page(Permission.RECORD_CONSENT)
def data(request: ClinicRequest, ref: str) -> HttpResponse:
    """Record the two choices about data, apart from consent to treatment (F30)."""
    patient, episode, protocol = _about(request, ref)
    chosen = {kind: choice.agreed for kind, choice in queries.data_choices(episode).items()}

    def save(typed: Mapping[str, Any]) -> None:
        for kind in ("evaluation", "research"):
            actions.record_data_choice(
                episode=episode, kind=kind, agreed=typed[kind], by=request.actor, now=request.now
            )

    form = DataForm.of(request, initial=chosen)
    return _saved(request, patient, form, "consent/data.html", save, protocol=protocol)


@page(Permission.SEE_RECORD)
def printable(request: ClinicRequest, ref: str) -> HttpResponse:
    """The texts and the signature on one page, for paper."""
    patient, episode, protocol = _about(request, ref)
    return render(request, "consent/print.html", _standing(request, patient, episode, protocol))


@page(Permission.SEE_PROTOCOL, Permission.SEE_OWN_RECORD)
def information_pdf(request: ClinicRequest) -> HttpResponse:
    """All patient information in force as one PDF (F38)."""
    made = actions.typeset_information(clinic=request.clinic, now=request.now)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="patient-information.pdf"'
    return answer


def _about(request: ClinicRequest, ref: str) -> tuple[Patient, Episode, Protocol]:
    patient = access_patient(by=request.actor, ref=ref)
    episode = latest_episode(patient)
    if episode is None:
        raise Http404
    return patient, episode, protocol_in_force(request.clinic, request.now)


def _standing(request: ClinicRequest, patient: Patient, episode: Episode, protocol: Protocol) -> dict[str, Any]:
    consents, readings = queries.consents_of(episode), queries.readings_of(episode)
    latest = next(iter(consents), None)
    given = queries.as_given(latest) if latest else None
    known = queries.situation(episode, protocol, request.now)
    read = next((reading for reading in readings if reading.sha256 == known.sha256), None)
    return {
        "identity": identity_of(patient),
        "episode": episode,
        "may_record": request.actor.may(Permission.RECORD_CONSENT),
        "protocol": protocol,
        "prices": price_rows(protocol),
        "costs": cost_rows(protocol),
        "texts": consent_texts(protocol),
        "further": further_texts(protocol),
        "stops": consent_stops(given, known, protocol.consent.ages),
        "notes": (*consent_notes(given, known, protocol.consent.ages), *review_findings(protocol, known.day)),
        "latest": latest,
        "signatures": [(one, signature_rows(one, protocol.zone)) for one in consents],
        "read": reading_words(read, protocol.zone) if read else "",
        "choices": queries.data_choices(episode),
        "confirmations": queries.confirmations_of(episode),
    }


def _signing(typed: Mapping[str, Any]) -> Signing:
    return Signing(
        name=typed["name"],
        signer=typed.get("signer", "patient"),
        relation=typed.get("relation", ""),
        patient_agrees=typed["patient_agrees"],
        capacity=typed["capacity"],
        capacity_words=typed["capacity_words"],
        own_team_agrees=bool(typed.get("own_team_agrees")),
        covered=typed["covered"],
    )


def _saved(
    request: ClinicRequest,
    patient: Patient,
    form: Form,
    template: str,
    save: Callable[[Mapping[str, Any]], None],
    **context: Any,
) -> HttpResponse:
    refusal: Refused | None = None
    if form.is_valid():
        try:
            refuse_other_patient(shown=request.POST.get("patient_shown", ""), patient=patient)
            save(form.cleaned_data)
            return redirect("consent:consent", ref=patient.ref)
        except Refused as refused:
            refusal = refused
    findings = refusal.findings if refusal else ()
    return render_form(request, template, form, refused=findings, **{**context, "identity": identity_of(patient)})
