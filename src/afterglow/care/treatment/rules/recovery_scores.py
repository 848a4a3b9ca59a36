"""Two published scores of recovery. Aldrete is for the recovery room, PADSS for going home; a nurse grades.

Modified Aldrete: Aldrete 1995. PADSS: Chung 1995, in its modified form without intake and output. Both have five
parts of 0 to 2 and run from 0 to 10.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from afterglow.care.treatment.rules.blood_pressure import BloodPressure

Kind = str
"""``aldrete`` or ``padss``, as a protocol names them."""

NAMES: Mapping[Kind, str] = {"aldrete": "Aldrete", "padss": "PADSS"}

PRESSURE: Mapping[Kind, str] = {"aldrete": "circulation", "padss": "vital signs"}
"""The part that the readings grade: it compares the upper pressure with the patient's own before the drug."""


@dataclass(frozen=True)
class Part:
    """One part that a nurse grades: its code, what it is called, and what 2, 1 and 0 mean."""

    code: str
    name: str
    two: str
    one: str
    nothing: str


PARTS: Mapping[Kind, tuple[Part, ...]] = {
    "aldrete": (
        Part("activity", "Movement", "Moves arms and legs", "Moves two limbs", "Moves none"),
        Part("breathing", "Breathing", "Breathes deeply and coughs", "Short of breath, or shallow", "No breathing"),
        Part("consciousness", "Awake", "Fully awake", "Wakes when called", "Does not answer"),
        Part("oxygen", "Oxygen", "Over 92 % on air", "Needs oxygen to stay over 90 %", "Under 90 % with oxygen"),
    ),
    "padss": (
        Part("activity", "Oriented and steady", "Both", "One of the two", "Neither"),
        Part("sickness", "Sickness", "None or slight", "Moderate, treated", "Severe"),
        Part("pain", "Pain", "None or slight", "Moderate, treated", "Severe"),
        Part("bleeding", "Cannula site", "Dry, or no cannula", "Bleeds a little", "Keeps bleeding"),
    ),
}


@dataclass(frozen=True)
class RecoveryScore:
    """A score and the grade of each of its five parts."""

    name: str
    parts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """The sum of the parts, 0 to 10."""
        return sum(grade for _, grade in self.parts)


def scored(kind: Kind, grades: Mapping[str, int], now: BloodPressure, own: BloodPressure) -> RecoveryScore:
    """The score from the nurse's grades and the latest pressure against the patient's own.

    Aldrete counts the pressure 2 within 20 %, 1 below 50 %, 0 beyond; PADSS 2 within 20 %, 1 within 40 %, 0 beyond.
    Raises ValueError for a part without a grade of 0, 1 or 2.
    """
    wanted = [part.code for part in PARTS[kind]]
    wrong = [code for code in wanted if grades.get(code) not in (0, 1, 2)]
    if wrong:
        raise ValueError(f"No grade from 0 to 2 for: {', '.join(wrong)}.")
    off = abs(now.systolic - own.systolic) * 100
    near = off < 50 * own.systolic if kind == "aldrete" else off <= 40 * own.systolic
    pressure = 2 if off <= 20 * own.systolic else int(near)
    return RecoveryScore(NAMES[kind], ((PRESSURE[kind], pressure), *((code, grades[code]) for code in wanted)))


def next_score(kinds: tuple[Kind, ...], reached: Mapping[Kind, int], enough: int) -> Kind | None:
    """Which score is asked for next: the first, in the protocol's order, that is not at its line; None when all are.

    ``reached`` holds the latest total of each. PADSS says nothing about somebody who has not woken up yet.
    """
    return next((kind for kind in kinds if reached.get(kind, -1) < enough), None)
