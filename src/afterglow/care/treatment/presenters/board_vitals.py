"""A bay's last figures with their trends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from afterglow.care.treatment.presenters.run import figures
from afterglow.care.treatment.queries.known import Known
from afterglow.care.treatment.queries.placed import Placed
from afterglow.care.treatment.queries.vitals import pressures, series
from afterglow.care.treatment.rules.vitals import Charted, Sign
from afterglow.ground.design.charts.sparkline import Sparkline, sparkline
from afterglow.ground.design.words import span

_SIGNS = {"HR": Sign.PULSE, "SpO₂": Sign.OXYGEN}
_POINTS = 40
"""As many values as a line a thumb wide can show."""


@dataclass(frozen=True)
class Vital:
    """One row: ``sign`` is how the stream calls it, ``state`` "", raised, gap or none, ``age`` such as live."""

    label: str
    age: str
    value: str
    unit: str
    state: str
    sign: str
    spark: Sparkline


def vitals_of(known: Known, found: Iterable[Placed]) -> tuple[Vital, ...]:
    """Pulse, blood pressure and oxygen. A row is raised while a finding about its sign stands, seen or not."""
    raised = {_sign_of(one.finding.code) for one in found}
    rows = []
    for figure in figures(known):
        label = figure.name.removesuffix(" raised")
        sign = _SIGNS.get(label, Sign.SYSTOLIC)
        state = "none" if figure.value == "not taken" else "gap" if figure.gap else ""
        state = "raised" if not state and (figure.look == "raised" or sign in raised) else state
        age = _unmeasured(known, sign) if state == "gap" else figure.age.removesuffix(" ago")
        rows.append(Vital(label, age, figure.value, figure.unit, state, str(sign), _spark(known, sign)))
    return tuple(rows)


def _unmeasured(known: Known, sign: Sign) -> str:
    """For how long nothing was measured; empty where nothing ever was."""
    measured = [one.taken_at for one in series(known.readings, sign) if isinstance(one, Charted)]
    return span(known.now - measured[-1]) if measured else ""


def _spark(known: Known, sign: Sign) -> Sparkline:
    if sign is Sign.SYSTOLIC:
        measured = [one.value for one in pressures(known.readings)][-_POINTS:]
        return sparkline([float(one.systolic) for one in measured], [float(one.diastolic) for one in measured])
    sent = series(known.readings, sign)[-_POINTS:]
    return sparkline([float(one.value) if isinstance(one, Charted) else None for one in sent])


def _sign_of(code: str) -> Sign | None:
    starts = {"pulse": Sign.PULSE, "oxygen": Sign.OXYGEN, "pressure": Sign.SYSTOLIC}
    return starts.get(code.partition("-")[0])
