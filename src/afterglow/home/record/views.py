"""One patient on one page, and the pages behind it: letters, every step, who read the record."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from afterglow.ground.access.pages import ClinicRequest, page
from afterglow.ground.access.roles import Permission
from afterglow.ground.audit import reads
from afterglow.ground.audit.unchanged import WhileUnchanged
from afterglow.home.record import queries
from afterglow.home.record.drawing import Drawn, draw
from afterglow.office.letters.queries.letters import letters_of
from afterglow.record.pathway.queries import access_way
from afterglow.record.people.queries import access_patient, care_team, emergency_contacts, helpers_of, identity_of

_LETTERS_SHOWN = 6
_kept: WhileUnchanged[Drawn] = WhileUnchanged(most=100)


@page(Permission.SEE_RECORD, Permission.SEE_PATIENTS)
def patient(request: ClinicRequest, ref: str) -> HttpResponse:
    """The record on one page; without the right to read it, only who the patient is and what is arranged.

    It is drawn anew when anything in the clinic was written, for another reader, and every minute.
    """
    minute = request.now.replace(second=0, microsecond=0)
    drawn = _kept.get(request.clinic.pk, (ref, request.actor, minute), lambda: draw(request, ref))
    reads.note(drawn.patient_id)
    return render(request, "record/record.html", {"drawn": drawn, "identity": drawn.identity})


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
