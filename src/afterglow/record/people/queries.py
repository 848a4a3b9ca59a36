"""Reading about people. ``access_patient`` is the only way to a patient; it notes that their record was read."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.http import Http404

from afterglow.ground.access.acting import Refused
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.roles import Permission
from afterglow.ground.audit import reads
from afterglow.ground.design.identity import Identity
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.record.people.models import CareTeamMember, Helper, OutsideClinician, Patient

SEES_PATIENTS = (Permission.SEE_PATIENTS, Permission.SEE_RECORD)


def access_patient(*, by: Actor, ref: str) -> Patient:
    """One patient of the actor's clinic, for staff or for the patient themselves. Raises Http404 for all others."""
    return _noted(Patient.objects.filter(clinic_id=by.clinic_id, ref=ref).first(), by)


def access_patient_by_id(*, by: Actor, patient_id: int) -> Patient:
    """As ``access_patient``, for an object that belongs to a patient."""
    return _noted(Patient.objects.filter(clinic_id=by.clinic_id, pk=patient_id).first(), by)


def access_own_patient(*, by: Actor) -> Patient:
    """The patient who acts, or for whom a helper or a link acts. Raises Http404 when there is none."""
    if by.patient_id is None:
        raise Http404
    return access_patient_by_id(by=by, patient_id=by.patient_id)


def may_see(by: Actor, patient: Patient) -> bool:
    """Whether the actor may know that this patient exists."""
    if patient.clinic_id != by.clinic_id:
        return False
    return by.patient_id == patient.pk or any(by.may(permission) for permission in SEES_PATIENTS)


def identity_of(patient: Patient, *, note: str = "") -> Identity:
    """How a patient is named at the top of every page about them; ``note`` stands at its end."""
    return Identity(
        patient.ref,
        patient.full_name,
        patient.birth_date,
        patient.nhs_number,
        patient.allergies or "Not asked yet",
        note,
    )


def refuse_other_patient(*, shown: str, patient: Patient) -> None:
    """Raises Refused when a page that showed another patient (``shown``, its ``patient_shown`` field) is saved here."""
    if shown == patient.ref:
        return
    other = Patient.objects.filter(clinic_id=patient.clinic_id, ref=shown).first() if shown else None
    whom = other.full_name if other else "no patient"
    words = f"The page showed {whom}. This is {patient.full_name}. Nothing was saved."
    raise Refused([Finding("other-patient", Severity.STOP, words, "default", interlock=True)])


def patients_of_account(account_id: int) -> Sequence[Patient]:
    """The patients who sign in with this mailbox, at any clinic."""
    return list(Patient.objects.filter(account_id=account_id).select_related("clinic").order_by("pk"))


def helped_by_account(account_id: int) -> Sequence[Helper]:
    """The patients this account has been named to help, still now."""
    rows = Helper.objects.filter(account_id=account_id, ended_at=None)
    return list(rows.select_related("patient__clinic").order_by("pk"))


def care_team(patient: Patient) -> Sequence[CareTeamMember]:
    """Who outside shares the patient's care now."""
    rows = CareTeamMember.objects.filter(patient=patient, ended_at=None)
    return list(rows.select_related("clinician").order_by("role", "pk"))


def access_outside_clinician(*, by: Actor, ref: str) -> OutsideClinician:
    """One outside clinician known to the actor's clinic. Raises Http404."""
    found = OutsideClinician.objects.filter(clinic_id=by.clinic_id, ref=ref).first()
    if found is None or not by.is_staff:
        raise Http404
    return found


def find_patients(*, by: Actor, words: str, most: int = 50) -> Sequence[Patient]:
    """Patients of the clinic whose names, or whose NHS number, hold every word typed. Nothing for nothing."""
    found = Patient.objects.filter(clinic_id=by.clinic_id)
    typed = words.split()[:6]
    if not typed or not by.may(Permission.SEE_PATIENTS):
        return []
    digits = "".join(typed).replace("-", "")
    if digits.isdigit():
        found = found.filter(nhs_number__startswith=digits)
    else:
        for word in typed:
            found = found.filter(
                Q(given_names__icontains=word) | Q(family_name__icontains=word) | Q(known_as__icontains=word)
            )
    return list(found.order_by("family_name", "given_names")[:most])


def _noted(patient: Patient | None, by: Actor) -> Patient:
    if patient is None or not may_see(by, patient):
        raise Http404
    reads.note(patient.pk)
    return patient
