"""Pulse, breathing, oxygen, sedation and agitation against the clinic's limits. A person decides, this only shows."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from afterglow.care.treatment.rules.vitals import UNITS, Charted, Sign
from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.protocol.limit import Limit
from afterglow.ground.protocol.schema.limits import Limits, PerMinuteLimits, ScaleLimits

_NAMES = {Sign.PULSE: "Pulse", Sign.BREATHING: "Breathing", Sign.OXYGEN: "Oxygen"}
_CAUTION = "Look at the patient and measure again."
_STOP = "Stop the infusion and call the doctor."


def vital_findings(charted: Charted, limits: Limits) -> tuple[Finding, ...]:
    """What a charted pulse, breathing rate or oxygen saturation calls for; pressures have rules of their own."""
    if charted.sign in (Sign.PULSE, Sign.BREATHING):
        rule = limits.pulse if charted.sign is Sign.PULSE else limits.breathing
        stops, cautions = _per_minute(rule)
        return _first(charted, stops, cautions, rule.source)
    if charted.sign is Sign.OXYGEN:
        return _first(charted, (limits.oxygen.stop,), (limits.oxygen.caution,), limits.oxygen.source)
    return ()


def scale_findings(level: int, scale: ScaleLimits) -> tuple[Finding, ...]:
    """What a level on a scale such as MOAA/S or RASS calls for. Raises ValueError for a level it does not have."""
    place = level - scale.lowest
    if not 0 <= place < len(scale.levels):
        raise ValueError(f"{scale.scale} has no level {level}.")
    shown = f"{scale.scale} {level}: {scale.levels[place]}."
    for limit, severity, do in ((scale.stop, Severity.STOP, _STOP), (scale.caution, Severity.CAUTION, _CAUTION)):
        if limit.passed_by(level):
            code = f"{scale.scale.lower().replace('/', '')}-{severity}"
            return (Finding(code, severity, f"{shown} {do}", scale.source, how=f"{level} is {limit.words}"),)
    return ()


def _per_minute(rule: PerMinuteLimits) -> tuple[tuple[Limit, ...], tuple[Limit, ...]]:
    return (rule.stop_low, rule.stop_high), (rule.caution_low, rule.caution_high)


def _first(charted: Charted, stops: tuple[Limit, ...], cautions: tuple[Limit, ...], source: str) -> tuple[Finding, ...]:
    for limit, severity, do in _weighed(stops, cautions):
        if limit.passed_by(charted.value):
            words = f"{_NAMES[charted.sign]} {_number(charted)}, {limit.words}. {do}"
            how = f"{charted.value} is {limit.words}"
            return (Finding(f"{charted.sign}-{severity}", severity, words, source, how=how),)
    return ()


def _weighed(stops: tuple[Limit, ...], cautions: tuple[Limit, ...]) -> Iterator[tuple[Limit, Severity, str]]:
    for limit in stops:
        yield limit, Severity.STOP, _STOP
    for limit in cautions:
        yield limit, Severity.CAUTION, _CAUTION


def _number(charted: Charted) -> str:
    value: Decimal = charted.value
    return f"{value}\u00a0{UNITS[charted.sign]}"
