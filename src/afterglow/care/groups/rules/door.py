"""The door of a meeting: when it opens, who is in time, and what is told while somebody waits (L9)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from afterglow.ground.design.words import clock


class Doorway(StrEnum):
    """How the door stands for somebody at one moment."""

    NOT_OPEN = "not open yet"
    OPEN = "open"
    CLOSED = "closed"


def doorway(now: datetime, *, opens_at: datetime, closes_at: datetime) -> Doorway:
    """The door at a moment. Who comes at the very moment it closes is in time; nobody after it."""
    if now < opens_at:
        return Doorway.NOT_OPEN
    return Doorway.OPEN if now <= closes_at else Doorway.CLOSED


def may_admit(*, arrived_in_time: bool, now: datetime, ends_at: datetime) -> bool:
    """Who arrived in time is let in whenever a facilitator looks, until the end."""
    return arrived_in_time and now < ends_at


def door_words(opens_at: datetime, closes_at: datetime, zone: ZoneInfo) -> str:
    """What is told beforehand: ``The waiting room opens at 14:20. Nobody is let in after 14:45.``"""
    return f"The waiting room opens at {clock(opens_at, zone)}. Nobody is let in after {clock(closes_at, zone)}."
