"""Whether a prescriber's signed direction covers a dose: this drug, this way, this day, and not more than it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from afterglow.ground.design.words import day
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.quantity import Dose, Rate


@dataclass(frozen=True)
class Signed:
    """What a direction says. ``most`` is the most that may be given under it; ``rate`` is None where nothing runs."""

    drug: str
    route: str
    dose: Dose
    most: Dose
    rate: Rate | None
    valid_on: date


@dataclass(frozen=True)
class Wanted:
    """A dose about to be given."""

    drug: str
    route: str
    dose: Dose
    rate: Rate | None
    on: date


def direction_findings(signed: Signed | None, wanted: Wanted, source: str = "default") -> tuple[Finding, ...]:
    """What a direction does not cover. Every one is an interlock: only a new signature helps.

    Less than was signed is covered, and a slower rate; more of either never is.
    """
    if signed is None:
        return (_stop("direction-not-signed", "No signed direction covers this dose.", source),)
    found = []
    if (signed.drug, signed.route) != (wanted.drug, wanted.route):
        words = f"The direction is for {signed.drug}, {signed.route}; this is {wanted.drug}, {wanted.route}."
        found.append(_stop("direction-other-treatment", words, source))
    if signed.valid_on != wanted.on:
        words = f"The direction was signed for {day(signed.valid_on)}, not for today."
        found.append(_stop("direction-other-day", words, source))
    if wanted.dose > min(signed.dose, signed.most):
        words = f"{wanted.dose} is more than the {signed.dose} that was signed for."
        found.append(_stop("direction-more-than-signed", words, source))
    if wanted.rate is not None and (signed.rate is None or wanted.rate > signed.rate):
        words = (
            "The rate is above the one that was signed for. That needs a new direction and a new check by two people."
        )
        found.append(_stop("direction-faster-than-signed", words, source))
    return tuple(found)


def _stop(code: str, words: str, source: str) -> Finding:
    return Finding(code, Severity.STOP, words, source, interlock=True)
