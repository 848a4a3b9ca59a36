"""Finding the patient whom something of a group is for."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render

from afterglow.ground.access.pages import ClinicRequest
from afterglow.ground.audit import reads
from afterglow.record.people.queries import find_patients


def find_patient(request: ClinicRequest, template: str, about: Mapping[str, object]) -> HttpResponse:
    """Patients whose names hold what was typed (``?q=``); each leads on with ``?patient=``."""
    words = request.GET.get("q", "")[:100]
    patients = find_patients(by=request.actor, words=words, most=12)
    reads.note_all(one.pk for one in patients)
    return render(request, template, {**about, "words": words, "patients": patients})
