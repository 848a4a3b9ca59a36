"""What a clinician puts down about a course: the dose planned, the terms of a direction, a review, a choice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from afterglow.ground.kernel.quantity import Dose, DosePerWeight, Rate, Volume, Weight
from afterglow.record.pathway.rules import Stage, is_lawful

Kind = Literal[
    "continue",
    "change-dose",
    "lengthen-interval",
    "shorten-interval",
    "add-medicine",
    "break",
    "resume",
    "maintenance",
    "oral-after-gap",
    "review",
    "stop",
    "end-well",
]


@dataclass(frozen=True)
class DosePlan:
    """A dose for each kilogram, or a fixed dose: exactly one of them."""

    per_kg: DosePerWeight | None = None
    fixed: Dose | None = None

    def __post_init__(self) -> None:
        """Refuse both, and neither."""
        if (self.per_kg is None) == (self.fixed is None):
            raise ValueError("A dose is planned either for each kilogram or as a fixed amount.")

    def __str__(self) -> str:
        """As a clinician writes it: ``0.5 mg/kg``."""
        return str(self.per_kg or self.fixed)


@dataclass(frozen=True)
class Terms:
    """What a direction says, worked out beforehand and shown to the prescriber who signs it."""

    dose: Dose
    most: Dose
    valid_on: date
    per_kg: DosePerWeight | None = None
    weight: Weight | None = None
    weight_basis: str = ""
    minutes: int | None = None
    volume: Volume | None = None
    rate: Rate | None = None
    note: str = ""


@dataclass(frozen=True)
class Review:
    """What was looked at before one dose."""

    last_response: str
    side_effects: str
    weight: Weight | None = None
    wants_more: bool = False
    uses_elsewhere: bool = False
    note: str = ""


@dataclass(frozen=True)
class Choice:
    """One decision about a course, with what it needs and the findings that stood beside it."""

    kind: Kind
    reason: str
    dose: DosePlan | None = None
    spacing: str = ""
    treatment_code: str = ""
    until: date | None = None
    prescriber: str = ""

    @property
    def lacks(self) -> str:
        """What is still missing, as a sentence; empty when nothing is."""
        needs = {
            "change-dose": (self.dose is not None, "Enter the new dose."),
            "lengthen-interval": (bool(self.spacing), "Choose the new interval."),
            "shorten-interval": (bool(self.spacing), "Choose the new interval."),
            "maintenance": (bool(self.spacing), "Choose the interval of the maintenance treatment."),
            "add-medicine": (bool(self.prescriber.strip()), "Name the prescriber of the added medicine."),
            "oral-after-gap": (bool(self.treatment_code and self.dose), "Choose the oral treatment and its dose."),
            "break": (self.until is not None, "Enter the day on which the break ends."),
        }
        there, words = needs.get(self.kind, (True, ""))
        if not self.reason.strip():
            return "Write the reason for the decision."
        return "" if there else words


ENDS: frozenset[Kind] = frozenset({"stop", "end-well"})
"""Decisions after which the course is over."""

CLEARS_PLAN: frozenset[Kind] = frozenset({"break", "review", "stop", "end-well"})
"""Decisions after which nothing stays planned."""

LEADS_TO: dict[Kind, Stage] = {
    "break": Stage.ON_BREAK,
    "resume": Stage.IN_COURSE,
    "maintenance": Stage.MAINTENANCE,
    "oral-after-gap": Stage.MAINTENANCE,
    "review": Stage.UNDER_REVIEW,
    "stop": Stage.FOLLOW_UP,
    "end-well": Stage.FOLLOW_UP,
}
"""Where a decision leads the episode; the others leave it where it is."""


def lawful_kinds(stage: Stage) -> tuple[Kind, ...]:
    """The decisions that can be taken about a course while its episode stands at a stage."""
    return tuple(kind for kind in get_args(Kind) if _is_open(kind, stage))


def _is_open(kind: Kind, stage: Stage) -> bool:
    to = LEADS_TO.get(kind)
    if kind == "resume":
        return stage is not Stage.IN_COURSE and is_lawful(stage, Stage.IN_COURSE)
    return to is None or to is stage or is_lawful(stage, to)
