"""Within what a prescriber may sign for a dose."""

from __future__ import annotations

from afterglow.care.course.rules.planned_dose import planned_dose
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.quantity import Dose, Weight
from afterglow.ground.protocol.schema.treatments import Treatment


def dose_findings(dose: Dose, weight: Weight | None, treatment: Treatment) -> tuple[Finding, ...]:
    """Whether a dose lies within what a prescriber may sign for by this treatment's limits.

    Limits per kilogram are rounded like a dose is, so that rounding alone never passes one.
    """
    limits, found = treatment.limits, []
    if dose > limits.most:
        words = f"{dose} is more than the most for one dose, {limits.most}."
        found.append(Finding("dose-above-most", Severity.STOP, words, limits.source))
    if limits.per_kg is not None and treatment.rounding is not None and weight is not None:
        step = treatment.rounding.to
        least = planned_dose(limits.per_kg.least, weight, step)
        most = planned_dose(limits.per_kg.most, weight, step)
        if not least <= dose <= most:
            words = f"{dose} is outside {least} to {most} for {weight}."
            how = f"{limits.per_kg.least} to {limits.per_kg.most}, times {weight}"
            found.append(Finding("dose-outside-limits", Severity.STOP, words, limits.source, how=how))
    if treatment.doses and dose not in treatment.doses:
        offered = ", ".join(str(one) for one in treatment.doses)
        words = f"{dose} cannot be given: {treatment.name} comes in {offered}."
        found.append(Finding("dose-not-offered", Severity.STOP, words, treatment.source))
    return tuple(found)
