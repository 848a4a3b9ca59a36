"""A signed direction on the day: whether it is for this dose, and whether the weight behind it still holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.quantity import Weight


@dataclass(frozen=True)
class Signed:
    """What a direction was signed for."""

    drug: str
    route: str
    valid_on: date
    weight: Weight | None


def is_in_force(signed: Signed | None, drug: str, route: str, today: date) -> bool:
    """Whether a signed direction covers this drug by this route today. Yesterday's does not."""
    return signed is not None and (signed.drug, signed.route, signed.valid_on) == (drug, route, today)


def weight_since_signing(signed: Signed, weighed: Weight | None) -> tuple[Finding, ...]:
    """A caution where the patient was weighed after the signature and weighs something else.

    The dose does not change by itself: the prescriber signs again, or the dose stays as signed.
    """
    if signed.weight is None or weighed is None or weighed == signed.weight:
        return ()
    words = f"The dose was signed for {signed.weight}; the scales now say {weighed}. Ask the prescriber."
    return (Finding("weight-since-signing", Severity.CAUTION, words, "F12"),)
