"""Whether a lot may be used today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from afterglow.care.pharmacy.rules.saying import interlock
from afterglow.ground.design.words import day
from afterglow.ground.kernel.finding import Finding

SAID_BEFORE = timedelta(days=30)
"""A house default: how long before its last day a lot is brought to somebody's notice."""


@dataclass(frozen=True)
class LotFacts:
    """A lot as its label and the clinic say. It may be used up to and on ``expires_on``."""

    number: str
    expires_on: date
    held_back_because: str = ""


def lot_findings(lot: LotFacts, today: date) -> tuple[Finding, ...]:
    """What forbids giving anything of this lot to anybody."""
    found = []
    if today > lot.expires_on:
        words = f"Lot {lot.number} expired after {day(lot.expires_on)}. It is destroyed with a witness, never given."
        found.append(interlock("lot-expired", words, "default", how=f"{day(lot.expires_on)} is before {day(today)}"))
    if lot.held_back_because:
        words = f"Lot {lot.number} is held back: {lot.held_back_because}"
        found.append(interlock("lot-held-back", words, "default"))
    return tuple(found)


def said_until(today: date) -> date:
    """The latest last day of a lot that is spoken of today."""
    return today + SAID_BEFORE
