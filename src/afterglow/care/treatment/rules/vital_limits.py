"""Pulse, breathing, oxygen, sedation and agitation against the clinic's limits. A person decides, this only shows.

A value at a stop limit stops once it has lasted as long as the protocol says; until then it asks for another look.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from afterglow.care.treatment.rules.stopping import STOP_INFUSION
from afterglow.care.treatment.rules.vitals import UNITS, Charted, Sign
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.quantity import show_duration
from afterglow.ground.protocol.limit import Limit
from afterglow.ground.protocol.schema.limits import Limits, ScaleLimits

_NAMES = {Sign.PULSE: "Pulse", Sign.BREATHING: "Breathing", Sign.OXYGEN: "Oxygen"}
_CAUTION = "Look at the patient and measure again."


@dataclass(frozen=True)
class Level:
    """One value on a scale such as MOAA/S or RASS, and when it was seen."""

    value: int
    taken_at: datetime


@dataclass(frozen=True)
class _Bounds:
    stops: tuple[Limit, ...]
    cautions: tuple[Limit, ...]
    still_after: timedelta
    source: str


def vital_findings(
    readings: Sequence[Charted], limits: Limits, *, lower_oxygen_target: bool = False, stop: str = STOP_INFUSION
) -> tuple[Finding, ...]:
    """What the latest of one sign's charted values calls for; ``readings`` are oldest first. Pressures have own rules.

    ``lower_oxygen_target``: a target of 88-92 % is prescribed, so that the protocol's limits for it hold. ``stop``
    says what to do at a stop limit.
    """
    bounds = _bounds(readings[-1].sign, limits, lower_oxygen_target) if readings else None
    if bounds is None:
        return ()
    last = readings[-1]
    stopped_for = _lasting([(one.value, one.taken_at) for one in readings], bounds.stops)
    shown = f"{_NAMES[last.sign]} {last.value}\u00a0{UNITS[last.sign]}"
    return _found(str(last.sign), shown, last.value, bounds, stopped_for, stop)


def scale_findings(levels: Sequence[Level], scale: ScaleLimits, *, stop: str = STOP_INFUSION) -> tuple[Finding, ...]:
    """What the latest level on a scale calls for, oldest first. Raises ValueError for a level it does not have."""
    if not levels:
        return ()
    last = levels[-1].value
    place = last - scale.lowest
    if not 0 <= place < len(scale.levels):
        raise ValueError(f"{scale.scale} has no level {last}.")
    stops = tuple(limit for limit in (scale.stop, scale.stop_low) if limit is not None)
    cautions = tuple(limit for limit in (scale.caution, scale.caution_low) if limit is not None)
    bounds = _Bounds(stops, cautions, scale.stop_when_still_after, scale.source)
    stopped_for = _lasting([(Decimal(one.value), one.taken_at) for one in levels], stops)
    shown = f"{scale.scale} {last}: {scale.levels[place]}"
    return _found(scale.scale.lower().replace("/", ""), shown, Decimal(last), bounds, stopped_for, stop, colon=True)


def _bounds(sign: Sign, limits: Limits, lower_oxygen_target: bool) -> _Bounds | None:
    if sign in (Sign.PULSE, Sign.BREATHING):
        rule = limits.pulse if sign is Sign.PULSE else limits.breathing
        stops, cautions = (rule.stop_low, rule.stop_high), (rule.caution_low, rule.caution_high)
        return _Bounds(stops, cautions, rule.stop_when_still_after, rule.source)
    if sign is Sign.OXYGEN:
        oxygen = limits.oxygen
        stage = oxygen.lower_target if lower_oxygen_target and oxygen.lower_target else oxygen
        return _Bounds((stage.stop,), (stage.caution,), oxygen.stop_when_still_after, oxygen.source)
    return None


def _lasting(values: Sequence[tuple[Decimal, datetime]], stops: tuple[Limit, ...]) -> timedelta | None:
    """How long the unbroken run at a stop limit that ends with the latest value has lasted; None without one."""
    since: datetime | None = None
    for value, at in reversed(values):
        if not any(limit.passed_by(value) for limit in stops):
            break
        since = at
    return None if since is None else values[-1][1] - since


def _found(
    code: str,
    shown: str,
    value: Decimal,
    bounds: _Bounds,
    stopped_for: timedelta | None,
    stop: str,
    *,
    colon: bool = False,
) -> tuple[Finding, ...]:
    if stopped_for is not None:
        limit = _passed(value, bounds.stops)
        said, how = _said(shown, limit, colon), f"{value} is {limit.words}"
        if stopped_for >= bounds.still_after:
            return (Finding(f"{code}-stop", Severity.STOP, f"{said} {stop}", bounds.source, how=how),)
        then = stop[0].lower() + stop[1:]
        words = f"{said} Measure again in {show_duration(bounds.still_after)}. If it is still so: {then}"
        return (Finding(f"{code}-at-stop-limit", Severity.CAUTION, words, bounds.source, how=how),)
    if not any(limit.passed_by(value) for limit in bounds.cautions):
        return ()
    limit = _passed(value, bounds.cautions)
    words = f"{_said(shown, limit, colon)} {_CAUTION}"
    how = f"{value} is {limit.words}"
    return (Finding(f"{code}-caution", Severity.CAUTION, words, bounds.source, how=how),)


def _passed(value: Decimal, limits: tuple[Limit, ...]) -> Limit:
    return next(limit for limit in limits if limit.passed_by(value))


def _said(shown: str, limit: Limit, colon: bool) -> str:
    return f"{shown}." if colon else f"{shown}, {limit.words}."
