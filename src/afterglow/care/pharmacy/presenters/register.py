"""A line of the register in words and figures, with what became of the vial beneath it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from afterglow.care.pharmacy.models import CHECKED, MOVED, RECEIVED, Line, Opening, Sealed
from afterglow.ground.design.words import clock, counted, short_day
from afterglow.ground.kernel.quantity import Dose

_LOOKS = {RECEIVED: "is-received", CHECKED: "is-waste", MOVED: "is-waste"}
_SHAPES = {CHECKED: "done", MOVED: "forward"}


@dataclass(frozen=True)
class Row:
    """One line as it stands on the page. ``across`` are words that stand where no quantity does."""

    ref: str
    number: int
    look: str
    shape: str
    day: str
    year: int
    """Of the day: a register is kept for years."""
    clock: str
    received_from: tuple[str, str]
    received: str
    supplied_to: tuple[str, str]
    authority: str
    supplied: str
    collected_by: str
    id_asked: str
    id_shown: str
    balance: int
    entered_by: str
    witness: str
    across: str
    words: str
    notes: tuple[int, ...]
    beneath: tuple[str, ...]


def row_of(line: Line, unit: str, zone: ZoneInfo) -> Row:
    """A line in words, in the clinic's zone. ``unit`` is what the page counts."""
    came = line.kind == RECEIVED
    differs = bool(line.restated) or (line.kind == CHECKED and "case" in line.words)
    other = (line.other_name, line.other_address)
    return Row(
        ref=line.ref,
        number=line.number,
        look="is-correction" if differs else _LOOKS.get(line.kind, ""),
        shape="pen" if differs else _SHAPES.get(line.kind, ""),
        day=short_day(line.happened_at, zone),
        year=line.happened_at.astimezone(zone).year,
        clock=clock(line.happened_at, zone),
        received_from=other if came else ("", ""),
        received=str(line.received) if came else "",
        supplied_to=("", "") if came else other,
        authority=line.authority,
        supplied=_supplied(line),
        collected_by=line.collected_by,
        id_asked=_yes_or_no(line.id_asked),
        id_shown=_yes_or_no(line.id_shown),
        balance=line.balance,
        entered_by=without_role(line.author_name),
        witness=without_role(line.witness_name),
        across=line.words if line.kind in (CHECKED, MOVED) else "",
        words="" if line.kind in (CHECKED, MOVED) else _lot_and_words(line),
        notes=tuple(sorted(note.number for note in line.footnotes.all())),
        beneath=tuple(_beneath(line, unit, zone)),
    )


def without_role(name: str) -> str:
    """The name alone: ``Priya Shah, infusion nurse`` becomes ``Priya Shah``."""
    return name.split(",")[0]


def _supplied(line: Line) -> str:
    if line.kind in (RECEIVED, CHECKED, MOVED):
        return ""
    return str(line.supplied)


def _yes_or_no(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def _lot_and_words(line: Line) -> str:
    lot = f"Lot {line.lot.number}." if line.lot else ""
    return f"{lot} {line.words}".strip()


def _beneath(line: Line, unit: str, zone: ZoneInfo) -> Iterator[str]:
    """What was drawn from the units of this line, given and destroyed; every part with its two names."""
    draw = getattr(line, "draw", None)
    if draw is None:
        return
    drawn = Dose(draw.drawn_micrograms)
    if line.supplied:
        yield _opened(draw.opening, unit, zone)
    administered = getattr(draw, "administered", None)
    if administered is None:
        yield f"{drawn} drawn. Not accounted for yet."
        return
    given, left = Dose(administered.given_micrograms), Dose(administered.left_micrograms)
    said = f"{drawn} drawn, {given} given {clock(administered.happened_at, zone)}"
    rest = getattr(draw, "rest_destroyed", None)
    if rest is not None:
        yield f"{said}; {Dose(rest.destroyed_micrograms)} left in syringe and line destroyed {_signed(rest, zone)}"
        if rest.destroyed_micrograms != left.units:
            yield f"Drawn less given is {left}. A case is opened."
        spilt = getattr(rest, "spilt", None)
        if spilt is not None:
            yield f"{Dose(spilt.spilt_micrograms)} spilt: {_sentence(spilt.how)} {_signed(spilt, zone)}"
    elif left.units:
        yield f"{said}; {left} left in syringe and line, not destroyed yet."
    else:
        yield f"{said}; nothing left. {without_role(administered.author_name)}."


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
