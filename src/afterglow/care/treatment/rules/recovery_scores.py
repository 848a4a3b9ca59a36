"""Two published scores of recovery. Aldrete is for the recovery room, PADSS for going home; a nurse decides.

Modified Aldrete: Aldrete 1995. PADSS: Chung 1995. Both run from 0 to 10, and 9 or more is the usual line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from afterglow.care.treatment.rules.blood_pressure import BloodPressure

Grade = Literal[0, 1, 2]
ENOUGH = 9


@dataclass(frozen=True)
class RecoveryScore:
    """A score and the grade of each of its five parts."""

    name: str
    parts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """The sum of the parts, 0 to 10."""
        return sum(grade for _, grade in self.parts)

    @property
    def enough(self) -> bool:
        """Whether the usual line of 9 is reached."""
        return self.total >= ENOUGH


def aldrete(
    activity: Grade, breathing: Grade, consciousness: Grade, oxygen: Grade, now: BloodPressure, own: BloodPressure
) -> RecoveryScore:
    """Modified Aldrete. Circulation compares the upper pressure with the patient's own before the drug:
    within 20 % 2, within 49 % 1, beyond 0. The other grades are the nurse's.
    """
    off = _percent_off(now.systolic, own.systolic)
    circulation = 2 if off <= 20 else 1 if off < 50 else 0
    return RecoveryScore(
        "Aldrete",
        (
            ("activity", activity),
            ("breathing", breathing),
            ("circulation", circulation),
            ("consciousness", consciousness),
            ("oxygen", oxygen),
        ),
    )


def padss(
    activity: Grade, sickness: Grade, pain: Grade, bleeding: Grade, now: BloodPressure, own: BloodPressure
) -> RecoveryScore:
    """PADSS in its modified form, without intake and output. Vital signs compare the upper pressure with the
    patient's own: within 20 % 2, within 40 % 1, beyond 0. The other grades are the nurse's.
    """
    off = _percent_off(now.systolic, own.systolic)
    vital_signs = 2 if off <= 20 else 1 if off <= 40 else 0
    return RecoveryScore(
        "PADSS",
        (
            ("vital signs", vital_signs),
            ("activity", activity),
            ("sickness", sickness),
            ("pain", pain),
            ("bleeding", bleeding),
        ),
    )


def _percent_off(now: int, own: int) -> float:
    return abs(now - own) * 100 / own
