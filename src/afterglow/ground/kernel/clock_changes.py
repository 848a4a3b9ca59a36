"""When the clocks of a zone change, and how an iCalendar file says so (VTIMEZONE, RFC 5545 section 3.6.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_STEP = timedelta(days=7)
_FINEST = timedelta(minutes=1)


@dataclass(frozen=True)
class ClockChange:
    """A moment from which on another distance to UTC holds."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool


def clock_changes(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[ClockChange]:
    """Every change of a zone's clocks between two moments, to the minute; none lies within a week of another."""
    earlier = first.astimezone(UTC)
    while earlier < last:
        later = earlier + _STEP
        if _offset(zone, earlier) != _offset(zone, later):
            yield _change(zone, earlier, later)
        earlier = later


def described(zone: ZoneInfo, first: datetime, last: datetime) -> Timezone:
    """A zone as a calendar file describes it: what holds at ``first``, and every change until ``last``."""
    told = Timezone()
    told.add("tzid", zone.key)
    for change in (_as_it_was(zone, first.astimezone(UTC)), *clock_changes(zone, first, last)):
        part = TimezoneDaylight() if change.summer else TimezoneStandard()
        # The wall clock just before the change, as the standard wants it.
        part.add("dtstart", (change.at + change.before).replace(tzinfo=None))
        part.add("tzoffsetfrom", change.before)
        part.add("tzoffsetto", change.after)
        part.add("tzname", change.name)
        told.add_component(part)
    return told


def _change(zone: ZoneInfo, earlier: datetime, later: datetime) -> ClockChange:
    before = _offset(zone, earlier)
    while later - earlier > _FINEST:
        middle = earlier + ((later - earlier) // 2 // _FINEST or 1) * _FINEST
        earlier, later = (middle, later) if _offset(zone, middle) == before else (earlier, middle)
    return ClockChange(later, before, _offset(zone, later), *_named(zone, later))


def _as_it_was(zone: ZoneInfo, moment: datetime) -> ClockChange:
    offset = _offset(zone, moment)
    return ClockChange(moment, offset, offset, *_named(zone, moment))


def _named(zone: ZoneInfo, moment: datetime) -> tuple[str, bool]:
    local = moment.astimezone(zone)
    return local.tzname() or zone.key, bool(local.dst())


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)
