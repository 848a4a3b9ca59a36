"""The bar on top of a session: where the dose stands, the latest figures, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from afterglow.care.treatment.models import MONITOR, RATE, Reading
from afterglow.care.treatment.presenters.bedside import portions_shown
from afterglow.care.treatment.presenters.times import clock
from afterglow.care.treatment.queries.during import own_pressure, pressures_since
from afterglow.care.treatment.queries.giving import (
    ended_at,
    planned_length,
    progress_of,
    single_dose,
    started_at,
)
from afterglow.care.treatment.queries.known import Known
from afterglow.care.treatment.queries.vitals import charted, last_with, pressures
from afterglow.care.treatment.rules.blood_pressure import during_dose
from afterglow.care.treatment.rules.infusion import Progress, shown_dose
from afterglow.care.treatment.rules.phases import Phase
from afterglow.care.treatment.rules.signal import is_live
from afterglow.care.treatment.rules.vitals import Charted, Sign
from afterglow.ground.design.words import ago, span
from afterglow.ground.kernel.quantity import Dose, show_duration


@dataclass(frozen=True)
class Figure:
    """One live figure. ``look``: "" or ``raised``; ``gap`` where there is no number to believe."""

    name: str
    age: str
    value: str
    unit: str = ""
    look: str = ""
    gap: bool = False


@dataclass(frozen=True)
class Run:
    """Everything the bar shows."""

    share: float
    ring: str
    look: str
    title: str
    words: str
    figures: tuple[Figure, ...]


def run_bar(known: Known, phase: Phase) -> Run:
    """The bar of a session in a phase."""
    progress = progress_of(known) if known.events else None
    share, ring = _ring(known, phase, progress)
    done = phase in (Phase.READY_TO_LEAVE, Phase.LEFT)
    title = _title(known, phase, progress)
    return Run(share, ring, "ok" if done else "", title, _words(known, phase, progress), figures(known))


def dose_words(known: Known) -> str:
    """``35 mg over 40 min``: what was signed for, or planned where nothing was."""
    micrograms = known.direction.dose_micrograms if known.direction else known.treatment.planned_micrograms
    if micrograms is None:
        return "dose not signed"
    length = planned_length(known)
    over = f" over {show_duration(length)}" if length else ""
    return f"{Dose(micrograms)}{over}"


def _ring(known: Known, phase: Phase, progress: Progress | None) -> tuple[float, str]:
    if progress is not None and progress.remaining is not None:
        whole = progress.running + progress.remaining
        share = progress.running / whole if whole else 1.0
        return share, str(-(-int(progress.remaining.total_seconds()) // 60))
    ended, stay = ended_at(known), known.given.stay
    if ended is not None and stay is not None and phase is Phase.RECOVERING:
        left = max(ended + stay.at_least - known.now, timedelta(0))
        minutes = -(-int(left.total_seconds()) // 60)
        return 1 - left / stay.at_least, str(minutes or "")
    return (1.0, "") if ended is not None else (0.0, "")


def _title(known: Known, phase: Phase, progress: Progress | None) -> str:
    if progress is not None and phase is Phase.RUNNING and progress.remaining is not None:
        if progress.remaining == timedelta(0):
            return "Syringe should be empty"
        return f"Running, {span(progress.remaining + timedelta(seconds=59))} left"
    portions = portions_shown(known) if phase is Phase.RUNNING else None
    if portions is not None:
        return f"Being given: {portions.words}"
    if progress is not None and phase is Phase.PAUSED:
        return f"Paused, {shown_dose(progress.given)} given"
    ended, stay = ended_at(known), known.given.stay
    if phase is Phase.RECOVERING and ended is not None and stay is not None:
        left = ended + stay.at_least - known.now
        return f"Recovering, {span(left + timedelta(seconds=59))} left" if left > timedelta(0) else "Recovering"
    return phase.value


def _words(known: Known, phase: Phase, progress: Progress | None) -> str:
    begun, ended, single = started_at(known), ended_at(known), single_dose(known)
    if single is not None:
        return f"{Dose(single.given_micrograms or 0)} given {clock(known, single.happened_at)}"
    if begun is not None and ended is not None:
        given = shown_dose(Dose(known.events[-1].given_micrograms or 0))
        return f"{clock(known, begun)} to {clock(known, ended)}, {given} given"
    if phase is Phase.PAUSED:
        paused = known.events[-1].happened_at
        return f"since {clock(known, paused)}, {span(known.now - paused)}, of {dose_words(known)}"
    if begun is not None and progress is not None and progress.expected_end is not None:
        return f"{clock(known, begun)} to {clock(known, progress.expected_end)}, {_dose_at_rate(known, progress)}"
    return dose_words(known)


def _dose_at_rate(known: Known, progress: Progress) -> str:
    """The dose with its planned length, or with its rate once that was changed: the length holds no more."""
    if known.direction is None or not any(one.kind == RATE for one in known.events):
        return dose_words(known)
    return f"{Dose(known.direction.dose_micrograms)} at {progress.rate}"


def figures(known: Known) -> tuple[Figure, ...]:
    """The live figures: pulse, pressure, oxygen. None of them is shown as live when it is not."""
    if known.session is None:
        return ()
    return (
        _sign(known, "HR", "heart_rate", Sign.PULSE, ""),
        _pressure(known),
        _sign(known, "SpO₂", "spo2", Sign.OXYGEN, "%"),
    )


def _sign(known: Known, name: str, column: str, sign: Sign, unit: str) -> Figure:
    last = last_with(known.readings, column)
    if last is None:
        return Figure(name, "", "not taken", gap=True)
    found = charted(last, sign)
    left = known.session is not None and known.session.left_at is not None
    if not isinstance(found, Charted) or (_went_silent(last, known.now) and not left):
        return Figure(name, _age(last, known.now), "no signal", gap=True)
    age = f"last, {clock(known, last.happened_at)}" if left else _age(last, known.now)
    return Figure(name, age, str(found.value), unit)


def _pressure(known: Known) -> Figure:
    measured = pressures(known.readings)
    if not measured:
        return Figure("BP", "", "not taken", gap=True)
    last, since, own = measured[-1], pressures_since(known, started_at(known)), own_pressure(known)
    found = during_dose([one.value for one in since], own.value if own else None, known.protocol.limits)
    raised = bool(found) and last.value == since[-1].value
    words = ago(last.value.taken_at, known.now)
    return Figure("BP raised" if raised else "BP", words, str(last.value), look="raised" if raised else "")


def _went_silent(last: Reading, now: datetime) -> bool:
    return last.source == MONITOR and not is_live(last.happened_at, now)


def _age(last: Reading, now: datetime) -> str:
    return "live" if last.source == MONITOR and is_live(last.happened_at, now) else ago(last.happened_at, now)
