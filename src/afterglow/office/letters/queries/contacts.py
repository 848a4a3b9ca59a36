"""Who shares a patient's care, as far as a letter needs it, and what is missing before one can go out."""

from __future__ import annotations

from afterglow.care.referral.queries import referral_of
from afterglow.ground.access.protocols import protocol_version
from afterglow.ground.kernel.finding import Finding
from afterglow.office.letters.models import Letter
from afterglow.office.letters.queries.letters import patient_key
from afterglow.office.letters.rules.recipients import (
    PATIENT,
    REFERRER,
    THERAPIST,
    Known,
    Recipient,
    contact_findings,
    recipients_of,
)
from afterglow.record.people.models import OutsideClinician, Patient
from afterglow.record.people.queries import care_team

_PARTS = {"therapist": THERAPIST}


def known_contacts(patient: Patient) -> tuple[Known, ...]:
    """The patient, who referred them, and everybody of their care team, with where to write to them."""
    referral = referral_of(patient)
    referrer = (_known(REFERRER, referral.referrer),) if referral and referral.referrer else ()
    team = tuple(_known(_PARTS.get(member.role, member.role), member.clinician) for member in care_team(patient))
    own = tuple(patient.address.splitlines()) or (("On their own pages",) if patient.account_id else ())
    return (Known(PATIENT, patient_key(patient), patient.full_name, own), *referrer, *team)


def recipients(letter: Letter, known: tuple[Known, ...]) -> tuple[Recipient, ...]:
    """To whom this letter goes, and to whom it could go besides."""
    rules = protocol_version(letter.clinic_id, letter.protocol_version).letters
    return recipients_of(rules.kind(letter.kind), known, rules.outside_therapist)


def findings(letter: Letter, known: tuple[Known, ...]) -> tuple[Finding, ...]:
    """What holds this letter back, and what to ask for."""
    rules = protocol_version(letter.clinic_id, letter.protocol_version).letters
    return contact_findings(rules.kind(letter.kind), known, rules)


def _known(role: str, clinician: OutsideClinician) -> Known:
    where = [*clinician.address.splitlines()] or ([clinician.email] if clinician.email else [])
    lines = [clinician.organisation, *where] if where and clinician.organisation else where
    return Known(role, clinician.ref, clinician.name, tuple(line.strip() for line in lines if line.strip()))
