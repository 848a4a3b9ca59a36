"""The chart of a session: pressures, pulse and oxygen, gaps with their reasons, the dose, and what is due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from afterglow.care.treatment.models import PORTION
from afterglow.care.treatment.presenters.readings import HEADS, reading_rows
from afterglow.care.treatment.presenters.run import dose_words
from afterglow.care.treatment.presenters.times import clock
from afterglow.care.treatment.queries.during import repeat_due, schedule
from afterglow.care.treatment.queries.giving import (
    ended_at,
    events_of,
    planned_length,
    progress_of,
    single_dose,
    started_at,
)
from afterglow.care.treatment.queries.known import Known
from afterglow.care.treatment.queries.vitals import pressures, series
from afterglow.care.treatment.rules.infusion import MOVES, Phase, shown_dose
from afterglow.care.treatment.rules.observations import Taking
from afterglow.care.treatment.rules.vitals import Charted, Sign
from afterglow.care.treatment.rules.vitals import Gap as NoSignal
from afterglow.ground.design.charts import line, vital_signs
from afterglow.ground.design.charts.vital_signs import (
    DoseGiven,
    Due,
    Limit,
    PressureReading,
    SessionChart,
    session_chart,
)
from afterglow.ground.kernel.quantity import Dose, show_duration

_AHEAD = timedelta(minutes=20)


def chart_of(known: Known) -> SessionChart | None:
    """The chart; None before anybody was settled."""
    session = known.session
    if session is None:
        return None
    due = _due(known)
    end = ended_at(known) or (started_at(known) or session.settled_at) + (planned_length(known) or timedelta(0))
    heart, heart_gaps = _line(known, Sign.PULSE)
    oxygen, oxygen_gaps = _line(known, Sign.OXYGEN)
    return session_chart(
        vital_signs.Session(
            name="Vital signs and dose",
            summary=_summary(known),
            zone=known.protocol.zone,
            first=session.settled_at,
            last=max([end, known.now, *(one.at for one in due)]) + _AHEAD,
            heads=HEADS,
            rows=tuple(reading_rows(known)),
            pressures=_pressures(known),
            heart=heart,
            oxygen=oxygen,
            heart_gaps=heart_gaps,
            oxygen_gaps=oxygen_gaps,
            limits=_limits(known),
            dose=_dose(known),
            due=due,
            now=known.now if session.left_at is None else None,
        )
    )


def _line(known: Known, sign: Sign) -> tuple[tuple[line.Reading, ...], tuple[line.Gap, ...]]:
    sent = series(known.readings, sign)
    points = tuple(line.Reading(one.taken_at, float(one.value)) for one in sent if isinstance(one, Charted))
    return points, tuple(_gaps(sent))


def _gaps(sent: Sequence[Charted | NoSignal]) -> Iterable[line.Gap]:
    """Neighbouring gaps of one reason as one stretch, from the last number before to the first after."""
    since: datetime | None = None
    reason = ""
    for one in sent:
        if isinstance(one, NoSignal):
            since, reason = since or one.taken_at, reason or one.reason.partition(":")[0]
        elif since is not None:
            yield line.Gap(since, one.taken_at, reason)
            since, reason = None, ""
    if since is not None:
        yield line.Gap(since, None, reason)


def _pressures(known: Known) -> tuple[PressureReading, ...]:
    start, limits = started_at(known), known.protocol.limits
    found = []
    for one in pressures(known.readings):
        during = start is not None and one.value.taken_at > start
        upper = (limits.systolic.during if during else limits.systolic.before).caution
        lower = (limits.diastolic.during if during else limits.diastolic.before).caution
        raised = upper.passed_by(one.value.systolic) or lower.passed_by(one.value.diastolic)
        found.append(PressureReading(one.value.taken_at, one.value.systolic, one.value.diastolic, raised))
    return tuple(found)


def _limits(known: Known) -> tuple[Limit, ...]:
    rule = known.protocol.limits.systolic
    again = show_duration(rule.stop_when_still_after)
    caution, stop = int(rule.during.caution.value), int(rule.during.stop.value)
    return (
        Limit(stop, f"{stop} again after {again}: stop, doctor", "stop"),
        Limit(caution, f"{caution} repeat in {again}"),
    )


def _dose(known: Known) -> DoseGiven | None:
    start, length = started_at(known), planned_length(known)
    if start is None:
        return None
    single = single_dose(known)
    if single is not None or length is None:
        moment = start + timedelta(minutes=1)
        return DoseGiven(start, moment, ((start, moment),), _so_far(known))
    progress = progress_of(known)
    end = ended_at(known) or (progress.expected_end if progress else None) or start + length
    words = dose_words(known)
    if progress is not None:
        rate = f", {progress.rate}" if progress.rate else ""
        words = f"{shown_dose(progress.given)} of {dose_words(known)}{rate}"
    return DoseGiven(start, max(end, start + timedelta(minutes=1)), tuple(_ran(known)), words)


def _so_far(known: Known) -> str:
    """The dose in words; of one in devices or sprays, how much of it was given."""
    portions = [one.given_micrograms or 0 for one in known.events if one.kind == PORTION]
    return f"{shown_dose(Dose(sum(portions)))} of {dose_words(known)}" if portions else dose_words(known)


def _ran(known: Known) -> Iterable[tuple[datetime, datetime]]:
    events, phase = events_of(known), Phase.READY
    ends = [*(event.at for event in events[1:]), known.now]
    for event, end in zip(events, ends, strict=False):
        phase = MOVES[phase, event.verb]
        if phase is Phase.RUNNING and end > event.at:
            yield event.at, end


def _due(known: Known) -> tuple[Due, ...]:
    if known.session is None or known.session.left_at is not None:
        return ()
    waiting = (Taking.COMING, Taking.DUE, Taking.LATE)
    planned = [Due(one.planned.at) for one in schedule(known) if one.taking in waiting]
    repeat = repeat_due(known)
    return (*planned, Due(repeat, soon=True)) if repeat else tuple(planned)


def _summary(known: Known) -> str:
    measured = pressures(known.readings)
    if not measured:
        return "Nothing has been measured yet."
    last = measured[-1].value
    at = clock(known, last.taken_at)
    return f"{len(measured)} blood pressures, the last {last} at {at}. All values stand in the table."
