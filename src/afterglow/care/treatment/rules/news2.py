"""The National Early Warning Score 2 (Royal College of Physicians, 2017), complete, with both oxygen scales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from afterglow.care.treatment.rules.vitals import Sign, as_charted
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.quantity import show_duration
from afterglow.ground.protocol.schema.observation import EarlyWarning


class Consciousness(StrEnum):
    """ACVPU. Confusion means new confusion."""

    ALERT = "alert"
    CONFUSION = "new confusion"
    VOICE = "responds to voice"
    PAIN = "responds to pain"
    UNRESPONSIVE = "unresponsive"


class Response(StrEnum):
    """What a score calls for, in rising order."""

    ROUTINE = "observe at least every 12 hours"
    LOW = "observe every 4 to 6 hours; a nurse assesses"
    LOW_MEDIUM = "observe at least every hour; urgent review by a doctor"
    MEDIUM = "observe at least every hour; call the doctor urgently"
    HIGH = "watch continuously; emergency call"


@dataclass(frozen=True)
class Observed:
    """One set of observations; None where something was not observed."""

    breathing: Decimal | None = None
    oxygen: Decimal | None = None
    on_oxygen: bool | None = None
    systolic: Decimal | None = None
    pulse: Decimal | None = None
    consciousness: Consciousness | None = None
    temperature: Decimal | None = None


@dataclass(frozen=True)
class Points:
    """One parameter, as it was charted, and what it scores."""

    parameter: str
    charted: str
    points: int


@dataclass(frozen=True)
class News2:
    """A score. ``total`` is None unless all seven parameters were observed; ``at_least`` is what is known so far.

    ``response`` follows from ``at_least``, so that a missing temperature never silences what the rest calls for.
    """

    total: int | None
    at_least: int
    parts: tuple[Points, ...]
    missing: tuple[str, ...]
    response: Response


Steps = tuple[tuple[Decimal | None, int], ...]
"""Upper ends, included, with their points; None stands for everything above."""


def _steps(*pairs: tuple[str, int], above: int) -> Steps:
    return (*((Decimal(end), points) for end, points in pairs), (None, above))


_BREATHING = _steps(("8", 3), ("11", 1), ("20", 0), ("24", 2), above=3)
_OXYGEN_1 = _steps(("91", 3), ("93", 2), ("95", 1), above=0)
_OXYGEN_2_ON_AIR = _steps(("83", 3), ("85", 2), ("87", 1), above=0)
_OXYGEN_2_ON_OXYGEN = _steps(("83", 3), ("85", 2), ("87", 1), ("92", 0), ("94", 1), ("96", 2), above=3)
_SYSTOLIC = _steps(("90", 3), ("100", 2), ("110", 1), ("219", 0), above=3)
_PULSE = _steps(("40", 3), ("50", 1), ("90", 0), ("110", 1), ("130", 2), above=3)
_TEMPERATURE = _steps(("35.0", 3), ("36.0", 1), ("38.0", 0), ("39.0", 1), above=2)


def news2(observed: Observed, scale: Literal[1, 2]) -> News2:
    """Score one set of observations. Decimals are rounded as charted first, so that none falls between two bands.

    Scale 2 is only for a prescribed oxygen target of 88-92 %. Not for people under 16 or in pregnancy: see
    ``for_whom``.
    """
    parts: list[Points] = []
    missing: list[str] = []
    for parameter, scored in _parameters(observed, scale).items():
        if scored is None:
            missing.append(parameter)
        else:
            parts.append(Points(parameter, *scored))
    at_least = sum(part.points for part in parts)
    response = _response(at_least, any(part.points == 3 for part in parts))
    return News2(None if missing else at_least, at_least, tuple(parts), tuple(missing), response)


def for_whom(age: int, pregnant: bool) -> Finding | None:
    """Why the score does not hold for a person of this age in years; None when it does."""
    if age >= 16 and not pregnant:
        return None
    who = "in pregnancy" if pregnant else "under 16"
    words = f"NEWS2 does not hold {who}. No score is shown: use the chart made for it."
    return Finding("news2-not-for", Severity.CAUTION, words, "news2")


def news2_findings(score: News2, during_dose: bool, policy: EarlyWarning) -> tuple[Finding, ...]:
    """What staff read about a score. The label "expected drug effect" goes only to new confusion during the dose.

    It asks for another look and takes nothing away: what the points call for stands beside it.
    """
    found = list(_called_for(score, policy.source))
    confused = any(part.charted == Consciousness.CONFUSION for part in score.parts)
    if confused and during_dose and policy.confusion_during_dose == "expected-drug-effect":
        words = (
            "New confusion scores 3. During the dose it may be an expected drug effect: look again within "
            f"{show_duration(policy.recheck_within)}. What the score calls for still holds."
        )
        found.append(Finding("expected-drug-effect", Severity.CAUTION, words, policy.source))
    return tuple(found)


@dataclass(frozen=True)
class Aware:
    """A level of consciousness somebody saw, and when."""

    level: Consciousness
    seen_at: datetime


def recheck_findings(
    seen: Sequence[Aware], during_dose: bool, policy: EarlyWarning, now: datetime
) -> tuple[Finding, ...]:
    """A caution while new confusion during the dose was not looked at again in time. ``seen`` is oldest first."""
    if not seen or seen[-1].level is not Consciousness.CONFUSION or not during_dose:
        return ()
    late = now - (seen[-1].seen_at + policy.recheck_within)
    if policy.confusion_during_dose != "expected-drug-effect" or late <= timedelta(0):
        return ()
    words = (
        f"New confusion was seen {show_duration(policy.recheck_within)} ago or more, and nobody has looked again. "
        "Look now: it is called an expected drug effect only if it passes."
    )
    return (Finding("confusion-recheck", Severity.CAUTION, words, policy.source),)


def _called_for(score: News2, source: str) -> tuple[Finding, ...]:
    shown = f"{score.total}" if score.total is not None else f"at least {score.at_least}"
    how = ", ".join(f"{part.parameter} {part.charted}: {part.points}" for part in score.parts)
    found = []
    if score.missing:
        words = f"NEWS2 has no total: not observed: {', '.join(score.missing)}."
        found.append(Finding("news2-incomplete", Severity.INFO, words, source, how=how))
    if score.response not in (Response.ROUTINE, Response.LOW):
        severity = Severity.CAUTION if score.response is Response.LOW_MEDIUM else Severity.STOP
        words = f"NEWS2 {shown}: {score.response}."
        found.append(Finding("news2-response", severity, words, source, how=how))
    return tuple(found)


def _response(total: int, three_in_one: bool) -> Response:
    if total >= 7:
        return Response.HIGH
    if total >= 5:
        return Response.MEDIUM
    if three_in_one:
        return Response.LOW_MEDIUM
    return Response.LOW if total >= 1 else Response.ROUTINE


def _parameters(observed: Observed, scale: Literal[1, 2]) -> Mapping[str, tuple[str, int] | None]:
    aware = observed.consciousness
    return {
        "breathing": _scored(Sign.BREATHING, observed.breathing, _BREATHING),
        "oxygen saturation": _oxygen(observed, scale),
        "air or oxygen": None if observed.on_oxygen is None else (("oxygen", 2) if observed.on_oxygen else ("air", 0)),
        "systolic pressure": _scored(Sign.SYSTOLIC, observed.systolic, _SYSTOLIC),
        "pulse": _scored(Sign.PULSE, observed.pulse, _PULSE),
        "consciousness": None if aware is None else (str(aware), 0 if aware is Consciousness.ALERT else 3),
        "temperature": _scored(Sign.TEMPERATURE, observed.temperature, _TEMPERATURE),
    }


def _oxygen(observed: Observed, scale: Literal[1, 2]) -> tuple[str, int] | None:
    if scale == 1:
        return _scored(Sign.OXYGEN, observed.oxygen, _OXYGEN_1)
    if observed.on_oxygen is None:
        return None
    steps = _OXYGEN_2_ON_OXYGEN if observed.on_oxygen else _OXYGEN_2_ON_AIR
    return _scored(Sign.OXYGEN, observed.oxygen, steps)


def _scored(sign: Sign, value: Decimal | None, steps: Steps) -> tuple[str, int] | None:
    if value is None:
        return None
    charted = as_charted(sign, value)
    points = next(points for end, points in steps if end is None or charted <= end)
    return str(charted), points
