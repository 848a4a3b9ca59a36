"""The weight a dose is worked out on: which one it is, and whether the figure can be believed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Literal

from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.quantity import Height, Weight, show_duration
from afterglow.ground.protocol.schema.dosing import WeightChecks
from afterglow.ground.protocol.schema.treatments import DosingWeight

Sex = Literal["female", "male"]

_AT_REFERENCE = {"male": Fraction(50_000), "female": Fraction(45_500)}
"""Devine 1974: grams at 152.4 cm (5 ft)."""
_PER_MILLIMETRE = Fraction("90.55")
"""Devine 1974: 0.9055 kg for each cm above 152.4 cm (2.3 kg an inch)."""
_REFERENCE_MILLIMETRES = 1_524
_SHARE_OF_EXCESS = Fraction("0.4")
"""Adjusted weight adds two fifths of what lies above the ideal."""


class WeightError(ValueError):
    """A dosing weight that cannot be worked out; the message says what is missing."""


@dataclass(frozen=True)
class WorkedOutWeight:
    """The dosing weight and, in words and figures, how it was reached."""

    weight: Weight
    how: str


def ideal_weight(height: Height, sex: Sex) -> Weight:
    """Devine's ideal body weight, to the gram. Never below nothing for very short people."""
    grams = _AT_REFERENCE[sex] + _PER_MILLIMETRE * (height.units - _REFERENCE_MILLIMETRES)
    return Weight(max(0, _rounded(grams)))


def adjusted_weight(actual: Weight, ideal: Weight) -> Weight:
    """Ideal weight and two fifths of the excess above it, to the gram."""
    return Weight(_rounded(ideal.units + _SHARE_OF_EXCESS * (actual.units - ideal.units)))


def dosing_weight(
    rule: DosingWeight, actual: Weight, height: Height | None = None, sex: Sex | None = None
) -> WorkedOutWeight:
    """The weight the protocol doses on. Never more than the actual weight.

    Raises WeightError when the ideal or adjusted weight is asked for and height or sex is not known.
    """
    if rule.basis == "actual":
        return WorkedOutWeight(actual, f"actual weight {actual}")
    if rule.basis == "capped" and rule.cap is not None:
        return WorkedOutWeight(min(actual, rule.cap), f"actual weight {actual}, at most {rule.cap}")
    if height is None or sex is None:
        raise WeightError("The dosing weight needs height and sex. Enter both first.")
    ideal = ideal_weight(height, sex)
    if actual <= ideal:
        return WorkedOutWeight(actual, f"actual weight {actual}, not above the ideal {ideal}")
    if rule.basis == "ideal":
        return WorkedOutWeight(ideal, f"ideal weight {ideal} (Devine, {height}); actual {actual}")
    adjusted = adjusted_weight(actual, ideal)
    how = f"adjusted weight {adjusted} = ideal {ideal} + 0.4 × ({actual} − {ideal})"
    return WorkedOutWeight(adjusted, how)


def weight_findings(
    weight: Weight, weighed_at: datetime, last: Weight | None, now: datetime, checks: WeightChecks
) -> tuple[Finding, ...]:
    """Whether a weight is believed, has changed much since the last dose (``last``), or is old."""
    found = []
    if not checks.believed.holds(weight):
        words = f"{weight} is outside {checks.believed.least} to {checks.believed.most}. Weigh again, in kilograms."
        found.append(Finding("weight-not-believed", Severity.STOP, words, checks.source))
    elif last is not None and _changed_much(weight, last, checks):
        percent = abs(weight.units - last.units) * 100 // last.units
        words = f"Weight is {weight}; it was {last} at the last dose. Weigh again, and ask what has changed."
        how = f"a change of {percent} %; looked at above {checks.look_again_after_change} % or "
        found.append(
            Finding(
                "weight-changed",
                Severity.CAUTION,
                words,
                checks.source,
                how=how + str(checks.look_again_after_change_of),
            )
        )
    if now - weighed_at > checks.older_than:
        words = f"The weight is older than {show_duration(checks.older_than)}. Weigh again."
        found.append(Finding("weight-old", Severity.CAUTION, words, checks.source))
    return tuple(found)


def _changed_much(weight: Weight, last: Weight, checks: WeightChecks) -> bool:
    change = abs(weight.units - last.units)
    return (
        change > checks.look_again_after_change_of.units or change * 100 > checks.look_again_after_change * last.units
    )


def _rounded(grams: Fraction) -> int:
    return int(grams + Fraction(1, 2))
