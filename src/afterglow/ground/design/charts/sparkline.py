"""A line without axes beside a figure. Decoration: the figure and its age carry the meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from afterglow.ground.design.charts.axis import Scale
from afterglow.ground.design.charts.line import Point, polyline

_WIDTH, _TOP, _FLOOR = 80.0, 3.0, 27.0
_LEAST_SPAN = 4.0

Values = Sequence[float | None]


@dataclass(frozen=True)
class Sparkline:
    """Runs of one or two lines. ``gaps`` are the dotted stretches in which nothing was read."""

    lines: tuple[str, ...]
    second: tuple[str, ...]
    gaps: tuple[str, ...]


def sparkline(values: Values, second: Values = ()) -> Sparkline:
    """Draw values at equal steps; None is a gap. Both lines share one scale, so that a pressure keeps its width."""
    seen = [value for value in (*values, *second) if value is not None]
    if not seen:
        return Sparkline((), (), ())
    middle, span = (max(seen) + min(seen)) / 2, max(max(seen) - min(seen), _LEAST_SPAN)
    scale = Scale(middle - span / 2, middle + span / 2, _FLOOR, _TOP)
    return Sparkline(_runs(values, scale), _runs(second, scale), (*_dotted(values, scale), *_dotted(second, scale)))


def _runs(values: Values, scale: Scale) -> tuple[str, ...]:
    grouped = groupby(enumerate(values), key=lambda pair: pair[1] is not None)
    runs = [[(place, value) for place, value in run if value is not None] for there, run in grouped if there]
    return tuple(
        polyline(Point(_x(place, values), scale.at(value)) for place, value in run) for run in runs if len(run) > 1
    )


def _dotted(values: Values, scale: Scale) -> tuple[str, ...]:
    dotted: list[str] = []
    last: tuple[int, float] | None = None
    for place, value in enumerate(values):
        ends_here = value is not None or place == len(values) - 1
        if last and place - last[0] > (0 if value is None else 1) and ends_here:
            y = scale.at(last[1])
            dotted.append(polyline((Point(_x(last[0], values), y), Point(_x(place, values), y))))
        if value is not None:
            last = place, value
    return tuple(dotted)


def _x(place: int, values: Values) -> float:
    return round(_WIDTH * place / max(1, len(values) - 1), 1)
