"""The dose sheet: mg from mg/kg, mL from mg, mL/h from mL and minutes, each with its arithmetic.

Plain arithmetic that a person checks: nothing here chooses a dose.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from afterglow.care.course.rules.planned_dose import planned_dose
from afterglow.ground.kernel.quantity import Dose, DosePerWeight, Rate, Strength, Volume, Weight, show_duration
from afterglow.ground.protocol.schema.treatments import Preparation, Treatment


@dataclass(frozen=True)
class Line:
    """One step of the arithmetic: what it is, the figures, and the result."""

    name: str
    arithmetic: str
    result: str


@dataclass(frozen=True)
class DoseSheet:
    """A dose as it is made up and given. What a route does not have is None; ``most_rate`` is the pump's limit."""

    dose: Dose
    strength: Strength | None
    volume: Volume | None
    rate: Rate | None
    most_rate: Rate | None
    draw_up: Volume | None
    make_up_with: Volume | None
    lines: tuple[Line, ...]


def volume_of(dose: Dose, strength: Strength) -> Volume:
    """The millilitres that hold a dose, to the microlitre, half up."""
    return Volume(_divided(dose.units * 1_000, strength.units))


def strength_of(dose: Dose, volume: Volume) -> Strength:
    """How strong a dose made up to a volume is, to a microgram in the millilitre, half up."""
    return Strength(_divided(dose.units * 1_000, volume.units))


def rate_of(volume: Volume, over: timedelta) -> Rate:
    """The millilitres an hour that give a volume in a time, to the microlitre, half up."""
    return Rate(_divided(volume.units * 3_600, int(over.total_seconds())))


def weight_line(per_kg: DosePerWeight, weight: Weight, step: Dose) -> Line:
    """The step from mg/kg and dosing weight to the dose, with its rounding."""
    dose = planned_dose(per_kg, weight, step)
    return Line("Dose", f"{per_kg} × {weight}, rounded to {step}", str(dose))


def dose_sheet(dose: Dose, treatment: Treatment, vial: Strength | None = None, rate_at_most: int = 100) -> DoseSheet:
    """The sheet for a signed dose of a treatment.

    ``vial`` is the strength it is drawn up from; ``rate_at_most`` the pump's limit in percent of the rate.
    Fixed concentration: the strength is set and volume and rate differ from patient to patient. Fixed volume:
    the volume is set and the strength differs, so that the rate shows nothing about a wrong syringe.
    """
    strength, volume, lines = _made_up(dose, treatment.preparation)
    rate = most_rate = None
    if volume is not None and treatment.over is not None:
        rate = rate_of(volume, treatment.over)
        most_rate = Rate(rate.units * rate_at_most // 100)
        minutes = show_duration(treatment.over)
        lines.append(Line("Rate", f"{volume} × 60 ÷ {minutes}", shown_rate(rate)))
    draw_up = volume_of(dose, vial) if vial is not None and volume is not None else None
    make_up_with = None
    if draw_up is not None and volume is not None and volume > draw_up:
        make_up_with = volume - draw_up
    return DoseSheet(dose, strength, volume, rate, most_rate, draw_up, make_up_with, tuple(lines))


def check_figures(dose: Dose, weight: Weight, over: timedelta) -> tuple[Line, ...]:
    """Figures an experienced eye knows: 0.75 mg/kg/h and 12.5 microgram/kg/min for 0.5 mg/kg over 40 minutes."""
    kilograms, minutes = Decimal(weight.units) / 1_000, Decimal(int(over.total_seconds())) / 60
    per_minute = Decimal(dose.units) / kilograms / minutes
    per_hour = per_minute * 60 / 1_000
    over_shown = show_duration(over)
    return (
        Line("mg/kg/h", f"{dose} ÷ {weight} × 60 ÷ {over_shown}", f"{_short(per_hour, '0.01')}\u00a0mg/kg/h"),
        Line(
            "microgram/kg/min",
            f"{dose} ÷ {weight} ÷ {over_shown}",
            f"{_short(per_minute, '0.1')}\u00a0microgram/kg/min",
        ),
    )


def shown_rate(rate: Rate) -> str:
    """A rate as a pump shows it: at most two decimals, half up."""
    return f"{_short(rate.number, '0.01')}\u00a0{rate.unit}"


def _made_up(dose: Dose, preparation: Preparation) -> tuple[Strength | None, Volume | None, list[Line]]:
    if preparation.style == "fixed-volume" and preparation.volume is not None:
        strength = strength_of(dose, preparation.volume)
        line = Line("Strength", f"{dose} ÷ {preparation.volume}", str(strength))
        return strength, preparation.volume, [line]
    if preparation.strength is not None:
        volume = volume_of(dose, preparation.strength)
        line = Line("Volume", f"{dose} ÷ {preparation.strength}", str(volume))
        return preparation.strength, volume, [line]
    return None, None, []


def _divided(whole: int, by: int) -> int:
    return (2 * whole + by) // (2 * by)


def _short(number: Decimal, step: str) -> Decimal:
    rounded = number.quantize(Decimal(step), ROUND_HALF_UP).normalize()
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded
