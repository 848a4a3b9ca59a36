"""What is left in syringe and line as a volume: a nurse reads millilitres off a syringe, never micrograms."""

from __future__ import annotations

from dataclasses import dataclass

from afterglow.ground.kernel.quantity import Dose, Volume

READ_TO = 100
"""Microlitres between two marks of the syringes used here; a house default."""


@dataclass(frozen=True)
class Prepared:
    """The dose, and the volume that holds it, as the direction says."""

    dose: Dose
    volume: Volume

    def volume_of(self, left: Dose) -> Volume:
        """The volume that holds so much, to the nearest mark of a syringe (0.1 mL)."""
        exact = 2 * left.units * self.volume.units
        marks = (exact + self.dose.units * READ_TO) // (2 * self.dose.units * READ_TO)
        return Volume(marks * READ_TO)

    def measured(self, volume: Volume, left: Dose) -> Dose:
        """How much drug a measured volume holds, to the nearest microgram; what agrees to the mark is all of it."""
        if volume == self.volume_of(left):
            return left
        return Dose((2 * volume.units * self.dose.units + self.volume.units) // (2 * self.volume.units))
