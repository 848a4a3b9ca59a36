"""The first dose of a treatment, where the protocol asks for less from an age on."""

from __future__ import annotations

from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.quantity import Dose
from afterglow.ground.protocol.schema.treatments import Treatment

_OLDER = 65
"""Age in years from which the first dose may be a smaller one (spravato-smpc, United Kingdom)."""


def first_dose_findings(dose: Dose, treatment: Treatment, age: int, earlier: int) -> tuple[Finding, ...]:
    """A stop for a first dose above what the protocol asks for from the age of 65.

    ``earlier`` counts the doses of this treatment the patient was given before. The stop is clinical.
    """
    rule = treatment.first_dose_from_65
    if rule is None or earlier or age < _OLDER or dose <= rule.dose:
        return ()
    words = f"This is the first dose at the age of {age}: {rule.dose} is asked for first, not {dose}."
    return (Finding("first-dose-from-65", Severity.STOP, words, rule.source),)
