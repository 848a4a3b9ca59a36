"""Reading prescriptions taken home."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404

from afterglow.care.treatment.entries import Prescription
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.record.people.models import Patient
from afterglow.record.people.queries import access_patient_by_id


def access_prescription(*, by: Actor, ref: str) -> Prescription:
    """One prescription of a patient the actor may see. Raises Http404."""
    rows = Prescription.objects.filter(clinic_id=by.clinic_id, ref=ref)
    found: Prescription | None = rows.select_related("course__episode__patient", "cancelled").first()
    if found is None or not by.may(Permission.SEE_RECORD):
        raise Http404
    access_patient_by_id(by=by, patient_id=found.course.patient.pk)
    return found


def prescriptions_of(patient: Patient) -> Sequence[Prescription]:
    """Everything prescribed to be taken home, newest first, each with its cancelling where there is one."""
    rows = Prescription.objects.filter(course__episode__patient=patient).select_related("cancelled")
    return list(rows.order_by("-pk"))
