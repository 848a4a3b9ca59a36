"""What is looked at before each dose: weight, last response, side effects, wishes for more, and what a change means."""

from __future__ import annotations

from dataclasses import dataclass

from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.quantity import Dose, DosePerWeight
from afterglow.ground.protocol.schema.course import Reliance
from afterglow.ground.protocol.schema.dosing import DoseReview
from afterglow.ground.protocol.schema.treatments import Treatment

FIRST_TREATMENTS = 3
"""How many treatments count as the first ones (default)."""


@dataclass(frozen=True)
class Looked:
    """What was looked at, and what the patient said. Empty words mean that nobody asked."""

    weighed_today: bool
    last_response: str
    side_effects: str
    wants_more: bool
    uses_elsewhere: bool


def review_findings(looked: Looked | None, first_dose: bool, rule: DoseReview) -> tuple[Finding, ...]:
    """A stop for everything that the protocol asks to be looked at and nobody has. Before a first dose there is
    neither a last response nor a side effect to ask about.
    """
    if looked is None:
        return (Finding("dose-not-reviewed", Severity.STOP, "The dose has not been reviewed yet.", rule.source),)
    asked = (
        (rule.weight_each_time, looked.weighed_today, "not-weighed", "The patient has not been weighed today."),
        (
            rule.last_response and not first_dose,
            bool(looked.last_response.strip()),
            "last-response-not-asked",
            "Nobody has asked how the last treatment went.",
        ),
        (
            rule.side_effects and not first_dose,
            bool(looked.side_effects.strip()),
            "side-effects-not-asked",
            "Nobody has asked about side effects since the last treatment.",
        ),
    )
    return tuple(
        Finding(code, Severity.STOP, words, rule.source) for wanted, done, code, words in asked if wanted and not done
    )


def reliance_findings(looked: Looked, reliance: Reliance) -> tuple[Finding, ...]:
    """A caution for a wish for more and for use elsewhere: to be talked about, never held against anyone (F9)."""
    found = []
    if looked.wants_more:
        words = f"The patient wishes for a higher dose or for treatment more often. Talk about it. {reliance.say}"
        found.append(Finding("wants-more", Severity.CAUTION, words, reliance.source))
    if looked.uses_elsewhere:
        words = f"The patient has used ketamine outside the clinic. Talk about it before this dose. {reliance.say}"
        found.append(Finding("uses-elsewhere", Severity.CAUTION, words, reliance.source))
    return tuple(found)


def change_findings(
    before: DosePerWeight | None, planned: DosePerWeight | None, treatment: Treatment
) -> tuple[Finding, ...]:
    """A caution when the dose for each kilogram rises by more than the protocol's step; a fall needs no step."""
    step = treatment.limits.step
    if step is None or before is None or planned is None or planned.units - before.units <= step.units:
        return ()
    words = f"The dose would rise from {before} to {planned}, by more than a step of {step}."
    return (Finding("dose-rises-fast", Severity.CAUTION, words, treatment.limits.source),)


def drowsiness_findings(treatment_number: int, last: Dose | None, planned: Dose) -> tuple[Finding, ...]:
    """That drowsiness tomorrow is likelier: after the first treatments, counted from 1, or a higher dose (F16)."""
    because = []
    if treatment_number <= FIRST_TREATMENTS:
        because.append("this is one of the first treatments")
    if last is not None and planned > last:
        because.append(f"the dose rises from {last} to {planned}")
    if not because:
        return ()
    words = f"Drowsiness tomorrow is likelier: {' and '.join(because)}. Say so when you talk about driving."
    return (Finding("drowsy-tomorrow", Severity.INFO, words, "F16"),)
