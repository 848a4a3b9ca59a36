"""Handing a supply out to take home: against a prescription that is still valid, to somebody who is written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from afterglow.care.pharmacy.rules.saying import interlock
from afterglow.ground.design.words import day
from afterglow.ground.kernel.finding import Finding

PATIENT, REPRESENTATIVE, PROFESSIONAL = "patient", "representative", "health professional"
COLLECTORS = (PATIENT, REPRESENTATIVE, PROFESSIONAL)


@dataclass(frozen=True)
class Collected:
    """Who takes a supply with them, and whether they were asked who they are (cd-regulations-2001, 19)."""

    name: str
    kind: str
    id_asked: bool
    id_shown: bool


def supply_findings(signed_on: date, today: date, valid_for: timedelta, collected: Collected) -> tuple[Finding, ...]:
    """What forbids handing it out. ``valid_for`` counts the day of signing as its first (28 days in England)."""
    found = []
    if today >= signed_on + valid_for:
        words = f"It was signed on {day(signed_on)} and is valid for {valid_for.days} days. It has to be signed again."
        found.append(interlock("prescription-over", words))
    if not collected.name.strip():
        found.append(interlock("no-collector", "Enter who collects it."))
    if collected.id_shown and not collected.id_asked:
        found.append(interlock("id-not-asked", "Proof of identity was shown: say that it was asked for too."))
    return tuple(found)
