"""A patient's own scores, small enough for a phone: a line, a diamond for each treatment, the first and last figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from afterglow.ground.design import words
from afterglow.ground.design.charts.axis import Mark, Scale
from afterglow.ground.design.charts.line import Point, polyline
from afterglow.ground.design.charts.scores import ScoreSheet, day_scale

_LEFT, _RIGHT, _TOP, _FLOOR = 30.0, 330.0, 20.0, 150.0
_ROOM_FOR_DAY = 56.0


@dataclass(frozen=True)
class Diamond:
    """A treatment on the axis; ``planned`` ones are hollow. ``words`` is its day where there is room for it."""

    x: float
    planned: bool
    words: str


@dataclass(frozen=True)
class OwnScoresChart:
    """The finished geometry."""

    sheet: ScoreSheet
    value_marks: tuple[Mark, ...]
    line: str
    dots: tuple[Point, ...]
    labels: tuple[tuple[Point, str], ...]
    treatments: tuple[Diamond, ...]


def own_scores_chart(sheet: ScoreSheet) -> OwnScoresChart:
    """Work out where everything stands."""
    days = day_scale((*sheet.scores, *sheet.doses), sheet.today, _LEFT, _RIGHT)
    values = Scale(sheet.least, sheet.most, _FLOOR, _TOP)
    ordered = sorted(sheet.scores, key=lambda score: score.on)
    dots = tuple(Point(days.at(score.on), values.at(score.value)) for score in ordered)
    ends = {0, len(ordered) - 1} if ordered else set()
    return OwnScoresChart(
        sheet=sheet,
        value_marks=tuple(Mark(values.at(value), str(value)) for value in _thirds(sheet.least, sheet.most)),
        line=polyline(dots),
        dots=dots,
        labels=tuple((Point(dots[n].x, dots[n].y - 12), f"{ordered[n].value:g}") for n in sorted(ends)),
        treatments=_diamonds([(days.at(dose.on), dose.on, dose.look == "planned") for dose in sheet.doses]),
    )


def _diamonds(treatments: list[tuple[float, date, bool]]) -> tuple[Diamond, ...]:
    drawn: list[Diamond] = []
    free_from = _LEFT
    for x, on, planned in sorted(treatments):
        says = x >= free_from
        drawn.append(Diamond(x, planned, words.short_day(on) if says else ""))
        free_from = x + _ROOM_FOR_DAY if says else free_from
    return tuple(drawn)


def _thirds(least: int, most: int) -> tuple[int, ...]:
    return tuple(round(least + (most - least) * third / 3) for third in range(4))
