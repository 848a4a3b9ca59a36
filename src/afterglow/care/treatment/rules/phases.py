"""Where a treatment day stands, from what has been written down."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from afterglow.care.treatment.rules import infusion


class Phase(StrEnum):
    """The phases of a day, in order. A patient may leave from any of them."""

    EXPECTED = "Expected"
    SETTLING = "Settling"
    READY = "Ready to start"
    RUNNING = "Running"
    PAUSED = "Paused"
    RECOVERING = "Recovering"
    READY_TO_LEAVE = "Ready to leave"
    LEFT = "Left"


@dataclass(frozen=True)
class Stand:
    """What decides the phase. ``dosed``: a single administration was given; ``clear_to_*``: nothing holds any more."""

    settled: bool
    infusion: infusion.Phase
    dosed: bool
    clear_to_start: bool
    clear_to_leave: bool
    left: bool


IS_GIVEN = frozenset({infusion.Phase.STOPPED, infusion.Phase.COMPLETED})

OBSERVED = frozenset({Phase.RUNNING, Phase.PAUSED, Phase.RECOVERING, Phase.READY_TO_LEAVE})
"""Phases in which the patient is watched after the start of the dose."""


def phase_of(stand: Stand) -> Phase:
    """The phase now."""
    if stand.left:
        return Phase.LEFT
    if not stand.settled:
        return Phase.EXPECTED
    if stand.infusion is infusion.Phase.RUNNING:
        return Phase.RUNNING
    if stand.infusion is infusion.Phase.PAUSED:
        return Phase.PAUSED
    if stand.dosed or stand.infusion in IS_GIVEN:
        return Phase.READY_TO_LEAVE if stand.clear_to_leave else Phase.RECOVERING
    return Phase.READY if stand.clear_to_start else Phase.SETTLING
