"""Scores over months with the doses beneath them: does it help, and for how long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from afterglow.ground.design.charts.axis import DayScale, Mark, Scale, month_marks, value_marks
from afterglow.ground.design.charts.line import Point, polyline

_LEFT, _RIGHT = 38.0, 748.0
_TOP, _FLOOR = 30.0, 318.0
_AXIS, _TALLEST_DOSE = 376.0, 36.0
_ROOM_FOR_LABEL = 60.0


@dataclass(frozen=True)
class Score:
    """One score. ``label`` stands beside its dot, ``place``: above, below or right."""

    on: date
    value: float
    label: str = ""
    place: str = "above"


@dataclass(frozen=True)
class DoseOnDay:
    """One dose in micrograms, as words too. ``look``: given, raised or planned."""

    on: date
    micrograms: int
    words: str
    look: str = "given"


@dataclass(frozen=True)
class Band:
    """A severity from this value up, named at the right."""

    least: float
    words: str


@dataclass(frozen=True)
class Stretch:
    """A named time: a phase above the plot, or a note around the scores in it."""

    first: date
    last: date
    words: str


@dataclass(frozen=True)
class ScoreSheet:
    """Everything the chart shows, and the same as a table. ``least`` to ``most`` is the instrument's own range."""

    name: str
    summary: str
    least: int
    most: int
    today: date
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    scores: tuple[Score, ...] = ()
    doses: tuple[DoseOnDay, ...] = ()
    bands: tuple[Band, ...] = ()
    phases: tuple[Stretch, ...] = ()
    notes: tuple[Stretch, ...] = ()
    baseline: float | None = None


@dataclass(frozen=True)
class BandArea:
    """A band as a rectangle; ``weight`` is its depth of colour."""

    y: float
    height: float
    weight: float
    words: str


@dataclass(frozen=True)
class Dot:
    """A score with its label, where it has one."""

    at: Point
    label: str
    label_at: Point
    anchor: str
    is_last: bool


@dataclass(frozen=True)
class DoseMark:
    """A dose bar; only the first of equal doses carries its words."""

    x: float
    y: float
    height: float
    look: str
    words: str


@dataclass(frozen=True)
class Bracket:
    """A stretch as positions; ``y`` and ``height`` are of a note's box."""

    x1: float
    x2: float
    words: str
    y: float = 0.0
    height: float = 0.0


@dataclass(frozen=True)
class ScoresChart:
    """The finished geometry."""

    sheet: ScoreSheet
    value_marks: tuple[Mark, ...]
    month_marks: tuple[Mark, ...]
    bands: tuple[BandArea, ...]
    line: str
    dots: tuple[Dot, ...]
    doses: tuple[DoseMark, ...]
    phases: tuple[Bracket, ...]
    notes: tuple[Bracket, ...]
    baseline: float | None
    half: float | None
    today: float


class OnDay(Protocol):
    """Anything that happened on a day."""

    @property
    def on(self) -> date:
        """The day."""


def scores_chart(sheet: ScoreSheet) -> ScoresChart:
    """Work out where everything stands."""
    days = day_scale((*sheet.scores, *sheet.doses), sheet.today, _LEFT, _RIGHT)
    values = Scale(sheet.least, sheet.most, _FLOOR, _TOP)
    ordered = sorted(sheet.scores, key=lambda score: score.on)
    points = [Point(days.at(score.on), values.at(score.value)) for score in ordered]
    return ScoresChart(
        sheet=sheet,
        value_marks=value_marks(values, 5),
        month_marks=month_marks(days),
        bands=tuple(_bands(sheet, values)),
        line=polyline(points),
        dots=tuple(_dot(score, at, score is ordered[-1]) for score, at in zip(ordered, points, strict=True)),
        doses=tuple(_doses(sheet.doses, days)),
        phases=tuple(Bracket(days.at(one.first), days.at(one.last), one.words) for one in sheet.phases),
        notes=tuple(_note(one, ordered, days, values) for one in sheet.notes),
        baseline=None if sheet.baseline is None else values.at(sheet.baseline),
        half=None if sheet.baseline is None else values.at(sheet.baseline / 2),
        today=days.at(sheet.today),
    )


def day_scale(events: Sequence[OnDay], today: date, start: float, end: float) -> DayScale:
    """A scale from the first event to the last, or to today, with a little room on both sides."""
    days = [event.on for event in events] + [today]
    room = timedelta(days=max(7, (max(days) - min(days)).days // 24))
    return DayScale(min(days) - room, max(days) + room, start, end)


def _bands(sheet: ScoreSheet, values: Scale) -> Iterator[BandArea]:
    ordered = sorted(sheet.bands, key=lambda band: band.least)
    tops = [*(band.least for band in ordered[1:]), float(sheet.most)]
    for place, (band, top) in enumerate(zip(ordered, tops, strict=True)):
        y = values.at(top)
        yield BandArea(y, round(values.at(band.least) - y, 1), round(0.05 * place, 3), band.words)


def _dot(score: Score, at: Point, is_last: bool) -> Dot:
    shift, anchor = {"above": (Point(0, -12), "middle"), "below": (Point(0, 22), "middle")}.get(
        score.place, (Point(10, 5), "start")
    )
    return Dot(at, score.label, Point(round(at.x + shift.x, 1), round(at.y + shift.y, 1)), anchor, is_last)


def _doses(doses: tuple[DoseOnDay, ...], days: DayScale) -> Iterator[DoseMark]:
    largest = max((dose.micrograms for dose in doses), default=0) or 1
    said, free_from = "", _LEFT
    for dose in sorted(doses, key=lambda dose: dose.on):
        x, height = days.at(dose.on), round(_TALLEST_DOSE * dose.micrograms / largest, 1)
        says = dose.words != said and x >= free_from and dose.look != "planned"
        yield DoseMark(round(x - 3, 1), round(_AXIS - height, 1), height, dose.look, dose.words if says else "")
        if says:
            said, free_from = dose.words, x + _ROOM_FOR_LABEL


def _note(note: Stretch, ordered: Sequence[Score], days: DayScale, values: Scale) -> Bracket:
    inside = [score.value for score in ordered if note.first <= score.on <= note.last]
    top, bottom = values.at(max(inside, default=values.high)) - 12, values.at(min(inside, default=values.low)) + 12
    x1, x2 = days.at(note.first) - 10, days.at(note.last) + 10
    return Bracket(round(x1, 1), round(x2, 1), note.words, round(top, 1), round(bottom - top, 1))
