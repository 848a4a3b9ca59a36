"""Who would be offered which free place now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from afterglow.care.groups.models.series import Meeting
from afterglow.care.groups.models.waiting import WaitingEntry
from afterglow.care.groups.queries.joining import ask
from afterglow.care.groups.queries.line import line_of
from afterglow.care.groups.queries.seats import seats_of
from afterglow.care.groups.queries.terms import group_of
from afterglow.care.groups.rules.holding import Keeping, kept
from afterglow.care.groups.rules.line import next_in_line
from afterglow.ground.kernel.finding import stops


@dataclass(frozen=True)
class ToOffer:
    """A free place number, whose turn it is, and how long it would be kept for them."""

    number: int
    entry: WaitingEntry
    keeping: Keeping


def to_offer(run: Sequence[Meeting], *, now: datetime) -> Sequence[ToOffer]:
    """Every free place with whoever is next in line and may take it; nothing once booking is over."""
    if now >= run[0].door_opens_at or any(meeting.cancelled_at for meeting in run):
        return ()
    line = line_of(run[0])
    numbers = seats_of(run).free if line else ()
    keepings: dict[int, Keeping | None] = {}

    def may_take(entry: WaitingEntry) -> bool:
        keepings[entry.pk] = _keeping(entry, run, now)
        return keepings[entry.pk] is not None

    chosen = next_in_line(line, may_take, len(numbers))
    pairs = zip(numbers, chosen, strict=False)
    return [ToOffer(number, entry, keeping) for number, entry in pairs if (keeping := keepings[entry.pk]) is not None]


def _keeping(entry: WaitingEntry, run: Sequence[Meeting], now: datetime) -> Keeping | None:
    """How long a place would be kept for somebody in line; None for whoever may not take one now."""
    asked = ask(entry.patient, run, now=now)
    if stops(asked.findings):
        return None
    length = group_of(run[0]).places.offer_open_for
    keeping = kept(now, length, quiet=asked.quiet, last=run[0].door_opens_at)
    return keeping if max(now, keeping.asked_from or now) < keeping.until else None
