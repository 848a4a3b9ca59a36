"""Readings of vital signs: what is charted as a number, and what is shown as a gap with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from afterglow.ground.kernel.between import Between


class Sign(StrEnum):
    """A vital sign that is a number."""

    SYSTOLIC = "systolic"
    DIASTOLIC = "diastolic"
    MEAN_PRESSURE = "mean-pressure"
    PULSE = "pulse"
    OXYGEN = "oxygen"
    BREATHING = "breathing"
    TEMPERATURE = "temperature"


UNITS: Mapping[Sign, str] = {
    Sign.SYSTOLIC: "mmHg",
    Sign.DIASTOLIC: "mmHg",
    Sign.MEAN_PRESSURE: "mmHg",
    Sign.PULSE: "/min",
    Sign.OXYGEN: "%",
    Sign.BREATHING: "/min",
    Sign.TEMPERATURE: "°C",
}

POSSIBLE: Mapping[Sign, Between[Decimal]] = {
    Sign.SYSTOLIC: Between(Decimal(40), Decimal(300)),
    Sign.DIASTOLIC: Between(Decimal(20), Decimal(200)),
    Sign.MEAN_PRESSURE: Between(Decimal(25), Decimal(250)),
    Sign.PULSE: Between(Decimal(20), Decimal(300)),
    Sign.OXYGEN: Between(Decimal(40), Decimal(100)),
    Sign.BREATHING: Between(Decimal(1), Decimal(80)),
    Sign.TEMPERATURE: Between(Decimal(25), Decimal(45)),
}
"""Outside these a number is the sensor's rather than the patient's (a default of this house, not a limit of care)."""

_NEVER = Decimal(1_000)
"""No vital sign reaches this, whoever stands by it."""


@dataclass(frozen=True)
class Reading:
    """One number as a device sent it or a person typed it; kept as it came, whatever is charted.

    ``value`` is None when nothing was sent. ``confirmed`` says that a person looked again and stands by a
    number outside the possible.
    """

    sign: Sign
    value: Decimal | None
    taken_at: datetime
    confirmed: bool = False


@dataclass(frozen=True)
class Charted:
    """A number for the chart, rounded as it is charted."""

    sign: Sign
    value: Decimal
    taken_at: datetime


@dataclass(frozen=True)
class Gap:
    """A place on the chart without a number, and why. ``raw`` is what was sent."""

    sign: Sign
    reason: str
    raw: str
    taken_at: datetime


def cannot_be(sign: Sign, value: Decimal) -> bool:
    """Whether a number is no reading at all, whoever stands by it: 0 or less, 1,000 or more, oxygen above 100 %."""
    return value <= 0 or value >= _NEVER or (sign is Sign.OXYGEN and value > POSSIBLE[sign].most)


def as_charted(sign: Sign, value: Decimal) -> Decimal:
    """Rounded half up as people chart it: temperature to a tenth of a degree, all else to whole numbers."""
    step = Decimal("0.1") if sign is Sign.TEMPERATURE else Decimal(1)
    return value.quantize(step, ROUND_HALF_UP)


def chart(reading: Reading) -> Charted | Gap:
    """The reading as the chart shows it.

    A 0 is a sensor that is off, never a number. A value no patient can have is a gap too, unless a person
    stands by it.
    """
    value = reading.value
    if value is None:
        return Gap(reading.sign, "not sent", "", reading.taken_at)
    if not value.is_finite() or value <= 0 or value >= _NEVER:
        reason = "no signal" if value.is_zero() else "not a possible value"
        return Gap(reading.sign, f"{reason}: look at the patient and the sensor", str(value), reading.taken_at)
    possible = POSSIBLE[reading.sign]
    if not possible.holds(value) and (cannot_be(reading.sign, value) or not reading.confirmed):
        unit = UNITS[reading.sign]
        reason = f"{value} is outside {possible.least} to {possible.most} {unit}: look at the patient and the sensor"
        return Gap(reading.sign, reason, str(value), reading.taken_at)
    return Charted(reading.sign, as_charted(reading.sign, value), reading.taken_at)


def pressure_pair_reason(systolic: Charted, diastolic: Charted) -> str | None:
    """Why a pair of pressures cannot belong together; None when it can."""
    if diastolic.value < systolic.value:
        return None
    return f"{systolic.value}/{diastolic.value}: the lower pressure is not below the upper one. Measure again."
