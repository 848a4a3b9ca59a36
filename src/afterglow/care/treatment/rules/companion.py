"""Who comes along: the sitter in the room, the companion who waits, the escort home, as the clinic asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from afterglow.ground.design.words import to_say
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.protocol.schema.companion import Companion


@dataclass(frozen=True)
class Person:
    """Somebody who comes with the patient, as far as it is known."""

    name: str
    adult: bool
    able_to_take_home: bool


def sitter_findings(policy: Companion, sitter: Person | None, wants_company: bool, day: date) -> tuple[Finding, ...]:
    """Whether the company in the treatment room is as the clinic has it, on a day.

    Where a sitter is required and none is named, no dose is given unless a prescriber signs for it.
    """
    if policy.kept_out_on(day):
        severity = Severity.STOP if policy.in_treatment_room == "required" else Severity.INFO
        words = f"Nobody may come into the department today. {to_say(policy.infection_control.say)}"
        return (Finding("companions-kept-out", severity, words, policy.infection_control.source),)
    if policy.in_treatment_room == "never" and wants_company:
        words = f"The patient asked for somebody beside them. {to_say(f'{policy.say} {policy.waits}')}"
        return (Finding("companion-waits-elsewhere", Severity.INFO, words, policy.source),)
    if policy.in_treatment_room != "required":
        return ()
    if sitter is None:
        words = f"No {policy.word} is named. Here one stays with the patient: without one, no treatment."
        return (Finding("no-sitter", Severity.STOP, words, policy.source),)
    if not sitter.adult:
        words = f"{sitter.name} is not an adult. Here the {policy.word} is."
        return (Finding("sitter-not-adult", Severity.STOP, words, policy.source),)
    return ()


def escort_findings(policy: Companion, escort: Person | None) -> tuple[Finding, ...]:
    """Whether somebody takes the patient home: a stop where the clinic requires it, a caution where it advises it."""
    rule = policy.escort
    severity = Severity.STOP if rule.home == "required" else Severity.CAUTION
    if escort is None:
        words = f"Nobody is named to take the patient home. {to_say(rule.say)}"
        return (Finding("no-escort", severity, words, rule.source),)
    lacks = []
    if rule.adult and not escort.adult:
        lacks.append("is not an adult")
    if rule.able_to_take_home and not escort.able_to_take_home:
        lacks.append("cannot take the patient home")
    if not lacks:
        return ()
    words = f"{escort.name} {' and '.join(lacks)}. {to_say(rule.say)}"
    return (Finding("escort-not-suitable", severity, words, rule.source),)
