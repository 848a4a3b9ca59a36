"""Conditions that speak against treatment, as the protocol weighs them; some only for so many days after an event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from afterglow.ground.design.words import day as day_shown
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.quantity import show_duration
from afterglow.ground.protocol.schema.assessment import Assessment, Contraindication
from afterglow.ground.protocol.schema.treatments import Drug

_WEIGHT = {"info": Severity.INFO, "caution": Severity.CAUTION, "stop": Severity.STOP}


def contraindication_findings(
    present: Mapping[str, date | None], assessment: Assessment, drug: Drug | None, today: date
) -> tuple[Finding, ...]:
    """One finding for each condition that is there, in the protocol's order: code to the day of the event.

    A condition that counts only for a time holds until so long after its day (a heart attack: 42 days); without a
    day it holds. What is over is still said, as information. Without a ``drug`` those of every drug are shown.
    Every stop is clinical: a prescriber may go on with a signed reason.
    """
    return tuple(
        _finding(rule, present[rule.code], today)
        for rule in assessment.contraindications
        if rule.code in present and (drug is None or drug in rule.drugs)
    )


def holds_until(rule: Contraindication, event: date | None) -> date | None:
    """The first day on which a condition no longer holds; None for one that does not pass, or has no day."""
    return None if rule.within is None or event is None else event + rule.within


def not_asked_findings(asked: Iterable[str], assessment: Assessment) -> tuple[Finding, ...]:
    """A stop that names the conditions nobody has asked about yet: a silence is not a no."""
    done = frozenset(asked)
    open_ones = [rule.say for rule in assessment.contraindications if rule.code not in done]
    if not open_ones:
        return ()
    words = f"Not asked about yet: {'; '.join(open_ones)}."
    return (Finding("conditions-not-asked", Severity.STOP, words, assessment.source),)


def _finding(rule: Contraindication, event: date | None, today: date) -> Finding:
    code, until = f"contraindication-{rule.code}", holds_until(rule, event)
    if rule.within is None:
        return Finding(code, _WEIGHT[rule.finding], f"{rule.say}. {rule.why}", rule.source)
    length = show_duration(rule.within)
    if event is None or until is None:
        words = f"{rule.say}, day not known. {rule.why} Find out the day: it holds for {length}."
        return Finding(code, _WEIGHT[rule.finding], words, rule.source)
    how = f"{day_shown(event)} and {length}: until {day_shown(until)}"
    if today >= until:
        words = f"{rule.say} on {day_shown(event)}: more than {length} ago."
        return Finding(code, Severity.INFO, words, rule.source, how=how)
    words = f"{rule.say} on {day_shown(event)}. {rule.why} Not before {day_shown(until)}."
    return Finding(code, _WEIGHT[rule.finding], words, rule.source, how=how)
