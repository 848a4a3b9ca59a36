"""Conditions in which treatment is weighed differently, each with its reason (F7). None of them decides."""

from __future__ import annotations

from collections.abc import Iterable

from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.protocol.schema.assessment import Assessment

_WEIGHT = {"info": Severity.INFO, "caution": Severity.CAUTION}

UNDER_18 = "under-18"
"""Known from the date of birth: nobody needs to tick it."""

ADULT_FROM = 18


def consideration_findings(present: Iterable[str], age: int, assessment: Assessment) -> tuple[Finding, ...]:
    """One finding with its reason for each condition that is there, for an age in years, in the protocol's order."""
    there = set(present)
    if age < ADULT_FROM:
        there.add(UNDER_18)
    return tuple(
        Finding(f"consideration-{rule.code}", _WEIGHT[rule.finding], f"{rule.say}. {rule.why}", rule.source)
        for rule in assessment.considerations
        if rule.code in there
    )
