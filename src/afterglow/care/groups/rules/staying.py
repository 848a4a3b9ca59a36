"""How long a membership lasts (F29)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from afterglow.ground.design.words import day as day_words
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.protocol.schema.groups import Membership


@dataclass(frozen=True)
class Stay:
    """The three ends of a membership, by calendar months from the day of joining."""

    least: date
    planned: date
    most: date


def stay(joined_on: date, membership: Membership) -> Stay:
    """How long somebody who joins on a day stays: at least, as planned, and at most."""
    return Stay(
        membership.least.after(joined_on), membership.planned.after(joined_on), membership.most.after(joined_on)
    )


def leaving(on: date, least_until: date, source: str) -> tuple[Finding, ...]:
    """A caution for leaving before the shortest stay is over. It holds nobody back."""
    if on >= least_until:
        return ()
    words = f"The group asks for a stay until {day_words(least_until)} at least. Talk it over in the group first."
    return (Finding("leaves-early", Severity.CAUTION, words, source),)
