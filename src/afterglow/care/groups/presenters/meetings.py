"""A run of meetings in words: when, how many places, who leads it, what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from afterglow.care.groups.models.series import Facilitator, Guest, Meeting
from afterglow.care.groups.rules.door import door_words
from afterglow.ground.design.words import clock, weekday_day
from afterglow.ground.kernel.money import Money

_PARTS = {"trainee": "takes part as a trainee", "visitor": "watches and listens"}


@dataclass(frozen=True)
class Run:
    """What stands on every page about a run of linked meetings; most have one."""

    name: str
    when: tuple[str, ...]
    door: str
    places: int
    left: int
    fee: Money
    led_by: str
    guests: tuple[str, ...]

    @property
    def taken(self) -> int:
        """How many places are gone."""
        return self.places - self.left

    @property
    def day(self) -> str:
        """The first day, in words."""
        return self.when[0].partition(",")[0]


def run_in_words(
    meetings: Sequence[Meeting],
    name: str,
    *,
    left: int,
    led_by: Sequence[Facilitator],
    guests: Sequence[Guest],
    zone: ZoneInfo,
) -> Run:
    """Put a run into words. ``left`` is the places free in all of its meetings."""
    first = meetings[0]
    return Run(
        name=name,
        when=tuple(hours(one.starts_at, one.ends_at, zone) for one in meetings),
        door=door_words(first.door_opens_at, first.door_closes_at, zone),
        places=first.places,
        left=left,
        fee=Money(sum(one.fee_pence for one in meetings), first.currency),
        led_by=" and ".join(str(one.account) for one in led_by),
        guests=tuple(f"{one.name} {_PARTS[one.part]}" for one in guests),
    )


def hours(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """``Friday 19 June, 14:30 to 16:00``."""
    return f"{weekday_day(starts_at, zone)}, {clock(starts_at, zone)} to {clock(ends_at, zone)}"
