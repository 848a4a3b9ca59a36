"""Names and times as they stand on a treatment's pages."""

from __future__ import annotations

from datetime import datetime

from afterglow.care.treatment.queries.known import Known
from afterglow.ground.access.models import Entry
from afterglow.ground.design import words
from afterglow.ground.design.signature import Signature


def clock(known: Known, when: datetime) -> str:
    """``10:42`` where the clinic is."""
    return words.clock(when, known.protocol.zone)


def signature(known: Known, entry: Entry, reason: str = "") -> Signature:
    """Who wrote an entry, in what role, when, and why."""
    name, _, role = entry.author_name.partition(", ")
    return Signature(name, role, clock(known, entry.happened_at), reason)


def by_whom(known: Known, entry: Entry) -> str:
    """``Priya Shah 10:41``."""
    return f"{entry.author_name.partition(', ')[0]} {clock(known, entry.happened_at)}"
