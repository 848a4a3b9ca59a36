"""Putting a meeting on another time: what moves with it, and which times it cannot have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from afterglow.care.groups.rules.terms import Terms
from afterglow.ground.design.words import moment
from afterglow.ground.kernel.finding import Finding, Severity


@dataclass(frozen=True)
class Beside:
    """What a new time has to fit: the linked meetings before and after, and whether its day is taken."""

    before: datetime | None = None
    """The end of the linked meeting before this one."""
    after: datetime | None = None
    """The start of the linked meeting after this one."""
    day_taken: bool = False
    """Another meeting of the series stands on that day."""


def shifted(terms: Terms, starts_at: datetime) -> Terms:
    """The terms at another start: as long as before, its door as long before and after, in elapsed time (L9, L10)."""
    by = starts_at - terms.starts_at
    return replace(
        terms,
        starts_at=starts_at,
        ends_at=terms.ends_at + by,
        door_opens_at=terms.door_opens_at + by,
        door_closes_at=terms.door_closes_at + by,
        free_until=terms.free_until + by,
    )


def cannot_move(was: Terms, new: Terms, beside: Beside, *, now: datetime, zone: ZoneInfo) -> tuple[Finding, ...]:
    """Why a meeting cannot be put on a time; empty where it can. Nobody goes past these."""
    return tuple(_stops(was, new, beside, now, zone))


def _stops(was: Terms, new: Terms, beside: Beside, now: datetime, zone: ZoneInfo) -> Iterator[Finding]:
    if new.starts_at == was.starts_at:
        yield _stop("same-time", "It is at this time already.")
    if new.door_opens_at <= now:
        yield _stop("too-soon", "Its door would be open by now: choose a later time.")
    if beside.day_taken:
        yield _stop("day-taken", "Another meeting of this series stands on that day.")
    if beside.before is not None and new.starts_at < beside.before:
        yield _stop("before-its-first", f"The meeting linked with it before ends {moment(beside.before, zone)}.")
    if beside.after is not None and new.ends_at > beside.after:
        yield _stop("after-its-next", f"The meeting linked with it after begins {moment(beside.after, zone)}.")


def _stop(code: str, words: str) -> Finding:
    return Finding(code, Severity.STOP, words, "default", interlock=True)
