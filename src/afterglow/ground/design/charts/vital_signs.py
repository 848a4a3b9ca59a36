"""The chart of one session: blood pressure, heart rate, oxygen, the dose, and what is due.

It draws what it is given. A value that is no value (sensor off, out of range) is a gap, handed in as one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from afterglow.ground.design.charts.axis import Mark, Scale, TimeScale, clock_marks, fitted, value_marks
from afterglow.ground.design.charts.line import Gap, Point, Reading, polyline, runs

_LEFT, _RIGHT = 46.0, 686.0
_TOP, _FLOOR = 12.0, 218.0
_OXYGEN_TOP, _OXYGEN_FLOOR = 239.0, 267.0
_AXIS = 322.0


@dataclass(frozen=True)
class PressureReading:
    """One blood pressure. ``raised`` is the caller's judgement, by its protocol."""

    at: datetime
    systolic: int
    diastolic: int
    raised: bool = False


@dataclass(frozen=True)
class Limit:
    """A line with its name, such as ``160 repeat in 5 min``. ``weight``: caution or stop."""

    value: int
    words: str
    weight: str = "caution"


@dataclass(frozen=True)
class DoseGiven:
    """The dose: when it starts and should end, the stretches in which it ran, and how much that is in words."""

    start: datetime
    planned_end: datetime
    ran: tuple[tuple[datetime, datetime], ...]
    words: str


@dataclass(frozen=True)
class Due:
    """An observation to come; ``soon`` for the one that was asked for out of turn."""

    at: datetime
    soon: bool = False


@dataclass(frozen=True)
class Session:
    """Everything the chart shows, and the same as a table: ``heads`` and ``rows`` of words."""

    name: str
    summary: str
    zone: ZoneInfo
    first: datetime
    last: datetime
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    pressures: tuple[PressureReading, ...] = ()
    heart: tuple[Reading, ...] = ()
    oxygen: tuple[Reading, ...] = ()
    heart_gaps: tuple[Gap, ...] = ()
    oxygen_gaps: tuple[Gap, ...] = ()
    limits: tuple[Limit, ...] = ()
    dose: DoseGiven | None = None
    due: tuple[Due, ...] = ()
    now: datetime | None = None


@dataclass(frozen=True)
class PressureBar:
    """A bar from systolic to diastolic with an arrow head at each; ``label`` is empty where it would crowd."""

    x: float
    top: float
    bottom: float
    raised: bool
    label: str = ""


@dataclass(frozen=True)
class GapMark:
    """A dotted stretch with its reason."""

    x1: float
    x2: float
    y: float
    reason: str


@dataclass(frozen=True)
class Line:
    """The runs of one line, its single readings, and its gaps."""

    runs: tuple[str, ...]
    dots: tuple[Point, ...]
    gaps: tuple[GapMark, ...]


@dataclass(frozen=True)
class DoseBar:
    """The planned bar, the stretches given, and where the words stand."""

    x: float
    width: float
    given: tuple[tuple[float, float], ...]
    words: str
    words_x: float
    anchor: str


@dataclass(frozen=True)
class SessionChart:
    """The finished geometry."""

    session: Session
    value_marks: tuple[Mark, ...]
    oxygen_marks: tuple[Mark, ...]
    clock_marks: tuple[Mark, ...]
    limits: tuple[tuple[float, Limit], ...]
    pressures: tuple[PressureBar, ...]
    heart: Line
    oxygen: Line
    dose: DoseBar | None
    due: tuple[tuple[float, Due], ...]
    now: float | None


def session_chart(session: Session) -> SessionChart:
    """Work out where everything stands."""
    time = _time(session)
    pressures = [value for one in session.pressures for value in (one.systolic, one.diastolic)]
    low, high = fitted(40, 200, 40, [*pressures, *(one.value for one in session.heart)])
    values = Scale(low, high, _FLOOR, _TOP)
    oxygen_low, _ = fitted(90, 100, 10, [one.value for one in session.oxygen])
    oxygen = Scale(oxygen_low, 100, _OXYGEN_FLOOR, _OXYGEN_TOP)
    return SessionChart(
        session=session,
        value_marks=value_marks(values, 40),
        oxygen_marks=value_marks(oxygen, max(10, 100 - oxygen_low)),
        clock_marks=clock_marks(time, session.zone),
        limits=tuple((values.at(limit.value), limit) for limit in session.limits if low <= limit.value <= high),
        pressures=tuple(_bars(session.pressures, time, values)),
        heart=_line(session.heart, session.heart_gaps, time, values),
        oxygen=_line(session.oxygen, session.oxygen_gaps, time, oxygen),
        dose=_dose(session.dose, time) if session.dose else None,
        due=tuple((time.at(one.at), one) for one in session.due),
        now=time.at(session.now) if session.now else None,
    )


def _time(session: Session) -> TimeScale:
    moments = [session.first, session.last]
    moments += [one.at for one in (*session.heart, *session.oxygen)]
    moments += [one.at for one in session.pressures] + [one.at for one in session.due]
    moments += [session.now] if session.now else []
    moments += [session.dose.start, session.dose.planned_end] if session.dose else []
    first, last = min(moments), max(moments)
    return TimeScale(first, max(last, first + timedelta(minutes=1)), _LEFT, _RIGHT)


def _bars(pressures: tuple[PressureReading, ...], time: TimeScale, values: Scale) -> Iterator[PressureBar]:
    last_raised = max((one.at for one in pressures if one.raised), default=None)
    for one in pressures:
        label = f"{one.systolic}/{one.diastolic}" if one.at == last_raised else ""
        yield PressureBar(time.at(one.at), values.at(one.systolic), values.at(one.diastolic), one.raised, label)


def _line(readings: tuple[Reading, ...], gaps: tuple[Gap, ...], time: TimeScale, values: Scale) -> Line:
    drawn = [[Point(time.at(one.at), values.at(one.value)) for one in run] for run in runs(readings, gaps)]
    return Line(
        runs=tuple(polyline(run) for run in drawn if len(run) > 1),
        dots=tuple(run[0] for run in drawn if len(run) == 1),
        gaps=tuple(_gap_mark(gap, readings, time, values) for gap in gaps),
    )


def _gap_mark(gap: Gap, readings: tuple[Reading, ...], time: TimeScale, values: Scale) -> GapMark:
    before = [one for one in readings if one.at <= gap.start]
    level = max(before, key=lambda one: one.at).value if before else (values.low + values.high) / 2
    end = min(gap.end or time.last, time.last)
    return GapMark(time.at(max(gap.start, time.first)), time.at(end), values.at(level), gap.reason)


def _dose(dose: DoseGiven, time: TimeScale) -> DoseBar:
    start, end = time.at(dose.start), time.at(dose.planned_end)
    given = tuple((time.at(began), round(time.at(until) - time.at(began), 1)) for began, until in dose.ran)
    covered = max([end, *(time.at(until) for _, until in dose.ran)])
    on_the_right = covered < (_LEFT + _RIGHT) * 0.6
    words_x, anchor = (covered + 10, "start") if on_the_right else (start - 10, "end")
    return DoseBar(start, round(end - start, 1), given, dose.words, words_x, anchor)
