"""The patient's own pages: everything to read, and their own choices about it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from afterglow.care.consent import actions, queries
from afterglow.care.consent.forms import CostForm, DataForm, WithdrawForm
from afterglow.care.consent.presenters import cost_rows, price_rows
from afterglow.care.consent.rules.cost import long_run, ways
from afterglow.care.consent.rules.texts import consent_texts, further_texts
from afterglow.ground.access.pages import ClinicRequest, form_page, page, post_page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.forms import render_form
from afterglow.ground.design.navigation import NavigationItem
from afterglow.ground.protocol.forecast import Journey
from afterglow.record.pathway.models import Episode
from afterglow.record.pathway.queries import latest_episode
from afterglow.record.people.models import Patient
from afterglow.record.people.queries import access_own_patient, identity_of


@page(Permission.SEE_OWN_RECORD)
def information(request: ClinicRequest) -> HttpResponse:
    """Everything that consent rests on, cost and burden first, and what there is to read besides."""
    patient, episode = _own(request)
    return render(request, "consent/information.html", _texts(request, patient, episode))


@page(Permission.SEE_OWN_RECORD)
def further(request: ClinicRequest, code: str) -> HttpResponse:
    """One text that is not part of consent."""
    patient, _ = _own(request)
    protocol = protocol_in_force(request.clinic, request.now)
    text = next((text for text in further_texts(protocol) if text.code == code), None)
    if text is None:
        raise Http404
    context = {"text": text, "identity": identity_of(patient), "back": _back()}
    return render(request, "consent/further.html", context)


@form_page(Permission.SEE_OWN_RECORD)
def cost(request: ClinicRequest) -> HttpResponse:
    """What one's own way of treatment comes to in a year and in five, worked out from one's own figures (F36)."""
    patient, _ = _own(request)
    protocol = protocol_in_force(request.clinic, request.now)
    offered = {way.code: way for way in ways(protocol)}
    form = CostForm.of(request).offering(tuple(offered.values()))
    context: dict[str, Any] = {"forecasts": ()}
    if form.is_valid():
        typed = form.cleaned_data
        way = offered[typed["way"]]
        journey = Journey(typed["travel"], typed["night_away"], typed["hours"])
        context = {"forecasts": long_run(protocol, way, journey), "way": way}
    return render_form(
        request, "consent/cost.html", form, protocol=protocol, identity=identity_of(patient), back=_back(), **context
    )


@post_page(Permission.SEE_OWN_RECORD)
def read(request: ClinicRequest) -> HttpResponse:
    """Say that the information has been read."""
    _, episode = _own(request)
    if episode is None:
        raise Http404
    actions.read_own_information(episode=episode, by=request.actor, now=request.now)
    return redirect("consent:information")


@form_page(Permission.SEE_OWN_RECORD)
def data(request: ClinicRequest) -> HttpResponse:
    """The patient's two choices about their data, each on its own (F30)."""
    patient, episode = _own(request)
    if episode is None:
        raise Http404
    chosen = {kind: choice.agreed for kind, choice in queries.data_choices(episode).items()}
    form = DataForm.of(request, initial=chosen)
    if form.is_valid():
        for kind in ("evaluation", "research"):
            actions.make_data_choice(
                episode=episode, kind=kind, agreed=form.cleaned_data[kind], by=request.actor, now=request.now
            )
        return redirect("consent:information")
    protocol = protocol_in_force(request.clinic, request.now)
    return render_form(
        request, "consent/own_data.html", form, protocol=protocol, identity=identity_of(patient), back=_back()
    )


@form_page(Permission.SEE_OWN_RECORD)
def withdraw(request: ClinicRequest) -> HttpResponse:
    """Take back one's consent."""
    patient, episode = _own(request)
    given = queries.valid_consent(episode, request.now) if episode else None
    if given is None:
        return redirect("consent:information")
    form = WithdrawForm.of(request)
    if form.is_valid():
        actions.withdraw_own(consent=given, reason=form.cleaned_data["reason"], by=request.actor, now=request.now)
        return redirect("consent:information")
    protocol = protocol_in_force(request.clinic, request.now)
    return render_form(
        request, "consent/own_withdraw.html", form, protocol=protocol, identity=identity_of(patient), back=_back()
    )


def _own(request: ClinicRequest) -> tuple[Patient, Episode | None]:
    patient = access_own_patient(by=request.actor)
    return patient, latest_episode(patient)


def _back() -> NavigationItem:
    return NavigationItem("Back to the information", reverse("consent:information"))


def _texts(request: ClinicRequest, patient: Patient, episode: Episode | None) -> dict[str, Any]:
    protocol = protocol_in_force(request.clinic, request.now)
    known = queries.situation(episode, protocol, request.now) if episode else None
    return {
        "identity": identity_of(patient),
        "protocol": protocol,
        "prices": price_rows(protocol),
        "costs": cost_rows(protocol),
        "texts": consent_texts(protocol),
        "further": further_texts(protocol),
        "episode": episode,
        "given": queries.latest_consent(episode) if episode else None,
        "read": queries.latest_reading(episode, known.sha256) if episode and known else None,
        "sha256": known.sha256 if known else "",
        "choices": queries.data_choices(episode) if episode else {},
    }
