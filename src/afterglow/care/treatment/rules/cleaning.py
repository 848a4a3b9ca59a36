"""Whether an empty bay is ready for the next patient."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from afterglow.ground.design.words import clock, short_day
from afterglow.ground.kernel.period import local_day

_TITLES = frozenset({"Dr", "Prof", "Mr", "Mrs", "Ms", "Mx"})

TO_BE_CLEANED = "To be cleaned"


@dataclass(frozen=True)
class Cleaned:
    """Somebody cleaned a bay after its last patient. ``by`` is such as ``Sarah Moss, infusion nurse``."""

    at: datetime
    by: str


def cleaned_words(cleaned: Cleaned | None, now: datetime, zone: ZoneInfo) -> str:
    """``Cleaned 10:42 by S. Moss``, with the day where it was another; else that it is to be cleaned."""
    if cleaned is None:
        return TO_BE_CLEANED
    today = local_day(cleaned.at, zone) == local_day(now, zone)
    return f"Cleaned {clock(cleaned.at, zone) if today else short_day(cleaned.at, zone)} by {short_name(cleaned.by)}"


def short_name(author: str) -> str:
    """``S. Moss`` for ``Sarah Moss, infusion nurse``; a title and a single name stay as they are."""
    name = author.partition(", ")[0]
    *firsts, last = name.split() or [""]
    first = next((part for part in firsts if part.rstrip(".") not in _TITLES), "")
    return f"{first[0]}. {last}" if first else name
