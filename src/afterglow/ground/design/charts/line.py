"""Lines through readings, broken wherever nothing was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Reading:
    """One value at one moment."""

    at: datetime
    value: float


@dataclass(frozen=True)
class Gap:
    """A stretch in which nothing valid was read, and why, such as ``sensor off``. An ``end`` of None: still so."""

    start: datetime
    end: datetime | None
    reason: str


@dataclass(frozen=True)
class Point:
    """A place in a drawing."""

    x: float
    y: float

    def __str__(self) -> str:
        return f"{self.x:g},{self.y:g}"


def runs(readings: Sequence[Reading], gaps: Iterable[Gap]) -> tuple[tuple[Reading, ...], ...]:
    """The readings in order, split so that no run reaches across a gap."""
    ordered = sorted(readings, key=lambda reading: reading.at)
    return tuple(_split(ordered, tuple(gaps)))


def polyline(points: Iterable[Point]) -> str:
    """The ``points`` attribute of a line."""
    return " ".join(map(str, points))


def _split(ordered: Sequence[Reading], gaps: tuple[Gap, ...]) -> Iterator[tuple[Reading, ...]]:
    run: list[Reading] = []
    for reading in ordered:
        if run and any(_between(gap, run[-1].at, reading.at) for gap in gaps):
            yield tuple(run)
            run = []
        run.append(reading)
    if run:
        yield tuple(run)


def _between(gap: Gap, earlier: datetime, later: datetime) -> bool:
    return gap.start < later and (gap.end is None or earlier < gap.end)
