"""How far apart treatments lie, as a clinician writes it: ``"2 per week"``, ``"1-2 weeks apart"``."""

from __future__ import annotations

import re
from dataclasses import dataclass

_APART = re.compile(r"(?P<least>[0-9]+)(?:-(?P<most>[0-9]+))? (?P<unit>day|week)s? apart")
_PER_WEEK = re.compile(r"(?P<count>[1-7]) per week")


@dataclass(frozen=True)
class Spacing:
    """The fewest and the most calendar days from one treatment to the next."""

    least_days: int
    most_days: int
    words: str
    per_week: int = 0
    """How many a week, where it is written so; 0 otherwise."""

    def __post_init__(self) -> None:
        if not 0 < self.least_days <= self.most_days:
            raise ValueError(f"“{self.words}”: the smaller number comes first, and neither is nothing.")

    def day_of(self, session: int) -> int:
        """On which day a session falls at the closest spacing, both counted from 0."""
        return session * 7 // self.per_week if self.per_week else session * self.least_days

    def sessions_within(self, days: int) -> int:
        """How many sessions fall into so many days at the closest spacing, the first on day 0."""
        per_week, week = (self.per_week, 7) if self.per_week else (1, self.least_days)
        return (days * per_week - 1) // week + 1 if days > 0 else 0

    def __str__(self) -> str:
        return self.words


def parse_spacing(text: str) -> Spacing:
    """Read a spacing. ``"2 per week"`` becomes 3 to 4 days. Raises ValueError with examples."""
    written = text.strip()
    if match := _PER_WEEK.fullmatch(written):
        count = int(match["count"])
        return Spacing(7 // count, -(-7 // count), written, count)
    if match := _APART.fullmatch(written):
        days = 7 if match["unit"] == "week" else 1
        return Spacing(int(match["least"]) * days, int(match["most"] or match["least"]) * days, written)
    raise ValueError(f"“{text}” is not a spacing. Write it as in “2 per week” or “1-2 weeks apart”.")
