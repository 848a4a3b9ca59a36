"""Monitors that tried to send and are not known here: kept for a day, and only the latest few.

They belong to no clinic, as nobody knows whose they are, and hold nothing but a name; so they stand beside the counts
of wrong sign-ins and not in the record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.core.cache import cache

_KEY: Final = "monitors-not-known-here"
_A_DAY_S: Final = 24 * 60 * 60
_MOST: Final = 10


@dataclass(frozen=True)
class Stranger:
    """What it calls itself, how often it tried, and when last."""

    name: str
    times: int
    last: datetime


def note_stranger(name: str, *, now: datetime) -> None:
    """Remember that something with this name was refused."""
    known = {one.name: one for one in strangers()}
    short = name[:60]
    found = known.pop(short, Stranger(short, 0, now))
    latest = [replace(found, times=found.times + 1, last=now), *known.values()]
    cache.set(_KEY, latest[:_MOST], timeout=_A_DAY_S)


def strangers() -> Sequence[Stranger]:
    """The latest few, whoever tried last first."""
    found: Sequence[Stranger] = cache.get(_KEY, ())
    return found
