"""The observation schedule: what is due when, what is late, and what was not taken.

A pause never delays a reading, because a paused patient needs watching too. Readings planned from the end of the
dose onward are counted again from its true end, so that recovery is watched for as long as the protocol says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Taking(StrEnum):
    """How a planned reading stands."""

    TAKEN = "taken"
    COMING = "coming"
    DUE = "due"
    LATE = "late"
    NOT_TAKEN = "not taken"


@dataclass(frozen=True)
class Planned:
    """One reading of the schedule: its minutes from the start as the protocol writes them, and its moment."""

    offset: timedelta
    at: datetime


@dataclass(frozen=True)
class Observation:
    """A planned reading and how it stands.

    ``due_since`` and ``late_by`` count from the first reading of an unbroken run without one.
    """

    planned: Planned
    taking: Taking
    taken_at: datetime | None = None
    due_since: datetime | None = None
    late_by: timedelta = timedelta(0)


def plan_observations(
    schedule: Sequence[timedelta], start: datetime, lasts: timedelta | None = None, ends_at: datetime | None = None
) -> tuple[Planned, ...]:
    """The moments of a schedule, whose times may be negative: before the start.

    ``lasts`` is how long the dose is planned to take and ``ends_at`` its true end, or the end now expected;
    with either missing the schedule stands as written.
    """
    as_written = [Planned(offset, start + offset) for offset in schedule]
    if lasts is None or ends_at is None or ends_at == start + lasts:
        return tuple(as_written)
    kept = [planned for planned in as_written if planned.at < ends_at and planned.offset < lasts]
    while_paused = [planned for planned in as_written if lasts <= planned.offset and planned.at < ends_at]
    recovery = [Planned(offset, ends_at + (offset - lasts)) for offset in schedule if offset >= lasts]
    return tuple(sorted([*kept, *while_paused, *recovery], key=lambda planned: planned.at))


def observe(
    planned: Sequence[Planned], taken: Sequence[datetime], now: datetime, late_after: timedelta
) -> tuple[Observation, ...]:
    """How each planned reading stands now. ``taken`` are the moments at which full readings were taken.

    A reading counts for the earliest open place: one opens ``late_after`` before its moment (or half-way from
    the one before, if that is nearer) and closes when the next one's moment comes. At most one place is due or
    late at a time: those after it are coming.
    """
    found: list[Observation] = []
    since: datetime | None = None
    for place, moment in enumerate(_served(planned, sorted(taken), late_after)):
        one = planned[place]
        if moment is not None:
            since = None
            found.append(Observation(one, Taking.TAKEN, moment))
            continue
        since = since or one.at
        if place + 1 < len(planned) and now >= planned[place + 1].at:
            found.append(Observation(one, Taking.NOT_TAKEN))
        elif now < _opens(planned, place, late_after) or next_due(found) is not None:
            found.append(Observation(one, Taking.COMING))
        elif now >= one.at and now - since > late_after:
            found.append(Observation(one, Taking.LATE, due_since=since, late_by=now - since))
        else:
            found.append(Observation(one, Taking.DUE))
    return tuple(found)


def next_due(observations: Sequence[Observation]) -> Observation | None:
    """The reading to take next; None when the schedule is done."""
    waiting = (Taking.COMING, Taking.DUE, Taking.LATE)
    return next((one for one in observations if one.taking in waiting), None)


def _opens(planned: Sequence[Planned], place: int, late_after: timedelta) -> datetime:
    at = planned[place].at
    if place == 0:
        return at - late_after
    return at - min(late_after, (at - planned[place - 1].at) / 2)


def _served(planned: Sequence[Planned], taken: Sequence[datetime], late_after: timedelta) -> list[datetime | None]:
    places: list[datetime | None] = [None] * len(planned)
    for moment in taken:
        for place, one in enumerate(places):
            closed = place + 1 < len(planned) and moment >= planned[place + 1].at
            if one is None and not closed and moment >= _opens(planned, place, late_after):
                places[place] = moment
                break
    return places
