"""What patients handed in, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404

from afterglow.care.pharmacy.entries import BroughtBack
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.record.people.queries import access_patient_by_id


def access_brought_back(*, by: Actor, ref: str) -> BroughtBack:
    """One thing handed in by a patient the actor may see. Raises Http404."""
    rows = BroughtBack.objects.filter(clinic_id=by.clinic_id, ref=ref).select_related("patient", "destroyed")
    found: BroughtBack | None = rows.first()
    if found is None or not by.may(Permission.SEE_REGISTER):
        raise Http404
    access_patient_by_id(by=by, patient_id=found.patient_id)
    return found


def brought_back_waiting(clinic_id: int) -> Sequence[BroughtBack]:
    """What is still to be destroyed, oldest first."""
    rows = BroughtBack.objects.filter(clinic_id=clinic_id, destroyed=None).select_related("patient")
    return list(rows.order_by("pk"))


def brought_back_destroyed(clinic_id: int, *, most: int = 50) -> Sequence[BroughtBack]:
    """What was destroyed last, newest first."""
    rows = BroughtBack.objects.filter(clinic_id=clinic_id, destroyed__isnull=False)
    return list(rows.select_related("patient", "destroyed").order_by("-destroyed__pk")[:most])
