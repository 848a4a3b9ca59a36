"""Who a patient is, as a page lists it."""

from __future__ import annotations

import json

from afterglow.ground.design.words import day, phone
from afterglow.ground.kernel.nhs_number import show_nhs_number
from afterglow.record.people.models import Patient

_NOT_RECORDED = "not recorded"


def details(patient: Patient) -> tuple[tuple[str, str], ...]:
    """Every detail with its label, in the order in which one reads them out."""
    number = show_nhs_number(patient.nhs_number) if patient.nhs_number else _NOT_RECORDED
    verified = ", verified" if patient.nhs_number_verified else ", not verified"
    return (
        ("First names", patient.given_names or "none"),
        ("Family name", patient.family_name),
        ("Known as", patient.first_name),
        ("Date of birth", day(patient.birth_date)),
        ("Sex at birth", patient.get_sex_at_birth_display()),
        ("NHS number", number + verified if patient.nhs_number else number),
        ("Address", patient.address or _NOT_RECORDED),
        ("County", patient.county or _NOT_RECORDED),
        ("E-mail address", patient.email or _NOT_RECORDED),
        ("Phone number", phone(patient.phone) or _NOT_RECORDED),
        ("Allergies", patient.allergies or "not asked yet"),
        ("How they need information", patient.needs or _NOT_RECORDED),
        ("Detained under mental-health law", patient.detention_status or "no"),
    )


def read_seen(text: str) -> dict[str, str]:
    """What a page showed, as it sent it along; nothing, where it sent something else."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}
