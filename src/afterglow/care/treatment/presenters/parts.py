"""The four parts of a session as places to go, each with its state in a word."""

from __future__ import annotations

from django.urls import reverse

from afterglow.care.treatment.queries.before import before_findings
from afterglow.care.treatment.queries.figures import agreement_on
from afterglow.care.treatment.queries.giving import ended_at
from afterglow.care.treatment.queries.known import Known
from afterglow.care.treatment.queries.placed import held_back
from afterglow.care.treatment.queries.standing import ESCORT, checklist
from afterglow.care.treatment.rules.phases import OBSERVED, Phase
from afterglow.care.treatment.rules.second_check import Agreement
from afterglow.ground.design.navigation import NavigationItem

READINESS, DOSE, DURING, LEAVING = "readiness", "dose", "during", "leaving"


def current_part(phase: Phase, known: Known) -> str:
    """The part that matters in a phase."""
    if phase in (Phase.RUNNING, Phase.PAUSED):
        return DURING
    if phase in (Phase.RECOVERING, Phase.READY_TO_LEAVE, Phase.LEFT):
        return LEAVING
    return DOSE if phase is Phase.READY or known.check is not None else READINESS


def parts(known: Known, phase: Phase, chosen: str) -> tuple[NavigationItem, ...]:
    """The four parts, the chosen one marked."""
    states = (
        (READINESS, "Readiness", *_readiness(known)),
        (DOSE, "Dose", *_dose(known)),
        (DURING, "During", *_during(phase)),
        (LEAVING, "Leaving", *_leaving(known, phase)),
    )
    return tuple(
        NavigationItem(label, reverse(f"treatment:{name}", args=[known.treatment.ref]), name == chosen, state, icon)
        for name, label, state, icon in states
    )


def leaving_words(known: Known) -> str:
    """``7 of 13``: how much of the leaving checklist is met; the escort counts once they stand there."""
    lines = checklist(known, None)
    met = sum(1 for line in lines if line.met and line.code != ESCORT)
    return f"{met} of {len(lines)}"


def _readiness(known: Known) -> tuple[str, str]:
    overrides = len(known.overrides)
    if overrides:
        return f"{overrides} override{'s' if overrides > 1 else ''}", "stop"
    if known.check is None:
        return "not yet", "not-yet"
    held = [] if known.events else [one for one in held_back(before_findings(known)) if "check" not in one.code]
    return (f"{len(held)} open", "stop") if held else ("complete", "done")


def _dose(known: Known) -> tuple[str, str]:
    if known.direction is None:
        return "not signed", "not-yet"
    stand = agreement_on(known)
    if stand is Agreement.AGREE:
        return "checked twice", "done"
    if stand is Agreement.DIFFER:
        return "checks differ", "stop"
    return ("one check", "due") if known.sheet else ("not checked", "not-yet")


def _during(phase: Phase) -> tuple[str, str]:
    if phase in OBSERVED:
        return "now", "live"
    return ("over", "done") if phase is Phase.LEFT else ("not yet", "not-yet")


def _leaving(known: Known, phase: Phase) -> tuple[str, str]:
    if phase is Phase.LEFT:
        return "left", "done"
    words = leaving_words(known)
    return (words, "door" if phase is Phase.READY_TO_LEAVE else "not-yet") if ended_at(known) else (words, "not-yet")
