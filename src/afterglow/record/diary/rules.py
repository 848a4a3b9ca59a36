"""On which days and at which times the clinic treats, and which times of a place are still free."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.period import Period, local_day
from afterglow.ground.protocol.schema.clinic import Opening

_FURTHEST = 366
"""How many days ahead an open day is looked for: a clinic that opens on none of them is not open at all."""


def why_closed(day: date, opening: Opening, holidays: Collection[date]) -> str:
    """Why the clinic does not treat on a day (F6), in words that follow “does not treat”; empty when it does."""
    if opening.bank_holidays == "closed" and day in holidays:
        return "on bank holidays"
    if day in opening.also_closed_on:
        return "on that day"
    if not opening.usual_day(day):
        return "at weekends" if day.weekday() >= 5 else f"on {day:%A}s"
    return ""


def next_open_day(day: date, opening: Opening, holidays: Collection[date]) -> date:
    """The first day on which the clinic treats, ``day`` itself included. Raises LookupError when a year has none."""
    for ahead in range(_FURTHEST):
        candidate = day + timedelta(days=ahead)
        if not why_closed(candidate, opening, holidays):
            return candidate
    raise LookupError(f"no open day within a year of {day}")


def opening_period(day: date, opening: Opening, zone: ZoneInfo) -> Period:
    """From the opening to the closing of a day, as moments."""
    hours = opening.hours
    return Period(_moment(day, hours.least, zone), _moment(day, hours.most, zone))


def treatment_time(
    starts_at: datetime, ends_at: datetime, opening: Opening, holidays: Collection[date], zone: ZoneInfo
) -> tuple[Finding, ...]:
    """Stops for a treatment outside the days and hours in which the clinic treats; they name the next open day (F6)."""
    day = local_day(starts_at, zone)
    closed = why_closed(day, opening, holidays)
    if closed:
        reopens = next_open_day(day, opening, holidays)
        words = f"The clinic does not treat {closed}. The next open day is {_day_in_words(reopens)}."
        how = _days_in_words(opening)
        return (Finding("closed-day", Severity.STOP, words, opening.source, how, interlock=True),)
    period = opening_period(day, opening, zone)
    if starts_at < period.start or (period.end is not None and ends_at > period.end):
        hours = f"{opening.hours.least:%H:%M} to {opening.hours.most:%H:%M}"
        words = f"A treatment lies within opening hours, {hours}, until the patient leaves."
        return (Finding("closed-hours", Severity.STOP, words, opening.source, interlock=True),)
    return ()


def free_starts(open_for: Period, taken: Sequence[Period], length: timedelta, step: timedelta) -> Iterator[datetime]:
    """Every start, a ``step`` apart from opening on, from which ``length`` is free of what is taken already."""
    if open_for.end is None:
        raise ValueError("A day's opening has an end.")
    start = open_for.start
    while start + length <= open_for.end:
        if not clashes(Period(start, start + length), taken):
            yield start
        start += step


def clashes(wanted: Period, taken: Iterable[Period]) -> bool:
    """Whether a time shares any moment with one that is taken; one may begin as the other ends."""
    return any(wanted.meets(other) for other in taken)


def _moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone)


def _day_in_words(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def _days_in_words(opening: Opening) -> str:
    days = ", ".join(name.capitalize() for name in opening.days)
    return f"Treatment days: {days}; bank holidays: {opening.bank_holidays}."
