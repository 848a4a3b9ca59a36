"""Readings as the rules look at them: charted numbers, gaps with their reasons, and pressures in pairs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from afterglow.care.treatment.models import TYPED, Reading
from afterglow.care.treatment.rules import vitals
from afterglow.care.treatment.rules.blood_pressure import BloodPressure
from afterglow.care.treatment.rules.news2 import Consciousness, Observed
from afterglow.care.treatment.rules.vitals import Charted, Gap, Sign, pressure_pair_reason

COLUMN_OF = {
    Sign.SYSTOLIC: "systolic",
    Sign.DIASTOLIC: "diastolic",
    Sign.PULSE: "heart_rate",
    Sign.OXYGEN: "spo2",
    Sign.BREATHING: "respiratory_rate",
    Sign.TEMPERATURE: "temperature_tenths",
}
ACVPU = {
    "A": Consciousness.ALERT,
    "C": Consciousness.CONFUSION,
    "V": Consciousness.VOICE,
    "P": Consciousness.PAIN,
    "U": Consciousness.UNRESPONSIVE,
}


@dataclass(frozen=True)
class Pressure:
    """A blood pressure and the reading it stands in."""

    value: BloodPressure
    reading: Reading


def charted(reading: Reading, sign: Sign) -> Charted | Gap:
    """One sign of a reading as the chart shows it."""
    kept = getattr(reading, COLUMN_OF[sign])
    value = None if kept is None else Decimal(kept)
    if value is not None and sign is Sign.TEMPERATURE:
        value /= 10
    return vitals.chart(vitals.Reading(sign, value, reading.happened_at, reading.confirmed))


def series(readings: Iterable[Reading], sign: Sign, *, source: str = "") -> tuple[Charted | Gap, ...]:
    """Everything that was sent or typed of one sign, in the readings' order."""
    column = COLUMN_OF[sign]
    return tuple(
        charted(one, sign) for one in readings if getattr(one, column) is not None and source in ("", one.source)
    )


def pressures(readings: Iterable[Reading]) -> tuple[Pressure, ...]:
    """Every blood pressure that can be one, in the readings' order."""
    found = []
    for one in readings:
        upper, lower = charted(one, Sign.SYSTOLIC), charted(one, Sign.DIASTOLIC)
        if isinstance(upper, Charted) and isinstance(lower, Charted) and pressure_pair_reason(upper, lower) is None:
            value = BloodPressure(int(upper.value), int(lower.value), one.happened_at)
            found.append(Pressure(value, one))
    return tuple(found)


def last_with(readings: Iterable[Reading], column: str, *, source: str = "") -> Reading | None:
    """The last reading in which a column holds something."""
    found = [one for one in readings if getattr(one, column) not in (None, "") and source in ("", one.source)]
    return found[-1] if found else None


def rounds(readings: Iterable[Reading]) -> tuple[datetime, ...]:
    """When somebody took a planned reading: typed, with a blood pressure. A monitor's minute is none."""
    return tuple(pressure.value.taken_at for pressure in pressures(one for one in readings if one.source == TYPED))


def observed(reading: Reading) -> Observed:
    """A typed reading as one set of observations for NEWS2."""

    def value(sign: Sign) -> Decimal | None:
        found = charted(reading, sign)
        return found.value if isinstance(found, Charted) else None

    return Observed(
        breathing=value(Sign.BREATHING),
        oxygen=value(Sign.OXYGEN),
        on_oxygen=reading.on_oxygen,
        systolic=value(Sign.SYSTOLIC),
        pulse=value(Sign.PULSE),
        consciousness=ACVPU.get(reading.consciousness),
        temperature=value(Sign.TEMPERATURE),
    )
