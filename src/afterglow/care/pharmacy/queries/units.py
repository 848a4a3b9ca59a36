"""What an act is about: whole units of one lot in one place, and what of them goes to one patient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from afterglow.care.course.models import Treatment
from afterglow.care.pharmacy.models import Holding, Lot, Place
from afterglow.care.pharmacy.rules.balance import taking_findings
from afterglow.ground.kernel.finding import Finding
from afterglow.ground.kernel.quantity import Dose


@dataclass(frozen=True)
class Units:
    """So many unopened units of one lot in one place."""

    lot: Lot
    place: Place
    units: int

    @property
    def said(self) -> Mapping[str, object]:
        """Them, as a witness puts a PIN to it."""
        return {"lot": self.lot.ref, "place": self.place.ref, "units": self.units}


@dataclass(frozen=True)
class Portion:
    """What is drawn for one patient: the dose, and what stays in syringe and line."""

    treatment: Treatment
    drawn: Dose


def held_of(lot: Lot, place: Place) -> int:
    """How many units of a lot the book has in a place; to be asked with its page locked."""
    found = Holding.objects.filter(lot=lot, place=place).values_list("units", flat=True).first()
    return int(found or 0)


def missing_findings(what: Units, unit: str) -> tuple[Finding, ...]:
    """What the book has too few of; to be asked with its page locked."""
    return taking_findings(held_of(what.lot, what.place), what.units, unit, what.place.name)
