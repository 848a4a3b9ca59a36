"""What was drawn for a patient and what became of it, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from afterglow.care.pharmacy.models import Draw, RestDestroyed
from afterglow.care.pharmacy.presenters.counts import difference_words
from afterglow.ground.design.words import clock
from afterglow.ground.kernel.quantity import Dose


@dataclass(frozen=True)
class DrawnRow:
    """One draw: what, from which lot, and what became of it or is still to do."""

    ref: str
    what: str
    small: str
    stand: str
    look: str


def drawn_rows(draws: Iterable[Draw], zone: ZoneInfo) -> list[DrawnRow]:
    """Every draw in order."""
    return [_row(one, zone) for one in draws]


def _row(draw: Draw, zone: ZoneInfo) -> DrawnRow:
    stand, look = _stand(draw)
    return DrawnRow(
        draw.ref,
        f"{Dose(draw.drawn_micrograms)} drawn {clock(draw.happened_at, zone)}",
        f"Lot {draw.opening.lot.number}. {draw.author_name}, witnessed by {draw.witness_name or 'nobody'}.",
        stand,
        look,
    )


def _missing(rest: RestDestroyed) -> str:
    spilt = getattr(rest, "spilt", None)
    words = f"{Dose(spilt.spilt_micrograms)} spilt" if spilt is not None else difference_words(rest.case)
    return f"{words}, case closed" if rest.case.closed_at else words


def _stand(draw: Draw) -> tuple[str, str]:
    administered = getattr(draw, "administered", None)
    if administered is None:
        return "Drawn up", "info"
    given, left = Dose(administered.given_micrograms), Dose(administered.left_micrograms)
    rest = getattr(draw, "rest_destroyed", None)
    if rest is not None and hasattr(rest, "case"):
        words = f"{given} given, {Dose(rest.destroyed_micrograms)} destroyed, {_missing(rest)}"
        return words, "plain" if rest.case.closed_at else "stop"
    if rest is not None:
        return f"{given} given, {Dose(rest.destroyed_micrograms)} destroyed", "ok"
    if left.units:
        return f"{given} given, {left} to destroy", "caution"
    return f"{given} given, nothing left", "ok"
