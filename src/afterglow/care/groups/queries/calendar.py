"""On which days a series meets, which are left out and why, and which meetings are still to be put into the diary."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from afterglow.care.groups.models.series import Meeting, PlannedBreak, Series
from afterglow.care.groups.queries.moving import planned_day
from afterglow.care.groups.queries.terms import linked_meetings, rhythm_of, version_for
from afterglow.care.groups.rules.recurrence import Dated, Pause, dated, runs
from afterglow.ground.kernel.period import local_day
from afterglow.record.diary.queries import bank_holidays

AHEAD = timedelta(weeks=8)
"""How far ahead meetings stand in the diary (default)."""


def breaks_of(series: Series, *, after: date) -> Sequence[PlannedBreak]:
    """The planned breaks of a series that are not over."""
    return list(PlannedBreak.objects.filter(series=series, last_day__gte=after).order_by("first_day", "pk"))


def left_out(series: Series, *, now: datetime) -> tuple[Dated, ...]:
    """The days of the next eight weeks on which the series would meet and does not, and why."""
    today = _today(series, now)
    return tuple(one for one in days_between(series, today, today + AHEAD) if one.left_out)


def to_plan(series: Series, *, now: datetime) -> tuple[tuple[int, tuple[date, ...]], ...]:
    """The runs of the next eight weeks that do not stand in the diary yet: the number of each, and its days."""
    if series.ended_on is not None:
        return ()
    last, today = _last_meeting(series), _today(series, now)
    first = max(series.starts_on, today, planned_day(last) + timedelta(days=1) if last else today)
    parts, consecutive = linked_meetings(version_for(series, first), series.code)
    days = _not_taken(series, days_between(series, first, today + AHEAD))
    found = runs(days, parts=parts, consecutive=consecutive)
    return tuple(enumerate(found, start=last.run + 1 if last else 1))


def days_between(series: Series, first: date, last: date) -> tuple[Dated, ...]:
    """The days of a series's rhythm, bank holidays and planned breaks marked."""
    protocol = version_for(series, first)
    rhythm = rhythm_of(protocol, series.code)
    if rhythm is None:
        return ()
    group = protocol.group(series.code)
    held = group is not None and group.meetings.bank_holidays == "held"
    holidays = frozenset[date]() if held else bank_holidays(protocol.jurisdiction)
    pauses = [Pause(one.first_day, one.last_day, one.say) for one in breaks_of(series, after=first)]
    return dated(rhythm, first, last, holidays=holidays, pauses=pauses)


def _not_taken(series: Series, days: Sequence[Dated]) -> Sequence[Dated]:
    """The days, those on which a meeting was put from elsewhere left out: a series meets once a day."""
    taken = set(Meeting.objects.filter(series=series, day__in=[one.day for one in days]).values_list("day", flat=True))
    return [Dated(one.day, one.left_out or ("moved here" if one.day in taken else "")) for one in days]


def _last_meeting(series: Series) -> Meeting | None:
    found: Meeting | None = Meeting.objects.filter(series=series).order_by("-run", "-part").first()
    return found


def _today(series: Series, now: datetime) -> date:
    return local_day(now, ZoneInfo(series.clinic.time_zone))
