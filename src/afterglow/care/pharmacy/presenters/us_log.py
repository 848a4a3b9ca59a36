"""The dispensing log of a practice in the United States, beside the register (21 CFR 1304.22 and 1304.03)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from afterglow.care.pharmacy.models import Line
from afterglow.care.pharmacy.presenters.beneath import without_role
from afterglow.ground.design.words import clock, day
from afterglow.ground.kernel.quantity import Dose


@dataclass(frozen=True)
class Dispensed:
    """One dose given or supply handed out: to whom, how much, and what was wasted before a witness."""

    number: int
    when: str
    patient: tuple[str, str]
    lot: str
    dispensed: str
    wasted: str
    by: str
    witness: str


def us_log(lines: Iterable[Line], zone: ZoneInfo) -> tuple[Dispensed, ...]:
    """Every line on which something went to a patient, in order."""
    return tuple(_row(one, zone) for one in lines if one.patient_id is not None)


def _row(line: Line, zone: ZoneInfo) -> Dispensed:
    dispensed, wasted = _amounts(line)
    return Dispensed(
        line.number,
        f"{day(line.happened_at, zone)} {clock(line.happened_at, zone)}",
        (line.other_name, line.other_address),
        line.lot.number if line.lot else "",
        dispensed,
        wasted,
        without_role(line.author_name),
        without_role(line.witness_name),
    )


def _amounts(line: Line) -> tuple[str, str]:
    draw = getattr(line, "draw", None)
    if draw is None:
        return f"{line.supplied} whole", "nothing"
    administered = getattr(draw, "administered", None)
    if administered is None:
        return "not given yet", "not known yet"
    rest = getattr(draw, "rest_destroyed", None)
    at_once = draw.opening.destroyed_micrograms if line.supplied else 0
    wasted = str(Dose(at_once + (rest.destroyed_micrograms if rest else 0)))
    spilt = getattr(rest, "spilt", None)
    if spilt is not None:
        wasted += f", and {Dose(spilt.spilt_micrograms)} spilt"
    return str(Dose(administered.given_micrograms)), wasted
