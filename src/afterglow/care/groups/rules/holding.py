"""How long a place is held, an offer stays open, and giving a place back is free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from afterglow.ground.design.words import clock, counted, weekday_day
from afterglow.ground.kernel.money import Money


@dataclass(frozen=True)
class Keeping:
    """Until when a place is kept, and from when on its patient may be asked to agree and to pay (None: at once)."""

    until: datetime
    asked_from: datetime | None = None


def kept(now: datetime, for_how_long: timedelta, *, quiet: datetime | None, last: datetime) -> Keeping:
    """How long a place is kept for somebody who still has to agree or pay.

    In the quiet time after a dose the time runs from its end. Nothing is kept beyond ``last``, the moment booking
    closes.
    """
    if quiet is None or quiet <= now:
        return Keeping(min(now + for_how_long, last))
    return Keeping(min(quiet + for_how_long, last), quiet)


def held_for_payment(now: datetime, live: timedelta) -> datetime:
    """Until when a place is held once paying has begun: never cut short, or a payment could end without a place."""
    return now + live


@dataclass(frozen=True)
class GivingBack:
    """What giving a place back would mean now, in words for the page: said before the button (L10)."""

    free: bool
    lead: str
    then: str
    left: str
    share_free: int
    """How much of the time until the start is still free, in hundredths, for the bar beside the words."""


def giving_back(fee: Money, free_until: datetime, starts_at: datetime, now: datetime, zone: ZoneInfo) -> GivingBack:
    """The cancellation clock. ``free_until`` itself is still free; with no fee it is free until the start."""
    if not fee.pence:
        return GivingBack(True, "You can give the place back at any time.", "There is nothing to pay.", "", 100)
    amount, moment = _pounds(fee), f"{weekday_day(free_until, zone)}, {clock(free_until, zone)}"
    if now > free_until:
        return GivingBack(False, f"The free time is over: it ended {moment}.", f"{amount} is kept.", "", 0)
    left = f"It is {weekday_day(now, zone)}, {clock(now, zone)}. You have {time_left(free_until - now)}."
    whole = (starts_at - now).total_seconds()
    share = round(100 * (free_until - now).total_seconds() / whole) if whole > 0 else 0
    return GivingBack(True, f"Free until {moment}.", f"After that {amount} is kept.", left, share)


def is_free(free_until: datetime, now: datetime) -> bool:
    """Whether a place can still be given back without owing anything: elapsed time, the last moment included."""
    return now <= free_until


def time_left(length: timedelta) -> str:
    """``2 days and 4 hours``, ``5 hours and 10 min``, ``3 min``."""
    minutes = max(0, int(length.total_seconds() // 60))
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [counted(days, "day"), counted(hours, "hour"), counted(minutes, "min")]
    figures = [days, hours, minutes]
    first = next((place for place, figure in enumerate(figures) if figure), 2)
    shown = [parts[place] for place in range(first, min(first + 2, 3)) if figures[place]]
    return " and ".join(shown or [parts[2]])


def _pounds(fee: Money) -> str:
    return f"£{fee.pence // 100}.{fee.pence % 100:02d}" if fee.currency == "GBP" else str(fee)
