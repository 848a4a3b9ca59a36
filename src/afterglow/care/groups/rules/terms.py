"""The terms of one meeting: its door, its places, its fee, and until when giving a place back is free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from afterglow.ground.kernel.money import Money
from afterglow.ground.kernel.period import Period
from afterglow.ground.protocol.schema.clinic import EventFee
from afterglow.ground.protocol.schema.groups import Group

ANNOUNCED_BEFORE = timedelta(days=1)
"""A guest is announced at least this long before the start, so that whoever minds can stay away (default)."""


@dataclass(frozen=True)
class Terms:
    """All moments in UTC, so that hours before the start are elapsed hours whatever the clocks do."""

    starts_at: datetime
    ends_at: datetime
    door_opens_at: datetime
    door_closes_at: datetime
    places: int
    fee: Money
    free_until: datetime


def terms_of(period: Period, group: Group | None, event_fee: EventFee | None = None) -> Terms:
    """The terms of a meeting of a group (L3, L9, L10); an event without places is open from its start to its end."""
    start, end = period.start, period.end or period.start
    fee = group.fee if group else event_fee
    return Terms(
        starts_at=start,
        ends_at=end,
        door_opens_at=start - group.door.opens_before if group else start,
        door_closes_at=start + group.door.closes_after if group else end,
        places=group.places.most if group else 0,
        fee=fee.amount if fee else Money(0),
        free_until=start - fee.free_cancellation_before if fee else start,
    )


def announced_in_time(now: datetime, *, starts_at: datetime, free_until: datetime) -> bool:
    """Whether a guest can still be announced: a day before, and while a place can be given back free (F43)."""
    return now <= min(starts_at - ANNOUNCED_BEFORE, free_until)
