"""The during part: what calls for somebody, the chart, what is due, NEWS2 with its working, and what was felt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from afterglow.care.treatment.models import TYPED, EffectNote, Reading
from afterglow.care.treatment.presenters.times import by_whom, clock
from afterglow.care.treatment.queries.during import early_warning, not_for_early_warning, repeat_due, schedule
from afterglow.care.treatment.queries.known import Known
from afterglow.care.treatment.queries.vitals import pressures
from afterglow.care.treatment.rules.observations import Observation, Taking, next_due
from afterglow.ground.design.forms import Choice
from afterglow.ground.design.words import span
from afterglow.ground.kernel.quantity import show_duration

_CORRECTABLE = 10
"""How many of the last typed readings are offered for correction."""

_SHAPES = {
    Taking.TAKEN: "done",
    Taking.COMING: "not-yet",
    Taking.DUE: "due",
    Taking.LATE: "late",
    Taking.NOT_TAKEN: "gap",
}


@dataclass(frozen=True)
class Round:
    """One planned reading: when, at which minute, how it stands, and its shape."""

    at: str
    minute: str
    words: str
    shape: str
    is_next: bool


@dataclass(frozen=True)
class Warning2:
    """NEWS2 of the last observations: the score in words, its working, and why it may not hold."""

    score: str
    response: str
    parts: tuple[tuple[str, str, str], ...]
    missing: tuple[str, ...]
    at: str
    not_for: str


def rounds(known: Known) -> tuple[Round, ...]:
    """Every planned reading of the day."""
    planned = schedule(known)
    coming = next_due(planned)
    return tuple(
        Round(
            clock(known, one.planned.at),
            _minute(one),
            _words(one, known),
            _SHAPES[one.taking],
            one is coming,
        )
        for one in planned
    )


def due_words(known: Known) -> tuple[str, str]:
    """What is to be measured next, and its shape: the repeat of a raised pressure before the schedule."""
    repeat = repeat_due(known)
    if repeat is not None:
        late = known.now - repeat
        if late.total_seconds() > 0:
            return f"Repeat BP, due {clock(known, repeat)}, {span(late)} late", "late"
        soon = f"in {span(-late)}" if -late >= timedelta(minutes=1) else "now"
        return f"Repeat BP {clock(known, repeat)}, {soon}", "caution"
    coming = next_due(schedule(known))
    if coming is None:
        return "", ""
    if coming.taking is Taking.LATE:
        since = clock(known, coming.due_since or coming.planned.at)
        return f"Reading {span(coming.late_by)} late, due since {since}", "late"
    if coming.taking is Taking.DUE:
        return f"Reading due {clock(known, coming.planned.at)}", "due"
    return f"Reading {clock(known, coming.planned.at)}, in {span(coming.planned.at - known.now)}", "due"


def warning(known: Known) -> Warning2 | None:
    """The NEWS2 of the last observations; None where it is not used, or nothing was observed."""
    scored = early_warning(known)
    if scored is None:
        return None
    score, reading = scored
    why = not_for_early_warning(known)
    shown = str(score.total) if score.total is not None else f"at least {score.at_least}"
    return Warning2(
        shown,
        str(score.response),
        tuple((part.parameter, part.charted, str(part.points)) for part in score.parts),
        score.missing,
        clock(known, reading.happened_at),
        why.words if why else "",
    )


def correctable(known: Known) -> tuple[Choice, ...]:
    """The last typed readings, newest first: those that a new one may correct."""
    typed = [one for one in known.readings if one.source == TYPED][-_CORRECTABLE:]
    return tuple(Choice(one.ref, _reading_words(known, one)) for one in reversed(typed))


def _reading_words(known: Known, one: Reading) -> str:
    pressure = pressures([one])
    figures = str(pressure[0].value) if pressure else f"HR {one.heart_rate}" if one.heart_rate else "other values"
    return f"{clock(known, one.happened_at)}, {figures}"


def felt_rows(known: Known) -> tuple[tuple[str, str, str], ...]:
    """What was felt each time: when and by whom asked, the effects with their strength, what was done."""
    return tuple((by_whom(known, note), _felt(known, note), note.done) for note in known.effects)


def _felt(known: Known, note: EffectNote) -> str:
    session, symptoms = known.protocol.session, known.protocol.limits.symptoms.stop
    levels = session.effect_scale.levels
    said = [one.say for one in symptoms if one.code in note.symptoms]
    said += [f"{session.effect(code).say}: {levels[int(level)]}" for code, level in note.effects.items()]
    said += [note.words] if note.words else []
    return "; ".join(said) or "Nothing"


def _minute(one: Observation) -> str:
    offset = one.planned.offset
    return f"{'-' if offset.total_seconds() < 0 else ''}{show_duration(abs(offset))}"


def _words(one: Observation, known: Known) -> str:
    if one.taking is Taking.TAKEN and one.taken_at is not None:
        return f"taken {clock(known, one.taken_at)}"
    if one.taking is Taking.LATE:
        return f"{span(one.late_by)} late"
    return one.taking.value
