"""Treatment days: as far apart as the protocol says, and only on days on which the clinic treats (F6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from afterglow.ground.design.words import counted
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.protocol.spacing import Spacing

FirstOpen = Callable[[date], date]
"""The day itself, or the first after it on which the clinic treats."""


def next_day(last: date, spacing: Spacing, first_open: FirstOpen) -> date:
    """The first open day that is far enough from the last treatment."""
    return first_open(last + timedelta(days=spacing.least_days))


def planned_days(first: date, spacing: Spacing, count: int, first_open: FirstOpen) -> tuple[date, ...]:
    """So many treatment days from ``first`` on, itself moved to an open day, each far enough from the one before."""
    days: list[date] = []
    while len(days) < count:
        days.append(next_day(days[-1], spacing, first_open) if days else first_open(first))
    return tuple(days)


def spacing_findings(last: date, day: date, spacing: Spacing, source: str) -> tuple[Finding, ...]:
    """Whether a day lies sooner or later after the last treatment than the spacing in force."""
    apart = (day - last).days
    shown = f"{counted(apart, 'day')} after the last treatment; the spacing is {spacing}."
    if apart < spacing.least_days:
        return (Finding("too-soon", Severity.CAUTION, f"Sooner than planned: {shown}", source),)
    if apart > spacing.most_days:
        return (Finding("later-than-planned", Severity.INFO, f"Later than planned: {shown}", source),)
    return ()
