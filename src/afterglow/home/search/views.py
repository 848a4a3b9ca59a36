"""One box for everything: patients, outside clinicians and pages, as far as whoever asks may see them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from afterglow.ground.access.pages import ClinicRequest, page
from afterglow.ground.access.roles import Permission
from afterglow.ground.audit import reads
from afterglow.home.search.pages import find_places
from afterglow.record.people.queries import find_outside_clinicians, find_patients

_MOST = 25


@page(Permission.SEE_PROTOCOL)
def search(request: ClinicRequest) -> HttpResponse:
    """What was found for the words typed; the patients shown are written into the log of reads."""
    words = request.GET.get("q", "").strip()[:100]
    patients = find_patients(by=request.actor, words=words, most=_MOST + 1)
    for patient in patients[:_MOST]:
        reads.note(patient.pk)
    context = {
        "words": words,
        "patients": patients[:_MOST],
        "are_more": len(patients) > _MOST,
        "clinicians": find_outside_clinicians(by=request.actor, words=words, most=_MOST),
        "places": find_places(by=request.actor, words=words),
        "sees_patients": request.actor.may(Permission.SEE_PATIENTS),
    }
    return render(request, "search/search.html", context)
