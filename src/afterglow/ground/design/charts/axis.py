"""Scales and the marks on them. Positions are in the units of a chart's own drawing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from afterglow.ground.design import words
from afterglow.ground.kernel.period import add_months

_STEPS = tuple(timedelta(minutes=minutes) for minutes in (5, 10, 15, 20, 30, 60, 120, 240, 360, 720))
_MOST_MARKS = 8


@dataclass(frozen=True)
class Scale:
    """From a range of values to a range of positions, in a straight line. ``start`` is where ``low`` stands."""

    low: float
    high: float
    start: float
    end: float

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError("A scale needs room between its ends.")

    def at(self, value: float) -> float:
        """The position of a value, to a tenth."""
        return round(self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start), 1)


@dataclass(frozen=True)
class TimeScale:
    """From moments to positions."""

    first: datetime
    last: datetime
    start: float
    end: float

    def at(self, when: datetime) -> float:
        """The position of a moment, to a tenth."""
        return Scale(0, (self.last - self.first).total_seconds(), self.start, self.end).at(
            (when - self.first).total_seconds()
        )


@dataclass(frozen=True)
class DayScale:
    """From calendar days to positions."""

    first: date
    last: date
    start: float
    end: float

    def at(self, when: date) -> float:
        """The position of a day, to a tenth."""
        return Scale(self.first.toordinal(), self.last.toordinal(), self.start, self.end).at(when.toordinal())


@dataclass(frozen=True)
class Mark:
    """A word at a position on an axis."""

    at: float
    words: str


def value_marks(scale: Scale, step: int) -> tuple[Mark, ...]:
    """Every multiple of ``step`` on a scale."""
    first = -(-int(scale.low) // step) * step
    return tuple(Mark(scale.at(value), str(value)) for value in range(first, int(scale.high) + 1, step))


def clock_marks(scale: TimeScale, zone: ZoneInfo) -> tuple[Mark, ...]:
    """Round times of the clinic's clock, at most eight of them."""
    length = scale.last - scale.first
    step = next((step for step in _STEPS if length / step <= _MOST_MARKS), timedelta(days=1))
    return tuple(Mark(scale.at(when), words.clock(when, zone)) for when in _round_times(scale, step, zone))


def month_marks(scale: DayScale) -> tuple[Mark, ...]:
    """Firsts of months, at most eight; the year stands at the first of them and at each first of a new year."""
    months = (scale.last.year - scale.first.year) * 12 + scale.last.month - scale.first.month
    step = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120, 1200) if months / step < _MOST_MARKS)
    return tuple(_named(scale, _month_starts(scale, step)))


def fitted(low: int, high: int, step: int, values: Iterable[float]) -> tuple[int, int]:
    """The range ``low`` to ``high``, widened to multiples of ``step`` where a value lies outside it."""
    seen = tuple(values)
    lowest, highest = min(seen, default=low), max(seen, default=high)
    return min(low, int(lowest // step) * step), max(high, int(-(-highest // step)) * step)


def _round_times(scale: TimeScale, step: timedelta, zone: ZoneInfo) -> Iterator[datetime]:
    midnight = scale.first.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
    when = midnight + -(-(scale.first - midnight) // step) * step
    while when <= scale.last:
        yield when
        when += step


def _month_starts(scale: DayScale, step: int) -> Iterator[date]:
    start = scale.first.replace(day=1)
    when = start if start == scale.first else add_months(start, 1)
    while when <= scale.last:
        yield when
        when = add_months(when, step)


def _named(scale: DayScale, starts: Iterator[date]) -> Iterator[Mark]:
    year = 0
    for when in starts:
        month = words.short_day(when).split()[1]
        yield Mark(scale.at(when), month if when.year == year else f"{month} {when.year}")
        year = when.year
