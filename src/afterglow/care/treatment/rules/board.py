"""What a screen that others may see shows of a patient, and what comes first in a bay."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import Literal

from afterglow.ground.kernel.finding import Finding, Severity

LATE = frozenset({"reading-late", "confusion-recheck"})

Names = Literal["first-name-and-initial", "initials", "bay-only"]


class Need(IntEnum):
    """How much a bay needs somebody, the most first."""

    NOW = 0
    """Something at a stop limit, or late, that nobody has seen."""
    LOOK = 1
    """A caution that nobody has seen."""
    SEEN = 2
    """Somebody saw it; it has not gone."""
    NOTHING = 3


def need_of(found: Iterable[tuple[Finding, bool]]) -> Need:
    """How much a bay needs somebody, from its findings and whether each was seen. Seeing one never hides it."""
    needs = [_need(finding, seen) for finding, seen in found if finding.severity is not Severity.INFO]
    return min(needs, default=Need.NOTHING)


def board_name(first_name: str, family_name: str, how: Names) -> str:
    """A patient's name on a wall: first name and initial, initials alone, or nothing, as the clinic decided."""
    first, last = first_name.strip(), family_name.strip()
    if how == "bay-only":
        return "Patient"
    if how == "initials":
        return " ".join(f"{part[0]}." for part in (first, last) if part)
    return f"{first} {last[0]}." if last and first != last else first


def _need(finding: Finding, seen: bool) -> Need:
    if seen:
        return Need.SEEN
    return Need.NOW if finding.severity is Severity.STOP or finding.code in LATE else Need.LOOK
