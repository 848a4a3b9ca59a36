"""A direction worked out from a dose, for a prescriber to look at before signing: nothing here chooses the dose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from afterglow.care.course.rules.dose import DoseSheet, Line, dose_sheet, weight_line
from afterglow.care.course.rules.planned_dose import planned_dose
from afterglow.care.course.rules.terms import DosePlan, Terms
from afterglow.care.course.rules.weight import WorkedOutWeight
from afterglow.ground.kernel.quantity import Dose
from afterglow.ground.protocol.schema.treatments import Treatment


class WeightMissing(ValueError):
    """A dose for each kilogram cannot be worked out without a weight."""


@dataclass(frozen=True)
class Proposal:
    """The terms of a direction with the whole arithmetic behind them."""

    terms: Terms
    sheet: DoseSheet
    lines: tuple[Line, ...]
    weight_how: str

    @property
    def figures(self) -> str:
        """The figures as one text: what a signature holds on to."""
        parts = (self.terms.dose, self.terms.most, self.terms.weight, self.terms.volume, self.terms.rate)
        return "/".join(str(part.units) if part else "-" for part in parts)


def propose(
    what: Treatment,
    dose: DosePlan,
    weighed: WorkedOutWeight | None,
    *,
    valid_on: date,
    most: Dose | None = None,
    note: str = "",
    rate_at_most: int = 100,
) -> Proposal:
    """Work a dose out. ``most`` is the dose itself unless more is given. Raises WeightMissing."""
    lines: tuple[Line, ...] = ()
    amount = dose.fixed
    if dose.per_kg is not None:
        if weighed is None or what.rounding is None:
            raise WeightMissing("Weigh the patient first: the dose follows the weight.")
        amount = planned_dose(dose.per_kg, weighed.weight, what.rounding.to)
        lines = (weight_line(dose.per_kg, weighed.weight, what.rounding.to),)
    assert amount is not None  # a DosePlan holds one or the other
    sheet = dose_sheet(amount, what, rate_at_most=rate_at_most)
    terms = Terms(
        dose=amount,
        most=most or amount,
        valid_on=valid_on,
        per_kg=dose.per_kg,
        weight=weighed.weight if dose.per_kg is not None and weighed else None,
        weight_basis=what.dosing_weight.basis if what.dosing_weight else "",
        minutes=what.over // timedelta(minutes=1) if what.over else None,
        volume=sheet.volume,
        rate=sheet.rate,
        note=note,
    )
    return Proposal(terms, sheet, (*lines, *sheet.lines), weighed.how if terms.weight and weighed else "")
