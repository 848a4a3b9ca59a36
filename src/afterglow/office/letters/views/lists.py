"""The clinic's letters: those to write, to approve, to send, and those that went out."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from afterglow.ground.access.pages import ClinicRequest, page, post_page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.audit import reads
from afterglow.office.letters.actions import drafting
from afterglow.office.letters.models import Letter
from afterglow.office.letters.queries.letters import letters_in, letters_sent
from afterglow.office.letters.queries.to_write import letters_owed
from afterglow.record.people.queries import access_patient


@page(Permission.WRITE_LETTERS)
def letters(request: ClinicRequest) -> HttpResponse:
    """What is owed, drafted, approved and sent."""
    clinic_id = request.actor.clinic_id
    protocol = protocol_in_force(request.clinic, request.now)
    waiting = letters_in(Letter.DRAFT, Letter.APPROVED, clinic_id=clinic_id)
    owed = letters_owed(clinic_id=clinic_id, letters=protocol.letters, now=request.now)
    sent = letters_sent(clinic_id=clinic_id)
    reads.note_all([*(one.patient.pk for one in owed), *(letter.patient_id for letter in (*waiting, *sent))])
    context = {
        "owed": owed,
        "drafts": [letter for letter in waiting if letter.state == Letter.DRAFT],
        "approved": [letter for letter in waiting if letter.state == Letter.APPROVED],
        "sent": sent,
        "may_approve": request.actor.may(Permission.APPROVE_LETTERS),
    }
    return render(request, "letters/letters.html", context)


@post_page(Permission.WRITE_LETTERS)
def draft(request: ClinicRequest) -> HttpResponse:
    """Draft one letter that is owed."""
    patient = access_patient(by=request.actor, ref=request.POST.get("patient_shown", ""))
    kind, about = request.POST.get("kind", ""), request.POST.get("about", "")
    letter = drafting.draft(patient=patient, kind=kind, about=about, by=request.actor, now=request.now)
    return redirect("letters:letter", ref=letter.ref)
