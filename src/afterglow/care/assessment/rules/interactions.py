"""Medicines taken and the treatment: what is known of them together, and what is done about it (F18, F20)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from afterglow.care.assessment.rules.medicines import Taken, diazepam_equivalent, families_taken
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.protocol.schema.assessment import Assessment, Interaction
from afterglow.ground.protocol.schema.treatments import Route, Treatment

_WEIGHT = {"info": Severity.INFO, "caution": Severity.CAUTION}

_LESS_EFFECT_ABOVE = 8
"""mg of diazepam a day, above which the effect was less (Andrashko 2020, n = 47)."""

_BY_ROUTE: dict[str, str] = {
    "intravenous": "an infusion",
    "intramuscular": "an injection",
    "nasal": "the nasal spray",
    "oral": "an oral dose",
    "sublingual": "a dose under the tongue",
}


def interaction_findings(
    taken: Iterable[Taken], assessment: Assessment, route: Route | None = None
) -> tuple[Finding, ...]:
    """One finding for each medicine and each family of the protocol that it belongs to.

    Without a ``route`` those that hold for one route only are shown too, and say for which. Nothing here is ever
    a stop, and nothing tells anybody to stop a medicine on their own.
    """
    found = []
    for one in taken:
        codes = families_taken(one)
        for interaction in assessment.interactions:
            if interaction.family in codes and (route is None or not interaction.routes or route in interaction.routes):
                found.append(_finding(one, interaction, said=route is None))
    return tuple(found)


def benzodiazepine_findings(taken: Sequence[Taken]) -> tuple[Finding, ...]:
    """A caution when the benzodiazepines taken every day come to more than 8 mg of diazepam.

    What is taken only as needed, or without a plain amount, is named and not counted.
    """
    tablets = [one for one in taken if "benzodiazepine" in families_taken(one)]
    counted = [(one, amount) for one in tablets if (amount := diazepam_equivalent(one)) is not None]
    total = sum((amount for _, amount in counted), Fraction(0))
    if total <= _LESS_EFFECT_ABOVE:
        return ()
    left_out = [one.name for one in tablets if one not in [known for known, _ in counted]]
    words = (
        f"Benzodiazepines taken every day are like {_shown(total)}\u00a0mg of diazepam. Above "
        f"{_LESS_EFFECT_ABOVE}\u00a0mg a day the effect of ketamine was less. Not to be stopped suddenly: "
        "talk about a slow taper before treatment starts."
    )
    how = ", ".join(f"{one.name} {one.dose}: {_shown(amount)}\u00a0mg" for one, amount in counted)
    if left_out:
        how += f"; not counted: {', '.join(left_out)}"
    return (Finding("benzodiazepine-load", Severity.CAUTION, words, "andrashko-2020", how=how),)


def together_findings(taken: Iterable[Taken], treatment: Treatment) -> tuple[Finding, ...]:
    """A caution when the licence asks for a medicine beside the treatment and none of its families is taken (F2)."""
    rule = treatment.together_with
    if rule is None or any(code in rule.families for one in taken for code in families_taken(one)):
        return ()
    words = f"{rule.say} None is on the list of medicines."
    return (Finding("taken-without-antidepressant", Severity.CAUTION, words, rule.source),)


def _finding(taken: Taken, interaction: Interaction, said: bool) -> Finding:
    only = " or ".join(_BY_ROUTE[route] for route in interaction.routes)
    for_route = f" (with {only})" if said and only else ""
    words = f"{taken.name}{for_route}: {interaction.why} {interaction.do}"
    return Finding(f"interaction-{interaction.family}", _WEIGHT[interaction.finding], words, interaction.source)


def _shown(amount: Fraction) -> str:
    return f"{round(float(amount), 1):g}"
