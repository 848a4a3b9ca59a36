"""Who comes with a referral and is not known yet: the patient, and the doctor who refers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class NewPatient:
    """Somebody to be registered. ``nhs_number`` is ten digits or empty, ``sex_at_birth`` female, male or empty."""

    family_name: str
    birth_date: date
    given_names: str = ""
    sex_at_birth: str = ""
    nhs_number: str = ""
    nhs_number_verified: bool = False
    address: str = ""
    county: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class NewClinician:
    """A clinician outside; ``profession`` is a code of the people room."""

    name: str
    profession: str
    organisation: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""
