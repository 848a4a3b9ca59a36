"""The five clinics of the demo and their staff. Every name is invented."""

from __future__ import annotations

from dataclasses import dataclass

from afterglow.ground.access.roles import Role


@dataclass(frozen=True)
class Person:
    """Somebody who works in a demo clinic. ``key`` is the first part of their mailbox."""

    key: str
    name: str
    role: Role
    title: str
    button: str
    registration: str = ""


@dataclass(frozen=True)
class DemoClinic:
    """One clinic of the demo: who works there, and the patient whose button stands first."""

    slug: str
    name: str
    words: str
    patient: str
    people: tuple[Person, ...]
    bays: tuple[str, ...]

    def email(self, key: str) -> str:
        """The mailbox of one of its people."""
        return f"{key}@{self.slug}.example"


_R = Role

CLINICS = (
    DemoClinic(
        "larkfield",
        "Larkfield Clinic",
        "Self-pay, inside a hospital trust. Shared bays. Referral, infusions, results.",
        "maya.okonjo",
        (
            Person("joanne", "Joanne Pike", _R.ADMINISTRATOR, "administrator", "Administrator"),
            Person("hannah", "Dr Hannah Brandt", _R.PSYCHIATRIST, "consultant psychiatrist", "Psychiatrist", "7000101"),
            Person("omar", "Dr Omar Reyes", _R.PSYCHIATRIST, "psychiatrist", "Second psychiatrist", "7000102"),
            Person("priya", "Priya Shah", _R.NURSE, "infusion nurse", "Nurse", "00A0101E"),
            Person("tom", "Tom Adeyemi", _R.NURSE, "infusion nurse", "Second nurse", "00A0102E"),
            Person("lena", "Lena Fox", _R.THERAPIST, "therapist", "Therapist"),
            Person("grace", "Grace Okoro", _R.PHARMACIST, "lead pharmacist", "Pharmacist", "2000101"),
            Person("ewan", "Ewan Blyth", _R.EVALUATOR, "service evaluator", "Evaluator"),
            Person("fiona", "Fiona Ware", _R.FINANCE, "finance clerk", "Finance clerk"),
        ),
        ("Bay 1", "Bay 2", "Bay 3", "Bay 4"),
    ),
    DemoClinic(
        "harrow-lane",
        "Harrow Lane",
        "A weekly online group in the days after an infusion. Its treatments follow the house’s defaults.",
        "idris.vale",
        (
            Person("miriam", "Miriam Stone", _R.ADMINISTRATOR, "administrator", "Administrator"),
            Person(
                "paul", "Dr Paul Winter", _R.PSYCHIATRIST, "psychiatrist and facilitator", "Psychiatrist", "7000201"
            ),
            Person(
                "esme",
                "Dr Esme Clarke",
                _R.PSYCHIATRIST,
                "psychiatrist and facilitator",
                "Second psychiatrist",
                "7000202",
            ),
            Person("asha", "Asha Rowe", _R.NURSE, "infusion nurse", "Nurse", "00A0201E"),
            Person("colm", "Colm Hart", _R.NURSE, "infusion nurse", "Second nurse", "00A0202E"),
            Person("bram", "Bram Hollis", _R.FINANCE, "finance clerk", "Finance clerk"),
        ),
        ("Room 1", "Room 2"),
    ),
    DemoClinic(
        "tern-house",
        "Tern House",
        "Every patient brings a sitter, and keeps a journal. Up to six infusions.",
        "noor.haddad",
        (
            Person("wren", "Wren Castle", _R.ADMINISTRATOR, "administrator", "Administrator"),
            Person("silas", "Dr Silas Moor", _R.PSYCHIATRIST, "psychiatrist", "Psychiatrist", "7000301"),
            Person("beth", "Beth Nkemelu", _R.NURSE, "infusion nurse", "Nurse", "00A0301E"),
            Person("dov", "Dov Lister", _R.NURSE, "infusion nurse", "Second nurse", "00A0302E"),
            Person("ines", "Ines Calder", _R.FINANCE, "finance clerk", "Finance clerk"),
        ),
        ("Quiet room 1", "Quiet room 2"),
    ),
    DemoClinic(
        "marlow-rooms",
        "Marlow Rooms",
        "Psychotherapy with ketamine, in eleven steps and by three routes. Private rooms.",
        "elin.strand",
        (
            Person("rosa", "Rosa Vance", _R.ADMINISTRATOR, "administrator", "Administrator"),
            Person("anders", "Dr Anders Holm", _R.PSYCHIATRIST, "psychiatrist", "Psychiatrist", "7000401"),
            Person("june", "June Ferris", _R.THERAPIST, "therapist", "Therapist"),
            Person("kofi", "Kofi Mensah", _R.NURSE, "nurse", "Nurse", "00A0401E"),
            Person("ada", "Ada Pell", _R.NURSE, "nurse", "Second nurse", "00A0402E"),
            Person("leo", "Leo Marsh", _R.FINANCE, "finance clerk", "Finance clerk"),
        ),
        ("Garden room", "River room"),
    ),
    DemoClinic(
        "solent-mind",
        "Solent Mind",
        "The session itself: prepare, settle, watch, recover. Depression, PTSD, chronic pain.",
        "gareth.pugh",
        (
            Person("tess", "Tess Arden", _R.ADMINISTRATOR, "administrator", "Administrator"),
            Person("viktor", "Dr Viktor Lund", _R.PSYCHIATRIST, "psychiatrist", "Psychiatrist", "7000501"),
            Person("amy", "Amy Quill", _R.NURSE, "infusion nurse", "Nurse", "00A0501E"),
            Person("raj", "Raj Bedi", _R.NURSE, "infusion nurse", "Second nurse", "00A0502E"),
            Person("kim", "Kim Lacey", _R.FINANCE, "finance clerk", "Finance clerk"),
        ),
        ("Room A", "Room B"),
    ),
)

PIN = "204816"
"""Every demo nurse's and doctor's PIN; the pages that ask for one say it."""
