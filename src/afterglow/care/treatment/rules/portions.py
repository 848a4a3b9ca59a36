"""A dose given in several devices or sprays: how many, how long apart, and how much was given in all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from afterglow.ground.design.words import clock, counted
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.quantity import Dose, show_duration
from afterglow.ground.protocol.schema.treatments import Preparation


@dataclass(frozen=True)
class Portions:
    """How a dose is divided: ``count`` portions of ``each``, at least ``apart`` from one to the next."""

    count: int
    each: Dose
    apart: timedelta


def portions_of(dose: Dose, preparation: Preparation) -> Portions | None:
    """How a dose is divided; None where it is given at once.

    Raises ValueError for a dose that is no whole number of portions.
    """
    if preparation.each is None or preparation.apart is None:
        return None
    count, rest = divmod(dose.units, preparation.each.units)
    if rest or count == 0:
        raise ValueError(f"{dose} is no whole number of portions of {preparation.each}.")
    return Portions(count, preparation.each, preparation.apart)


def next_from(portions: Portions, given: Sequence[datetime]) -> datetime | None:
    """From when the next portion may be given; None before the first, and once all were."""
    return given[-1] + portions.apart if 0 < len(given) < portions.count else None


def portion_findings(
    portions: Portions, given: Sequence[datetime], now: datetime, zone: ZoneInfo, source: str
) -> tuple[Finding, ...]:
    """What holds the next portion back: all were given, or the rest is not over. Nobody goes past either."""
    if len(given) >= portions.count:
        words = f"All {portions.count} were given. More needs a new signed direction."
        return (Finding("portions-all-given", Severity.STOP, words, source, interlock=True),)
    opens = next_from(portions, given)
    if opens is not None and now < opens:
        words = f"{show_duration(portions.apart)} lie between one and the next: not before {clock(opens, zone)}."
        return (Finding("portion-too-soon", Severity.STOP, words, source, interlock=True),)
    return ()


def given_so_far(portions: Portions, given: Sequence[datetime]) -> Dose:
    """What was given in all."""
    return Dose(portions.each.units * len(given))


def progress_words(portions: Portions, given: Sequence[datetime], zone: ZoneInfo) -> str:
    """``1 of 2 given, the next from 10:05``."""
    opens = next_from(portions, given)
    later = f", the next from {clock(opens, zone)}" if opens else ""
    return f"{len(given)} of {counted(portions.count, 'portion')} given{later}"
