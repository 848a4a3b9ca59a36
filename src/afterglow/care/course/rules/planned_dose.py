"""What a dose for each kilogram comes to: plain arithmetic, rounded to the protocol's step."""

from __future__ import annotations

from afterglow.ground.kernel.quantity import Dose, DosePerWeight, Weight

_GRAMS = 1_000


def planned_dose(per_kg: DosePerWeight, weight: Weight, step: Dose) -> Dose:
    """The dose for a dosing weight, rounded to the nearest ``step`` (halves up)."""
    exact = per_kg.units * weight.units
    whole_step = step.units * _GRAMS
    return Dose((2 * exact + whole_step) // (2 * whole_step) * step.units)
