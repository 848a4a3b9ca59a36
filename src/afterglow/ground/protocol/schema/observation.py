"""What is measured during treatment, and when."""

from __future__ import annotations

from typing import Literal

from pydantic import field_validator

from afterglow.ground.protocol.schema.base import Flag, Sourced
from afterglow.ground.protocol.schema.units import Duration

Vital = Literal[
    "blood-pressure", "pulse", "oxygen", "breathing", "temperature", "consciousness", "sedation", "dissociation"
]


class Observation(Sourced):
    """One route's schedule; minutes count from the start of the dose."""

    at: tuple[Duration, ...]
    late_after: Duration
    takes: tuple[Vital, ...]
    continuous: tuple[Vital, ...] = ()
    quiet_after: Duration | None = None
    """Where a monitor was sending: no reading of any kind for so long calls for somebody."""

    @field_validator("at")
    @classmethod
    def _in_order(cls, moments: tuple[Duration, ...]) -> tuple[Duration, ...]:
        if not moments or list(moments) != sorted(set(moments)):
            raise ValueError("The times stand in order, each once, as in [“-15 min”, “0 min”, “10 min”].")
        return moments


class EarlyWarning(Sourced):
    """The NEWS2 score: recorded honestly, blind to the commonest effect of ketamine."""

    used: Flag
    oxygen_scale: Literal[1, 2]
    full_set_at: tuple[Literal["before", "leaving"], ...]
    """When temperature is taken too: without every parameter there is no valid total."""
    confusion_during_dose: Literal["expected-drug-effect", "counts"]
    recheck_within: Duration
