"""The independent second check: two people, each from the start, neither seeing the other's answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.quantity import Dose, Rate, Strength, Volume, Weight
from afterglow.ground.protocol.schema.dosing import SecondCheck


@dataclass(frozen=True)
class Figures:
    """What a checker enters. Equal means equal to the last unit: there is no tolerance."""

    weight: Weight
    dose: Dose
    strength: Strength | None = None
    volume: Volume | None = None
    rate: Rate | None = None


@dataclass(frozen=True)
class Check:
    """One person's answer. ``person`` names the person, not the account: one person may have two accounts."""

    person: str
    at: datetime
    figures: Figures


class Agreement(StrEnum):
    """How two checks stand. Figures are shown to anyone only when they agree."""

    WAITING = "waiting for both checks"
    DIFFER = "they differ"
    AGREE = "both agree"


def agreement(first: Check | None, second: Check | None, sheet: Figures) -> Agreement:
    """Whether both checks are in, and both say what the sheet says."""
    if first is None or second is None:
        return Agreement.WAITING
    same = first.figures == second.figures == sheet and first.person != second.person
    return Agreement.AGREE if same else Agreement.DIFFER


def check_findings(
    first: Check | None, second: Check | None, sheet: Figures, rule: SecondCheck, earlier_differences: int = 0
) -> tuple[Finding, ...]:
    """What stands in the way of giving the dose. Nothing here shows a figure, or says which one differs.

    ``earlier_differences`` counts the pairs that differed before this one. Every stop is an interlock.
    """
    if not rule.required:
        return ()
    if first is None or second is None:
        words = "A second person has not checked this dose yet." if first else "Nobody has checked this dose yet."
        return (_interlock("second-check-missing", words, rule),)
    if first.person == second.person:
        words = "Both checks are by the same person. Somebody else does the second."
        return (_interlock("second-check-same-person", words, rule),)
    if agreement(first, second, sheet) is not Agreement.AGREE:
        return (_interlock("second-check-differs", _differ(earlier_differences), rule),)
    if abs(second.at - first.at) < rule.apart_at_least:
        words = "The two checks came within seconds of each other. Were both worked out from the start?"
        return (Finding("second-check-too-soon", Severity.CAUTION, words, rule.source),)
    return ()


def _differ(earlier: int) -> str:
    words = "The checks differ. No answer is shown. Both people check again from the start"
    return f"{words}." if earlier == 0 else f"{words}, and the prescriber is called."


def _interlock(code: str, words: str, rule: SecondCheck) -> Finding:
    return Finding(code, Severity.STOP, words, rule.source, interlock=True)
