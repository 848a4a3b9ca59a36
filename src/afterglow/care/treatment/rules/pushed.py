"""What one reading of a monitor shows on the board the moment it comes: figures, gaps, and what is out of range.

Out of range is said of this reading alone. Whether it has lasted long enough to stop a dose is asked by the rules that
look at the whole session; the board asks them again whenever what is said here changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from afterglow.care.treatment.rules.vital_limits import vital_findings
from afterglow.care.treatment.rules.vitals import Charted, Gap, Sign
from afterglow.ground.protocol.schema.limits import Limits


class Look(StrEnum):
    """How a figure stands."""

    WITHIN = ""
    RAISED = "raised"
    """Out of the clinic's range, above or below."""
    GAP = "gap"


@dataclass(frozen=True)
class Pushed:
    """One figure; without a value where there is a gap."""

    sign: Sign
    value: str
    look: Look


def pushed(
    measured: Sequence[Charted | Gap], limits: Limits, *, lower_oxygen_target: bool = False
) -> tuple[Pushed, ...]:
    """Every sign of one reading as the board shows it. ``lower_oxygen_target``: 88-92 % is prescribed."""
    found = []
    for one in measured:
        if isinstance(one, Gap):
            found.append(Pushed(one.sign, "", Look.GAP))
            continue
        outside = vital_findings([one], limits, lower_oxygen_target=lower_oxygen_target)
        found.append(Pushed(one.sign, str(one.value), Look.RAISED if outside else Look.WITHIN))
    return tuple(found)
