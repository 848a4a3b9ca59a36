"""A finding in its place: what it was found in, whether somebody saw it, and whether a prescriber signed past it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from afterglow.care.treatment.models import Seen
from afterglow.care.treatment.queries.known import Known
from afterglow.ground.kernel.finding import Finding, stops
from afterglow.record.pathway.models import Override


@dataclass(frozen=True)
class Placed:
    """``about`` is what the finding was found in: the same finding in the next reading is another one."""

    finding: Finding
    about: str
    at: datetime | None = None
    seen: Seen | None = None
    override: Override | None = None

    @property
    def holds(self) -> bool:
        """Whether it still holds the next step back."""
        return bool(stops([self.finding])) and (self.finding.interlock or self.override is None)


def about_day(known: Known) -> str:
    """What is true of the day as a whole."""
    return str(known.treatment.ref)


def about_entry(known: Known, entry: UUID | int | str) -> str:
    """What was found in one entry of the day."""
    return f"{known.treatment.ref}:{entry}"[:64]


def placed(found: Iterable[Finding], about: str, known: Known, at: datetime | None = None) -> tuple[Placed, ...]:
    """Findings with what is known of them."""
    return tuple(
        Placed(one, about, at, known.seen.get((one.code, about)), known.overrides.get((one.code, about)))
        for one in found
    )


def held_back(found: Iterable[Placed]) -> tuple[Finding, ...]:
    """The stops that still hold: every interlock, and every clinical stop that nobody signed past."""
    return tuple(one.finding for one in found if one.holds)
