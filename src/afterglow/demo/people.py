"""The invented people of the demo: names drawn in a fixed order, so that every build tells the same year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from afterglow.ground.kernel.nhs_number import nhs_number_for_testing


@dataclass(frozen=True)
class Invented:
    """One invented patient. ``kg`` and ``cm`` as measured; ``key`` is the first part of their mailbox."""

    given: str
    family: str
    born: date
    sex: str
    kg: str
    cm: str
    serial: int
    county: str = "Northshire"
    allergies: str = "None known"
    phone: str = "07700900100"

    @property
    def key(self) -> str:
        """``maya.okonjo``"""
        return f"{self.given}.{self.family}".lower().replace("’", "").replace(" ", "-")

    @property
    def nhs_number(self) -> str:
        """A number of the range kept for testing; empty where that serial has none."""
        return nhs_number_for_testing(self.serial) or ""


def invented(
    name: str, born: str, sex: str, kg: str, cm: str, serial: int, *, allergies: str = "None known"
) -> Invented:
    """Somebody of this name: ``invented("Maya Okonjo", "1991-09-03", "female", "68", "167", 101)``."""
    given, _, family = name.partition(" ")
    phone = f"07700900{100 + serial % 900:03d}"
    return Invented(given, family, date.fromisoformat(born), sex, kg, cm, serial, allergies=allergies, phone=phone)


@dataclass(frozen=True)
class Doctor:
    """An invented professional outside the clinics."""

    name: str
    profession: str
    organisation: str

    @property
    def email(self) -> str:
        """Their practice's mailbox."""
        return f"{self.name.lower().replace('dr ', '').replace(' ', '.')}@practice.example"


GPS = (
    Doctor("Dr Simon Patel", "gp", "Millbrook Surgery"),
    Doctor("Dr Moira Osei", "gp", "Castle Street Practice"),
    Doctor("Dr Alan Whitfield", "gp", "Riverbank Health Centre"),
    Doctor("Dr Rina Iyer", "gp", "Ashdown Surgery"),
)
PSYCHIATRISTS = (
    Doctor("Dr Leonie Okafor", "trust-consultant-psychiatrist", "Northshire Adult Team"),
    Doctor("Dr Peter Lindqvist", "psychiatrist", "Eastshire Community Team"),
)
COORDINATOR = Doctor("Jo Marsh", "care-coordinator", "Northshire Adult Team")
THERAPIST = Doctor("Nell Carver", "psychotherapist", "Carver Therapy")
