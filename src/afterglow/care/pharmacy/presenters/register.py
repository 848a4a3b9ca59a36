"""A line of the register in words and figures, with what became of the vial beneath it."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from afterglow.care.pharmacy.models import CHECKED, MOVED, RECEIVED, Line
from afterglow.care.pharmacy.presenters.beneath import Beneath, beneath, without_role
from afterglow.ground.design.words import clock, short_day

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
    beneath: tuple[Beneath, ...]


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
        beneath=tuple(beneath(line, unit, zone)),
    )


def _supplied(line: Line) -> str:
    if line.kind in (RECEIVED, CHECKED, MOVED):
        return ""
    return str(line.supplied)


def _yes_or_no(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def _lot_and_words(line: Line) -> str:
    lot = f"Lot {line.lot.number}." if line.lot else ""
    return f"{lot} {line.words}".strip()
