"""Whether a signed direction still covers a dose as it is planned now: this day, and not more than it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from afterglow.ground.design.words import day
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.quantity import Dose


@dataclass(frozen=True)
class Signed:
    """What a direction says. ``most`` is the most that may be given under it."""

    dose: Dose
    most: Dose
    valid_on: date


@dataclass(frozen=True)
class Wanted:
    """A dose as planned. ``dose`` is None while the patient has to be weighed first."""

    dose: Dose | None
    on: date


def direction_findings(signed: Signed, wanted: Wanted) -> tuple[Finding, ...]:
    """What a direction does not cover. Every one is an interlock: only a new signature helps.

    Less than was signed is covered; more never is, nor another day.
    """
    found = []
    if signed.valid_on != wanted.on:
        words = (
            f"The direction is for {day(signed.valid_on)}; the treatment is planned for {day(wanted.on)}. Sign again."
        )
        found.append(_stop("direction-other-day", words))
    if wanted.dose is not None and wanted.dose > min(signed.dose, signed.most):
        words = f"The direction is for {signed.dose}; since then {wanted.dose} is planned. Sign again."
        found.append(_stop("direction-more-than-signed", words))
    return tuple(found)


def _stop(code: str, words: str) -> Finding:
    return Finding(code, Severity.STOP, words, "F12", interlock=True)
