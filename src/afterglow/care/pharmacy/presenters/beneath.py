"""What stands beneath a line: what was drawn from its units, given, destroyed and spilt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from afterglow.care.pharmacy.models import Line, Opening, RestDestroyed, Sealed
from afterglow.ground.design.words import clock, counted
from afterglow.ground.kernel.quantity import Dose


@dataclass(frozen=True)
class Beneath:
    """What became of a unit, in words, beside a sign: done, still due, or to be followed up."""

    text: str
    shape: str = "done"


def without_role(name: str) -> str:
    """The name alone: ``Priya Shah, infusion nurse`` becomes ``Priya Shah``."""
    return name.split(",")[0]


def beneath(line: Line, unit: str, zone: ZoneInfo) -> Iterator[Beneath]:
    """What was drawn from the units of this line, given and destroyed; every part with its two names."""
    draw = getattr(line, "draw", None)
    if draw is None:
        return
    drawn = Dose(draw.drawn_micrograms)
    if line.supplied:
        yield Beneath(_opened(draw.opening, unit, zone))
    administered = getattr(draw, "administered", None)
    if administered is None:
        yield Beneath(f"{drawn} drawn. Not accounted for yet.", "due")
        return
    given, left = Dose(administered.given_micrograms), Dose(administered.left_micrograms)
    said = f"{drawn} drawn, {given} given {clock(administered.happened_at, zone)}"
    rest = getattr(draw, "rest_destroyed", None)
    if rest is not None:
        yield from _destroyed(rest, said, left, zone)
    elif left.units:
        yield Beneath(f"{said}; {left} left in syringe and line, not destroyed yet.", "due")
    else:
        yield Beneath(f"{said}; nothing left. {without_role(administered.author_name)}.")


def _destroyed(rest: RestDestroyed, said: str, left: Dose, zone: ZoneInfo) -> Iterator[Beneath]:
    destroyed = Dose(rest.destroyed_micrograms)
    yield Beneath(f"{said}; {destroyed} left in syringe and line destroyed {_signed(rest, zone)}")
    if destroyed != left:
        yield Beneath(f"Drawn less given is {left}. A case is opened.", "pen")
    spilt = getattr(rest, "spilt", None)
    if spilt is not None:
        yield Beneath(f"{Dose(spilt.spilt_micrograms)} spilt: {_sentence(spilt.how)} {_signed(spilt, zone)}", "pen")


def _opened(opening: Opening, unit: str, zone: ZoneInfo) -> str:
    contents, destroyed = Dose(opening.contents_micrograms), Dose(opening.destroyed_micrograms)
    what = f"{counted(opening.units, unit)} of {contents} opened"
    if destroyed.units == 0:
        return f"{what}, nothing to destroy. {_signed(opening, zone)}"
    return f"{what}, {destroyed} destroyed at once {_signed(opening, zone)}"


def _sentence(words: str) -> str:
    return words if words.rstrip().endswith((".", "!", "?")) else f"{words.rstrip()}."


def _signed(entry: Sealed, zone: ZoneInfo) -> str:
    witness = f", witnessed by {without_role(entry.witness_name)}" if entry.witness_name else ""
    return f"{clock(entry.happened_at, zone)}, {without_role(entry.author_name)}{witness}."
