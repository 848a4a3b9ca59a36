"""Who comes along: a companion who waits elsewhere, or a sitter who stays in the room."""

from __future__ import annotations

from datetime import date
from typing import Literal

from afterglow.ground.protocol.schema.base import Day, Flag, Part, Sourced, Words


class Escort(Sourced):
    """Who sees the patient home."""

    home: Literal["advised", "required"]
    adult: Flag
    able_to_take_home: Flag
    stays_until: Words
    say: Words


class KeptOut(Part):
    """A time of infection control in which no companion may enter the department."""

    since: Day
    until: Day | None = None
    reason: Words


class InfectionControl(Sourced):
    """The dated switch that keeps companions out."""

    say: Words
    times: tuple[KeptOut, ...] = ()


class Companion(Sourced):
    """Whether somebody may be with the patient during treatment."""

    word: Literal["companion", "sitter"]
    in_treatment_room: Literal["never", "welcome", "required"]
    say: Words
    waits: Words
    escort: Escort
    infection_control: InfectionControl

    def kept_out_on(self, day: date) -> bool:
        """Whether infection control keeps companions out of the department on a day."""
        return any(
            time.since <= day and (time.until is None or day < time.until) for time in self.infection_control.times
        )
