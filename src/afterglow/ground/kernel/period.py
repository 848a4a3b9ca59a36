"""Stretches of time: from their start (included) to their end (excluded), and calendar days in a clinic's zone."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Period:
    """An aware stretch of time; ``end`` itself no longer belongs to it. ``None`` means it has not ended."""

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or (self.end is not None and self.end.tzinfo is None):
            raise ValueError("A period needs times with a zone.")
        if self.end is not None and self.end < self.start:
            raise ValueError("A period cannot end before it starts.")

    def holds(self, moment: datetime) -> bool:
        """Whether the moment lies inside."""
        return self.start <= moment and (self.end is None or moment < self.end)

    def meets(self, other: Period) -> bool:
        """Whether the two share any moment."""
        return (self.end is None or other.start < self.end) and (other.end is None or self.start < other.end)


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The calendar day on which a moment falls where the clinic is."""
    return moment.astimezone(zone).date()


def calendar_days(earlier: datetime, later: datetime, zone: ZoneInfo) -> int:
    """How many calendar days lie between two moments where the clinic is: clocks going back add none."""
    return (local_day(later, zone) - local_day(earlier, zone)).days


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months on; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, order=True)
class Months:
    """A length counted in calendar months, which no number of days can stand for."""

    count: int

    @classmethod
    def parse(cls, text: str) -> Months:
        """Read ``"3 months"`` or ``"2 years"``. Raises ValueError with an example for anything else."""
        match = re.fullmatch(r"\s*([0-9]+) (month|year)s?\s*", text)
        if match is None:
            raise ValueError(f"“{text}” is not a number of months. Write it as in “3 months” or “2 years”.")
        return cls(int(match[1]) * (12 if match[2] == "year" else 1))

    def after(self, day: date) -> date:
        """The day so many months after another."""
        return add_months(day, self.count)

    def __str__(self) -> str:
        if self.count and self.count % 12 == 0:
            return _counted(self.count // 12, "year")
        return _counted(self.count, "month")


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
