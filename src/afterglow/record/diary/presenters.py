"""A day of the diary as a page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from afterglow.record.diary.models import Appointment, Bay


@dataclass(frozen=True)
class Place:
    """A bay, or no bay, with what happens there on one day."""

    name: str
    appointments: tuple[Appointment, ...]


@dataclass(frozen=True)
class Free:
    """The times at which something could begin in a bay."""

    bay: Bay
    starts: tuple[datetime, ...]


def places(bays: Iterable[Bay], appointments: Sequence[Appointment]) -> tuple[Place, ...]:
    """The day by bay; consultations and calls, which need none, stand last. A retired bay shows while it is used."""
    known = list(bays)
    used = {row.bay for row in appointments if row.bay is not None and row.bay not in known}
    by_bay = [
        Place(bay.name, tuple(row for row in appointments if row.bay_id == bay.pk))
        for bay in [*known, *sorted(used, key=lambda bay: bay.name)]
    ]
    return (*by_bay, Place("Consultations and calls", tuple(row for row in appointments if row.bay_id is None)))


def free_times(free: Mapping[Bay, tuple[datetime, ...]], *, most: int = 8) -> tuple[Free, ...]:
    """A few free starts of each bay, spread over the day."""
    return tuple(Free(bay, starts[:: max(1, -(-len(starts) // most))]) for bay, starts in free.items() if starts)


def day_asked(text: str, today: date) -> date:
    """The day named in an address as ``2026-06-11``; today for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today
