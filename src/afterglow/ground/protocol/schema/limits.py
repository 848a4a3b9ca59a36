"""Limits of vital signs before and during treatment: a person decides, the program shows."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Strict

from afterglow.ground.protocol.limit import Limit
from afterglow.ground.protocol.schema.base import Code, Count, Part, Sourced, Words
from afterglow.ground.protocol.schema.units import (
    Duration,
    PercentLimit,
    PerMinuteLimit,
    PressureLimit,
    ScaleLimit,
)


class PressureStage(Part):
    """The limits of one pressure at one stage of the day."""

    caution: PressureLimit
    stop: PressureLimit
    rise: PercentLimit | None = None
    """Over the person's own reading before the dose; a caution."""


class OlderPressure(Part):
    """The caution before the dose from an age on."""

    from_age: Count
    caution: PressureLimit


class PressureLimits(Sourced):
    """Systolic or diastolic pressure."""

    before: PressureStage
    older: OlderPressure
    during: PressureStage
    stop_when_still_after: Duration

    def caution_before(self, age: int) -> Limit:
        """The caution before a dose for an age in years."""
        return self.older.caution if age >= self.older.from_age else self.before.caution


class PerMinuteStage(Part):
    """Low and high limits of something counted per minute."""

    caution_low: PerMinuteLimit
    caution_high: PerMinuteLimit
    stop_low: PerMinuteLimit
    stop_high: PerMinuteLimit


class PerMinuteLimits(Sourced, PerMinuteStage):
    """Pulse or breathing, before and during treatment alike."""

    stop_when_still_after: Duration = timedelta(0)
    """0 min: one reading at the stop limit stops."""


class OxygenStage(Part):
    """The limits of oxygen saturation for one target."""

    caution: PercentLimit
    stop: PercentLimit


class OxygenLimits(Sourced, OxygenStage):
    """Oxygen saturation, breathing air."""

    stop_when_still_after: Duration = timedelta(0)
    lower_target: OxygenStage | None = None
    """For a patient whose prescribed target is 88-92 %."""


class ScaleLimits(Sourced):
    """A scale without a unit, such as sedation from 0 to 5."""

    scale: Words
    lowest: Annotated[int, Strict()]
    levels: tuple[Words, ...]
    """What each value means, from the lowest value up."""
    caution: ScaleLimit
    stop: ScaleLimit
    caution_low: ScaleLimit | None = None
    stop_low: ScaleLimit | None = None
    """The other end of a scale that has two, such as RASS with agitation above 0 and sedation below."""
    stop_when_still_after: Duration = timedelta(0)


class Symptom(Part):
    """A complaint that stops the dose at once, whatever the figures say."""

    code: Code
    say: Words


class Symptoms(Sourced):
    """The complaints that stop the dose, and what is done."""

    stop: tuple[Symptom, ...]
    do: Words


class Limits(Part):
    """All limits. A stop before the dose may be overridden by a prescriber, signed and with a reason."""

    systolic: PressureLimits
    diastolic: PressureLimits
    pulse: PerMinuteLimits
    breathing: PerMinuteLimits
    oxygen: OxygenLimits
    sedation: ScaleLimits
    agitation: ScaleLimits
    symptoms: Symptoms
