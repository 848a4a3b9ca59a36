"""Registering people and keeping what is known of them right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from afterglow.ground.access.acting import Refused, action
from afterglow.ground.access.actor import Actor
from afterglow.ground.access.models import Account
from afterglow.ground.access.roles import Permission
from afterglow.ground.design.words import day
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.record.people.models import CareTeamMember, EmergencyContact, Helper, OutsideClinician, Patient
from afterglow.record.people.queries import details_of, who_may_be_the_same


@action("people.patient_registered", may=Permission.REGISTER_PATIENTS)
def register_patient(
    *,
    family_name: str,
    birth_date: date,
    by: Actor,
    now: datetime,
    given_names: str = "",
    somebody_else: bool = True,
    **details: str | bool,
) -> Patient:
    """Register a patient. ``details`` are further columns of Patient: known_as, sex_at_birth, nhs_number, phone ...

    Unless ``somebody_else`` says that it was looked into, raises Refused when the clinic may know them already.
    """
    if not somebody_else:
        alike = who_may_be_the_same(
            clinic_id=by.clinic_id,
            family_name=family_name,
            birth_date=birth_date,
            nhs_number=str(details.get("nhs_number", "")),
        )
        if alike:
            raise Refused(_may_be_the_same(patient) for patient in alike)
    return Patient.objects.create(
        clinic_id=by.clinic_id,
        family_name=family_name,
        given_names=given_names,
        birth_date=birth_date,
        registered_at=now,
        **details,
    )


@action("people.details_corrected", may=Permission.REGISTER_PATIENTS)
def correct_details(
    *,
    patient: Patient,
    by: Actor,
    now: datetime,
    seen: Mapping[str, str] | None = None,
    **details: str | bool | date,
) -> Patient:
    """Put right what was written wrongly about who a patient is; only the named columns change.

    ``seen`` is what ``details_of`` gave when the page was shown: raises Refused with both texts when somebody has
    changed any of it since.
    """
    row = Patient.objects.select_for_update().get(pk=patient.pk)
    if seen is not None:
        present = details_of(row)
        changed = [name for name, text in seen.items() if present.get(name) != text]
        if changed:
            raise Refused(_changed_meanwhile(name, seen[name], present.get(name, "")) for name in changed)
    for one in (row, patient):
        for name, value in details.items():
            setattr(one, name, value)
    row.save(update_fields=sorted(details))
    return row


@action("people.account_given", may=Permission.REGISTER_PATIENTS)
def give_account(*, patient: Patient, by: Actor, now: datetime) -> Account:
    """Let a patient sign in with their own mailbox, by a code sent to it. Makes the account where there is none."""
    account = Account.objects.filter(email=patient.email.lower()).first()
    if account is None:
        account = Account.objects.create_user(patient.email, name=patient.full_name)
    patient.account = account
    patient.save(update_fields=["account"])
    return account


@action("people.helper_named", may=Permission.REGISTER_PATIENTS)
def name_helper(*, patient: Patient, name: str, relation: str, email: str, by: Actor, now: datetime) -> Helper:
    """Let somebody use the electronic systems for a patient who has named them (F39)."""
    account = Account.objects.filter(email=email.lower()).first()
    if account is None:
        account = Account.objects.create_user(email, name=name)
    return Helper.objects.create(
        clinic_id=by.clinic_id, patient=patient, account=account, name=name, relation=relation, named_at=now
    )


@action("people.helper_ended", may=Permission.REGISTER_PATIENTS)
def end_helper(*, helper: Helper, by: Actor, now: datetime) -> None:
    """End a helper's access; pages they have open end within seconds."""
    helper.ended_at = helper.ended_at or now
    helper.save(update_fields=["ended_at"])


@action("people.emergency_contact_added", may=Permission.REGISTER_PATIENTS)
def add_emergency_contact(
    *, patient: Patient, name: str, phone: str, relation: str, by: Actor, now: datetime
) -> EmergencyContact:
    """Add whom to call for a patient."""
    return EmergencyContact.objects.create(
        clinic_id=by.clinic_id, patient=patient, name=name, phone=phone, relation=relation
    )


@action("people.emergency_contact_ended", may=Permission.REGISTER_PATIENTS)
def end_emergency_contact(*, contact: EmergencyContact, by: Actor, now: datetime) -> None:
    """Record that somebody is no longer to be called for a patient."""
    contact.ended_at = contact.ended_at or now
    contact.save(update_fields=["ended_at"])


@action("people.outside_clinician_added", may=Permission.REGISTER_PATIENTS)
def add_outside_clinician(*, name: str, profession: str, by: Actor, now: datetime, **details: str) -> OutsideClinician:
    """Add a professional outside the clinic. ``details``: organisation, address, email, phone."""
    return OutsideClinician.objects.create(clinic_id=by.clinic_id, name=name, profession=profession, **details)


@action("people.joined_care_team", may=Permission.REGISTER_PATIENTS)
def join_care_team(
    *, patient: Patient, clinician: OutsideClinician, role: str, by: Actor, now: datetime
) -> CareTeamMember:
    """Record that an outside clinician shares a patient's care, as gp, psychiatrist, care-coordinator or therapist."""
    Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)
    found = CareTeamMember.objects.filter(patient=patient, clinician=clinician, role=role, ended_at=None).first()
    return found or CareTeamMember.objects.create(
        clinic_id=by.clinic_id, patient=patient, clinician=clinician, role=role, since=now
    )


@action("people.left_care_team", may=Permission.REGISTER_PATIENTS)
def leave_care_team(*, member: CareTeamMember, by: Actor, now: datetime) -> None:
    """Record that an outside clinician no longer shares a patient's care; letters stop going to them."""
    member.ended_at = now
    member.save(update_fields=["ended_at"])


def _changed_meanwhile(name: str, seen: str, present: str) -> Finding:
    label = name.replace("_", " ").capitalize()
    words = f"{label}: this page showed “{seen}”, and somebody has written “{present}” since. Save again to replace it."
    return Finding(f"changed-{name}", Severity.STOP, words, "default", interlock=True)


def _may_be_the_same(patient: Patient) -> Finding:
    words = f"The clinic knows {patient.full_name}, born {day(patient.birth_date)}, already. Is this the same person?"
    how = "The NHS number, or the family name and the date of birth, are the same."
    return Finding(f"may-be-{patient.ref}", Severity.CAUTION, words, "default", how)
