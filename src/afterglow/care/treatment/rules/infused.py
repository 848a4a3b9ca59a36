"""How much an infusion stopped early has given: what its pump shows, held against the clock's amount."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

from afterglow.care.treatment.rules.infusion import Syringe
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.quantity import Dose, Volume

_TENTH: Final = 100
"""A tenth of a milligram in micrograms: as far as a stopped dose is written down, so that what is left can be read off
the syringe and typed into the register as it stands there (default of this house)."""
_FAR: Final = Fraction(1, 20)
"""Of what the syringe held: two minutes of forty. Beyond it pump and clock tell different stories, and somebody says
why (default of this house)."""


def to_a_tenth(syringe: Syringe, given: Dose) -> Dose:
    """A given amount to a tenth of a milligram, half up; never more than the syringe held."""
    tenths = (given.units + _TENTH // 2) // _TENTH
    return min(Dose(tenths * _TENTH), syringe.dose)


def given_in(syringe: Syringe, infused: Volume) -> Dose:
    """How much drug an infused volume held, to a tenth of a milligram. The volume is no more than the syringe's."""
    share = Fraction(infused.units, syringe.volume.units)
    return to_a_tenth(syringe, Dose(int(syringe.dose.units * share + Fraction(1, 2))))


def infused_findings(syringe: Syringe, clock: Volume, infused: Volume, why: str) -> tuple[Finding, ...]:
    """A stop for more than the syringe held, and, unless somebody says ``why``, for a figure far from the clock's."""
    if infused > syringe.volume:
        words = f"The syringe held {syringe.volume}. The pump cannot have infused {infused}. Look at the pump again."
        return (Finding("infused-more-than-drawn", Severity.STOP, words, "default", interlock=True),)
    if abs(infused.units - clock.units) <= syringe.volume.units * _FAR or why.strip():
        return ()
    words = (
        f"The pump shows {infused} infused; by the rates set it would be {shown_volume(clock)}. Look at the pump "
        "again. If it is right, write why they differ."
    )
    return (Finding("infused-differs", Severity.STOP, words, "default"),)


def shown_volume(volume: Volume) -> str:
    """A calculated volume to a tenth of a millilitre: ``17.5 mL``."""
    tenths = volume.number.quantize(Decimal("0.1"), ROUND_HALF_UP).normalize()
    return f"{tenths:f}\u00a0{volume.unit}"
