"""What a dose waits for, in the order in which it can be done: the board says the first of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from afterglow.ground.kernel.finding import Finding

_STEPS = (
    ("identity-not-confirmed", "Confirm identity"),
    ("no-valid-consent", "No valid consent"),
    ("no-capacity", "Capacity not confirmed"),
    ("not-willing", "Willingness not confirmed"),
    ("readiness-not-complete", "Readiness check not done"),
    ("not-answered-", "Readiness check not complete"),
    ("no-weight", "Weigh the patient"),
    ("pressure-not-taken", "Take BP before the dose"),
    ("direction-not-signed", "Dose not signed for"),
    ("second-check-missing", "Dose not checked twice"),
    ("second-check-", "The two checks do not agree"),
    ("not-drawn", "Dose not drawn up"),
)
"""Codes, or how they begin, with words short enough to be read across a room. The first that fits counts."""


@dataclass(frozen=True)
class WaitingFor:
    """What comes first, and how much else holds the dose back."""

    words: str
    more: int


def waiting_for(held: Sequence[Finding]) -> WaitingFor | None:
    """What holds a dose back, of every stop that still holds; None where nothing does.

    What is wrong comes before what is only not done yet: a raised pressure wants a person's decision first.
    """
    if not held:
        return None
    first = min(held, key=lambda one: _place(one.code))
    return WaitingFor(_words(first), len(held) - 1)


def _place(code: str) -> int:
    return next((place for place, (begin, _) in enumerate(_STEPS) if code.startswith(begin)), -1)


def _words(finding: Finding) -> str:
    place = _place(finding.code)
    return _STEPS[place][1] if place >= 0 else finding.words.partition(". ")[0].rstrip(".")
