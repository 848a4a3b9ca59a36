"""The board: one screen for all bays of the day, live; marking a finding as seen and taking a patient over from it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from afterglow.care.treatment.actions.board import take_over
from afterglow.care.treatment.actions.cleaning import clean_bay
from afterglow.care.treatment.actions.observing import see_finding
from afterglow.care.treatment.forms.settling import PatientForm, SeenForm
from afterglow.care.treatment.presenters.board import bay_cards, monitors_words
from afterglow.care.treatment.presenters.board_due import coming_rows, rail_rows
from afterglow.care.treatment.queries.board import bays_now
from afterglow.care.treatment.queries.during import during_findings
from afterglow.care.treatment.queries.known import known_about
from afterglow.care.treatment.queries.live import last_board_event_id
from afterglow.care.treatment.queries.sessions import access_session
from afterglow.care.treatment.rules.board import Need
from afterglow.care.treatment.streaming import BOARD
from afterglow.ground.access.pages import ClinicRequest, page, post_page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.audit import reads
from afterglow.record.diary.queries import access_bay
from afterglow.record.people.queries import refuse_other_patient


@page(Permission.TREAT)
def board(request: ClinicRequest) -> HttpResponse:
    """All bays, for a wall, a tablet or a desk."""
    after = last_board_event_id(request.clinic.pk)
    stream = f"{BOARD}{request.clinic.ref}?after={after}"
    return render(request, "treatment/board.html", {**_shown(request), "stream": stream, "fresh": False})


@page(Permission.TREAT)
def bays(request: ClinicRequest) -> HttpResponse:
    """The bays and what is due next alone, for a board that is open."""
    return render(request, "treatment/board_bays.html", {**_shown(request), "fresh": True})


@post_page(Permission.TREAT)
def seen(request: ClinicRequest, ref: str) -> HttpResponse:
    """A finding seen, from the board."""
    session = access_session(by=request.actor, ref=ref)
    form = SeenForm.of(request)
    if not form.is_valid():
        raise Http404
    refuse_other_patient(shown=form.cleaned_data["patient_shown"], patient=session.treatment.patient)
    code, about = form.cleaned_data["code"], form.cleaned_data["about"]
    for one in during_findings(known_about(session.treatment, request.now)):
        if (one.finding.code, one.about) == (code, about):
            see_finding(session=session, finding=one.finding, about=about, by=request.actor, now=request.now)
    return redirect("treatment:board")


@post_page(Permission.TREAT)
def look_after(request: ClinicRequest, ref: str) -> HttpResponse:
    """Whoever asks looks after this patient from now on."""
    session = access_session(by=request.actor, ref=ref)
    form = PatientForm.of(request)
    if not form.is_valid():
        raise Http404
    refuse_other_patient(shown=form.cleaned_data["patient_shown"], patient=session.treatment.patient)
    take_over(session=session, by=request.actor, now=request.now)
    return redirect("treatment:board")


@post_page(Permission.TREAT)
def bay_cleaned(request: ClinicRequest, ref: str) -> HttpResponse:
    """An empty bay was cleaned by whoever presses."""
    clean_bay(bay=access_bay(by=request.actor, ref=ref), by=request.actor, now=request.now)
    return redirect("treatment:board")


def _shown(request: ClinicRequest) -> dict[str, Any]:
    protocol = protocol_in_force(request.clinic, request.now)
    found = bays_now(clinic_id=request.clinic.pk, protocol=protocol, now=request.now)
    cards = bay_cards(found, protocol, request.now)
    there = [(card.number, card.there.known) for card in cards if card.there is not None]
    for _, known in there:
        reads.note(known.patient.pk)
    rows = [row for number, known in there for row in rail_rows(known, number)]
    for one, card in zip(found, cards, strict=True):
        rows += coming_rows(one, card.number, request.now, protocol.zone)
    return {
        "cards": cards,
        "rail": sorted(rows, key=lambda row: (row.at, row.bay)),
        "needing": [card.number for card in cards if card.need <= Need.LOOK],
        "monitors": monitors_words(found),
        "account_name": request.actor.name,
    }
