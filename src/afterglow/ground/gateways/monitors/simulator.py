"""A monitor that never was: recordings of one infusion, following the published rises.

Blood pressure rises by 16.0 (SD 11.2) over 11.0 (SD 8.45) mmHg with its peak at 40 minutes (Yale 2024, 2,342
infusions: yale-2024) and is back within 90 minutes after the start (szarmach-2020). The rest is plain: a pulse that
follows, oxygen that stays, a finger sensor that falls off now and then, and a cuff that measures when it is told to.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from afterglow.ground.gateways.monitors.recording import Minute

PEAK_MINUTE: Final = 40
"""Minutes from the start of the infusion to the highest pressure (yale-2024)."""
BACK_MINUTE: Final = 90
"""Minutes from the start until pressure is the patient's own again (szarmach-2020)."""
USUAL_RISE: Final = (16.0, 11.0)
"""Mean rise of the upper and the lower pressure in mmHg (yale-2024)."""


@dataclass(frozen=True)
class Patient:
    """Whose recording it is: their own figures at rest, and how much the dose raises them."""

    systolic: float = 128.0
    diastolic: float = 80.0
    heart_rate: float = 72.0
    spo2: float = 97.5
    respiratory_rate: float = 14.0
    rise: tuple[float, float] = USUAL_RISE


@dataclass(frozen=True)
class Plan:
    """What happens: when the infusion starts, when the cuff measures, when the finger sensor is off."""

    length: int = 130
    start: int = 15
    cuff: tuple[int, ...] = (2, 15, 25, 35, 45, 55, 70, 85, 115)
    sensor_off: tuple[range, ...] = (range(6), range(62, 66))


def simulate(patient: Patient, plan: Plan, *, seed: int) -> tuple[Minute, ...]:
    """The same recording for the same seed, everywhere."""
    return tuple(_minutes(patient, plan, random.Random(seed)))


def share_of_rise(minutes_from_start: float) -> float:
    """How much of the whole rise is there, from 0 to 1: up to the peak at 40 minutes, and back by 90."""
    if minutes_from_start <= 0 or minutes_from_start >= BACK_MINUTE:
        return 0.0
    if minutes_from_start <= PEAK_MINUTE:
        return minutes_from_start / PEAK_MINUTE
    return (BACK_MINUTE - minutes_from_start) / (BACK_MINUTE - PEAK_MINUTE)


def _minutes(patient: Patient, plan: Plan, chance: random.Random) -> Iterator[Minute]:
    for number in range(plan.length):
        share = share_of_rise(number - plan.start)
        heart_rate = patient.heart_rate + 10.0 * share + chance.gauss(0, 1.5)
        spo2 = min(100.0, patient.spo2 - 0.8 * share + chance.gauss(0, 0.4))
        breaths = max(9.0, patient.respiratory_rate + chance.gauss(0, 1.2))
        off = any(number in gap for gap in plan.sensor_off)
        values = {
            "heart_rate": _tenths(heart_rate),
            "pulse": Decimal(0) if off else _tenths(heart_rate + chance.gauss(0, 0.4)),
            "respiratory_rate": _tenths(breaths),
            "spo2": Decimal(0) if off else _tenths(spo2),
        }
        yield Minute(number, {**values, **(_cuff(patient, share, chance) if number in plan.cuff else {})})


def _cuff(patient: Patient, share: float, chance: random.Random) -> dict[str, Decimal]:
    upper, lower = patient.rise
    systolic = round(patient.systolic + upper * share + chance.gauss(0, 2.5))
    diastolic = round(patient.diastolic + lower * share + chance.gauss(0, 1.8))
    mean = round(diastolic + (systolic - diastolic) / 3)
    return {"systolic": Decimal(systolic), "diastolic": Decimal(diastolic), "mean": Decimal(mean)}


def _tenths(value: float) -> Decimal:
    return Decimal(f"{value:.1f}").normalize() + 0
