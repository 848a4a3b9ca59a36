"""What was read from a bundle, as the page lists it before it is entered."""

from __future__ import annotations

from afterglow.care.referral.rules.arriving import NewClinician, NewPatient
from afterglow.ground.design.words import day, phone
from afterglow.ground.kernel.nhs_number import show_nhs_number

_NOT_SENT = "not sent"


def patient_rows(patient: NewPatient) -> tuple[tuple[str, str], ...]:
    """Who is referred."""
    number = show_nhs_number(patient.nhs_number) if patient.nhs_number else _NOT_SENT
    verified = ", verified by the sender" if patient.nhs_number_verified else ""
    return (
        ("First names", patient.given_names or _NOT_SENT),
        ("Family name", patient.family_name),
        ("Date of birth", day(patient.birth_date)),
        ("NHS number", number + verified),
        ("Address", patient.address or _NOT_SENT),
        ("County", patient.county or _NOT_SENT),
        ("E-mail address", patient.email or _NOT_SENT),
        ("Phone number", phone(patient.phone) or _NOT_SENT),
    )


def referrer_rows(referrer: NewClinician) -> tuple[tuple[str, str], ...]:
    """Who refers."""
    return (
        ("Name", referrer.name),
        ("Practice or organisation", referrer.organisation or _NOT_SENT),
        ("Address", referrer.address or _NOT_SENT),
        ("E-mail address", referrer.email or _NOT_SENT),
        ("Phone number", phone(referrer.phone) or _NOT_SENT),
    )
