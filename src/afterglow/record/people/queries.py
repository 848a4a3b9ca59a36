"""Reading about people. ``access_patient`` is the only way to a patient; it notes that their record was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from afterglow.ground.access.acting import Refused
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.prepared import Prepared
from afterglow.ground.access.roles import Permission
from afterglow.ground.audit import reads
from afterglow.ground.design.identity import Identity
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.protocol.schema.letters import Contacts
from afterglow.record.people import rules
from afterglow.record.people.models import CareTeamMember, EmergencyContact, Helper, OutsideClinician, Patient

SEES_PATIENTS = (Permission.SEE_PATIENTS, Permission.SEE_RECORD, Permission.MANAGE_MONEY)


def access_patient(*, by: Actor, ref: str) -> Patient:
    """One patient of the actor's clinic, for staff or for the patient themselves. Raises Http404 for all others."""
    return _noted(_by_ref.first(by.clinic_id, ref), by)


def access_patient_by_id(*, by: Actor, patient_id: int) -> Patient:
    """As ``access_patient``, for an object that belongs to a patient."""
    return _noted(_by_id.first(by.clinic_id, patient_id), by)


def access_own_patient(*, by: Actor) -> Patient:
    """The patient who acts, or for whom a helper or a link acts. Raises Http404 when there is none."""
    if by.patient_id is None:
        raise Http404
    return access_patient_by_id(by=by, patient_id=by.patient_id)


def access_patient_found(patient: Patient | None, *, by: Actor) -> Patient:
    """As ``access_patient``, for a patient read in one query with something of theirs."""
    return _noted(patient, by)


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


DETAILS = (
    "given_names", "family_name", "known_as", "birth_date", "sex_at_birth", "nhs_number", "address", "county",
    "email", "phone", "allergies", "needs", "detention_status",
)  # fmt: skip
"""The columns that say who a patient is and how they are reached."""


def details_of(patient: Patient) -> dict[str, str]:
    """Who a patient is and how they are reached, as text by column."""
    return {name: str(getattr(patient, name)) for name in DETAILS}


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
    return _of_account(account_id)


def accounts_of_patients(clinic_id: int) -> tuple[QuerySet[Patient], QuerySet[Helper]]:
    """Everybody of a clinic's patients and their helpers who has, or ever had, an account."""
    patients = Patient.objects.filter(clinic_id=clinic_id, account__isnull=False)
    return patients, Helper.objects.filter(clinic_id=clinic_id)


def helped_by_account(account_id: int) -> Sequence[Helper]:
    """The patients this account has been named to help, still now."""
    return _helped_by(account_id)


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


def outside_clinicians(clinic_id: int, *, most: int = 500) -> Sequence[OutsideClinician]:
    """The outside clinicians whom the clinic knows, by name."""
    return list(OutsideClinician.objects.filter(clinic_id=clinic_id).order_by("name", "pk")[:most])


def known_clinician(*, clinic_id: int, name: str, organisation: str) -> OutsideClinician | None:
    """The outside clinician whom the clinic knows by this name, at this practice."""
    rows = OutsideClinician.objects.filter(clinic_id=clinic_id, name__iexact=name, organisation__iexact=organisation)
    return rows.order_by("pk").first()


def helpers_of(patient: Patient) -> Sequence[Helper]:
    """Those who use the electronic systems for a patient now (F39)."""
    return list(Helper.objects.filter(patient=patient, ended_at=None).order_by("pk"))


def emergency_contacts(patient: Patient) -> Sequence[EmergencyContact]:
    """Whom to call for a patient now."""
    return list(EmergencyContact.objects.filter(patient=patient, ended_at=None).order_by("pk"))


def contact_findings(team: Iterable[CareTeamMember], contacts: Contacts) -> tuple[Finding, ...]:
    """What is missing of the names and addresses that the protocol asks for (F24)."""
    known = [rules.Known(member.role, bool(member.clinician.address or member.clinician.email)) for member in team]
    return rules.contact_findings(contacts, known)


def access_helper(*, by: Actor, ref: str) -> Helper:
    """One helper of a patient the actor may see, while they help. Raises Http404."""
    found = Helper.objects.filter(clinic_id=by.clinic_id, ref=ref, ended_at=None).select_related("patient").first()
    if found is None:
        raise Http404
    access_patient_by_id(by=by, patient_id=found.patient_id)
    return found


def access_emergency_contact(*, by: Actor, ref: str) -> EmergencyContact:
    """One emergency contact of a patient the actor may see. Raises Http404."""
    rows = EmergencyContact.objects.filter(clinic_id=by.clinic_id, ref=ref, ended_at=None)
    found = rows.select_related("patient").first()
    if found is None:
        raise Http404
    access_patient_by_id(by=by, patient_id=found.patient_id)
    return found


def access_care_team_member(*, by: Actor, ref: str) -> CareTeamMember:
    """One outside clinician's part in the care of a patient the actor may see. Raises Http404."""
    rows = CareTeamMember.objects.filter(clinic_id=by.clinic_id, ref=ref, ended_at=None)
    found = rows.select_related("patient", "clinician").first()
    if found is None:
        raise Http404
    access_patient_by_id(by=by, patient_id=found.patient_id)
    return found


def who_may_be_the_same(
    *, clinic_id: int, family_name: str, birth_date: date, nhs_number: str = ""
) -> Sequence[Patient]:
    """Patients of the clinic with this NHS number, or with this family name and date of birth."""
    alike = Q(family_name__iexact=family_name, birth_date=birth_date)
    if nhs_number:
        alike |= Q(nhs_number=nhs_number)
    return list(Patient.objects.filter(alike, clinic_id=clinic_id).order_by("pk")[:5])


def latest_patients(*, by: Actor, most: int = 20) -> Sequence[Patient]:
    """The patients registered last."""
    return list(Patient.objects.filter(clinic_id=by.clinic_id).order_by("-registered_at", "-pk")[:most])


def find_patients(*, by: Actor, words: str, most: int = 50) -> Sequence[Patient]:
    """Patients of the clinic whose names, or whose NHS number, hold every word typed. Nothing for nothing.

    Accents, capitals and apostrophes make no difference.
    """
    found = Patient.objects.filter(clinic_id=by.clinic_id)
    typed = rules.folded(words).split()[:6]
    if not typed or not by.may(Permission.SEE_PATIENTS):
        return []
    digits = "".join(typed)
    if digits.isdigit():
        found = found.filter(nhs_number__startswith=digits)
    else:
        for word in typed:
            found = found.filter(sought_as__contains=word)
    return list(found.order_by("family_name", "given_names")[:most])


def find_outside_clinicians(*, by: Actor, words: str, most: int = 50) -> Sequence[OutsideClinician]:
    """Outside clinicians whose name or organisation holds every word typed, for those who may see patients."""
    typed = rules.folded(words).split()[:6]
    if not typed or not by.may(Permission.SEE_PATIENTS):
        return []
    rows = OutsideClinician.objects.filter(clinic_id=by.clinic_id).order_by("name", "pk")
    known = ((row, rules.folded(f"{row.name} {row.organisation}")) for row in rows)
    return [row for row, sought in known if all(word in sought for word in typed)][:most]


@Prepared
def _by_ref(clinic_id: int, ref: str) -> QuerySet[Patient]:
    rows: QuerySet[Patient] = Patient.objects.filter(clinic_id=clinic_id, ref=ref)
    return rows


@Prepared
def _by_id(clinic_id: int, patient_id: int) -> QuerySet[Patient]:
    rows: QuerySet[Patient] = Patient.objects.filter(clinic_id=clinic_id, pk=patient_id)
    return rows


@Prepared
def _of_account(account_id: int) -> QuerySet[Patient]:
    rows: QuerySet[Patient] = Patient.objects.filter(account_id=account_id)
    return rows.select_related("clinic").order_by("pk")


@Prepared
def _helped_by(account_id: int) -> QuerySet[Helper]:
    rows: QuerySet[Helper] = Helper.objects.filter(account_id=account_id, ended_at=None)
    return rows.select_related("patient__clinic").order_by("pk")


def _noted(patient: Patient | None, by: Actor) -> Patient:
    if patient is None or not may_see(by, patient):
        raise Http404
    reads.note(patient.pk)
    return patient
