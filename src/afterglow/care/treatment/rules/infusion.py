"""An infusion from start to end: the lawful moves, and what has been given, exactly, from the history of rates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from afterglow.ground.kernel.finding import Finding, Severity
from afterglow.ground.kernel.quantity import Dose, Rate, Volume


class InfusionError(ValueError):
    """A history that cannot have happened; the message says which step does not fit."""


class Phase(StrEnum):
    """Where an infusion stands."""

    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    COMPLETED = "completed"


class Verb(StrEnum):
    """What is done to an infusion."""

    START = "start"
    SET_RATE = "set rate"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    COMPLETE = "complete"


MOVES: Mapping[tuple[Phase, Verb], Phase] = MappingProxyType(
    {
        (Phase.READY, Verb.START): Phase.RUNNING,
        (Phase.RUNNING, Verb.SET_RATE): Phase.RUNNING,
        (Phase.RUNNING, Verb.PAUSE): Phase.PAUSED,
        (Phase.RUNNING, Verb.STOP): Phase.STOPPED,
        (Phase.RUNNING, Verb.COMPLETE): Phase.COMPLETED,
        (Phase.PAUSED, Verb.RESUME): Phase.RUNNING,
        (Phase.PAUSED, Verb.STOP): Phase.STOPPED,
    }
)
"""Every lawful move. Whatever is not here cannot happen."""

_NEEDS_RATE = frozenset({Verb.START, Verb.SET_RATE})


@dataclass(frozen=True)
class Event:
    """One thing done, when, and the rate it set (for start and set rate).

    ``given`` is what a stop wrote down as given in all: it counts from then on, whatever the rates say.
    """

    verb: Verb
    at: datetime
    rate: Rate | None = None
    given: Dose | None = None


@dataclass(frozen=True)
class Syringe:
    """What the pump holds at the start: the whole dose in its whole volume."""

    dose: Dose
    volume: Volume


@dataclass(frozen=True)
class Progress:
    """Where an infusion stands at a moment.

    ``running`` and ``paused`` are times spent so; ``remaining`` and ``expected_end`` hold at the present rate,
    and are None when nothing runs. Once the syringe should be empty, ``expected_end`` is the moment when it was: what
    is planned from there does not move on while nobody says that the infusion is over. ``started_at`` and
    ``ended_at`` are None until then.
    """

    phase: Phase
    given: Dose
    given_volume: Volume
    rate: Rate | None
    running: timedelta
    paused: timedelta
    remaining: timedelta | None
    expected_end: datetime | None
    started_at: datetime | None
    ended_at: datetime | None


def lawful(phase: Phase) -> tuple[Verb, ...]:
    """What can be done in a phase, in the order of the verbs."""
    return tuple(verb for verb in Verb if (phase, verb) in MOVES)


def phase_after(events: Sequence[Event]) -> Phase:
    """The phase a history ends in. Raises InfusionError for an unlawful move, a lacking rate or disordered times."""
    phase, last = Phase.READY, None
    for event in events:
        if (phase, event.verb) not in MOVES:
            raise InfusionError(f"An infusion that is {phase} cannot be told: {event.verb}.")
        if (event.verb in _NEEDS_RATE) != (event.rate is not None and event.rate.units > 0):
            raise InfusionError(f"“{event.verb}” comes {'with' if event.verb in _NEEDS_RATE else 'without'} a rate.")
        if last is not None and event.at < last:
            raise InfusionError(f"“{event.verb}” lies before what was done last.")
        phase, last = MOVES[phase, event.verb], event.at
    return phase


def progress(syringe: Syringe, events: Sequence[Event], now: datetime) -> Progress:
    """Where the infusion stands at ``now``, from its whole history.

    The volume given is the sum of rate times time, exact, never more than the syringe held; the dose is its
    share of the whole, rounded half up to the microgram at the very end. A completed infusion has given
    everything: the syringe is empty. A stopped one has given what was written down when it was stopped.
    """
    phase = phase_after(events)
    share, running, paused = _run_in(syringe, events, now)
    if phase is Phase.COMPLETED:
        share = Fraction(1)
    elif phase is Phase.STOPPED and events[-1].given is not None:
        share = Fraction(events[-1].given.units, syringe.dose.units)
    rate = _rate(events) if phase in (Phase.RUNNING, Phase.PAUSED) else None
    left = syringe.volume.units * (1 - share)
    remaining = None if rate is None else _lasts(left, rate)
    ended = events[-1].at if phase in (Phase.STOPPED, Phase.COMPLETED) else None
    return Progress(
        phase=phase,
        given=Dose(_half_up(syringe.dose.units * share)),
        given_volume=Volume(_half_up(syringe.volume.units * share)),
        rate=rate if phase is Phase.RUNNING else None,
        running=running,
        paused=paused,
        remaining=remaining,
        expected_end=None if remaining is None else _emptied_at(syringe, events, now) or now + remaining,
        started_at=events[0].at if events else None,
        ended_at=ended,
    )


def shown_dose(dose: Dose) -> str:
    """A dose that is still being given, to a tenth of a milligram: ``17.5 mg``. The record keeps it exact."""
    tenths = dose.number.quantize(Decimal("0.1"), ROUND_HALF_UP).normalize()
    return f"{tenths:f}\u00a0{dose.unit}"


def before_completing(syringe: Syringe, events: Sequence[Event], now: datetime) -> tuple[Finding, ...]:
    """A stop when, by the rates set, more than a minute's worth is still in the syringe."""
    stand = progress(syringe, events, now)
    if stand.remaining is None or stand.remaining <= timedelta(minutes=1):
        return ()
    words = (
        f"By the rates set, about {shown_dose(stand.given)} of {syringe.dose} has been given. "
        "Choose Stop if it ended early, or correct the rate first."
    )
    return (Finding("infusion-not-finished", Severity.STOP, words, "default"),)


_HOUR = 3_600_000_000
"""Microseconds in an hour."""


def _run_in(syringe: Syringe, events: Sequence[Event], now: datetime) -> tuple[Fraction, timedelta, timedelta]:
    volume, running, paused = Fraction(0), timedelta(0), timedelta(0)
    rate: Rate | None = None
    phase = Phase.READY
    ends = [*(event.at for event in events[1:]), now]
    for event, end in zip(events, ends, strict=False):
        phase = MOVES[phase, event.verb]
        rate = event.rate or rate
        span = max(end - event.at, timedelta(0))
        if phase is Phase.RUNNING and rate is not None:
            volume += Fraction(rate.units * (span // timedelta(microseconds=1)), _HOUR)
            running += span
        elif phase is Phase.PAUSED:
            paused += span
    whole = syringe.volume.units
    return (min(volume / whole, Fraction(1)) if whole else Fraction(0)), running, paused


def _emptied_at(syringe: Syringe, events: Sequence[Event], now: datetime) -> datetime | None:
    """When the syringe was empty by the rates set; None while it is not."""
    for place, event in enumerate(events):
        end = events[place + 1].at if place + 1 < len(events) else now
        share, _, _ = _run_in(syringe, events[: place + 1], end)
        if share >= 1:
            before, _, _ = _run_in(syringe, events[: place + 1], event.at)
            rate = _rate(events[: place + 1])
            assert rate is not None
            return event.at + _lasts(syringe.volume.units * (1 - before), rate)
    return None


def _lasts(volume: Fraction, rate: Rate) -> timedelta:
    """How long a volume lasts at a rate, up to the next microsecond."""
    return timedelta(microseconds=-int(-volume * _HOUR // rate.units))


def _rate(events: Sequence[Event]) -> Rate | None:
    return next((event.rate for event in reversed(events) if event.rate is not None), None)


def _half_up(amount: Fraction) -> int:
    return int(amount + Fraction(1, 2))
