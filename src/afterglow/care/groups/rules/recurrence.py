"""On which days a series meets: by the clinic's own calendar and clock, with what is left out and why."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from afterglow.ground.kernel.between import Between
from afterglow.ground.kernel.period import Period

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Rhythm:
    """Every week on one day, or in some weeks of each month: ``weeks=(2, 4)`` is the second and the fourth."""

    every: str
    at: Between[time]
    weeks: tuple[int, ...] = ()


@dataclass(frozen=True)
class Pause:
    """Days without meetings, both included, and why in words: ``summer break``."""

    first: date
    last: date
    say: str


@dataclass(frozen=True)
class Dated:
    """A day of the rhythm; ``left_out`` says why there is no meeting on it, and is empty where there is one."""

    day: date
    left_out: str = ""


def days_of(rhythm: Rhythm, first: date, last: date) -> Iterator[date]:
    """Every day of a rhythm between two days, both included."""
    day = first + timedelta(days=(WEEKDAYS.index(rhythm.every) - first.weekday()) % 7)
    while day <= last:
        if not rhythm.weeks or (day.day + 6) // 7 in rhythm.weeks:
            yield day
        day += timedelta(days=7)


def dated(
    rhythm: Rhythm, first: date, last: date, *, holidays: Collection[date], pauses: Sequence[Pause]
) -> tuple[Dated, ...]:
    """The days of a rhythm; bank holidays and planned breaks are left out and said (F29)."""
    return tuple(Dated(day, _why(day, holidays, pauses)) for day in days_of(rhythm, first, last))


def period_on(day: date, rhythm: Rhythm, zone: ZoneInfo) -> Period:
    """From the start to the end on one day, in UTC: the local hour stays when the clocks change (L1)."""
    start, end = datetime.combine(day, rhythm.at.least, zone), datetime.combine(day, rhythm.at.most, zone)
    return Period(start.astimezone(UTC), end.astimezone(UTC))


def runs(days: Sequence[Dated], *, parts: int, consecutive: bool) -> Iterator[tuple[date, ...]]:
    """Days put together into runs of so many linked meetings, in order (F27).

    ``consecutive`` asks for days of the rhythm that follow each other directly: where one of them is left out, the
    run begins again after it, so that nobody waits through a gap between two linked meetings.
    """
    run: list[date] = []
    for one in days:
        if one.left_out:
            run = [] if consecutive else run
            continue
        run.append(one.day)
        if len(run) == parts:
            yield tuple(run)
            run = []


def _why(day: date, holidays: Collection[date], pauses: Sequence[Pause]) -> str:
    if day in holidays:
        return "bank holiday"
    return next((pause.say for pause in pauses if pause.first <= day <= pause.last), "")
