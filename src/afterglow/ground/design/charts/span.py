"""The span between two curves over time, where no single curve is to be believed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from afterglow.ground.design.charts.axis import Mark, Scale, value_marks
from afterglow.ground.design.charts.line import Point, polyline

_LEFT, _RIGHT, _TOP, _FLOOR = 46.0, 686.0, 12.0, 300.0


@dataclass(frozen=True)
class Between:
    """At this minute, from least to most."""

    minute: float
    least: float
    most: float


@dataclass(frozen=True)
class SpanSheet:
    """Everything the chart shows, and the same as a table. ``until`` is a minute named on the axis, such as an end."""

    name: str
    summary: str
    unit: str
    spans: tuple[Between, ...]
    step: int
    minutes: int
    until: tuple[float, str]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class SpanChart:
    """The finished geometry."""

    sheet: SpanSheet
    area: str
    value_marks: tuple[Mark, ...]
    minute_marks: tuple[Mark, ...]
    until: float


def span_chart(sheet: SpanSheet) -> SpanChart:
    """Where everything stands: time to the right, from the first span to the last."""
    across = Scale(sheet.spans[0].minute, sheet.spans[-1].minute, _LEFT, _RIGHT)
    most = max(one.most for one in sheet.spans)
    up = Scale(0, -(-most // sheet.step) * sheet.step, _FLOOR, _TOP)
    return SpanChart(
        sheet,
        area=polyline(_around(sheet.spans, across, up)),
        value_marks=value_marks(up, sheet.step),
        minute_marks=value_marks(across, sheet.minutes),
        until=across.at(sheet.until[0]),
    )


def _around(spans: Sequence[Between], across: Scale, up: Scale) -> list[Point]:
    over = [Point(across.at(one.minute), up.at(one.most)) for one in spans]
    under = [Point(across.at(one.minute), up.at(one.least)) for one in reversed(spans)]
    return [*over, *under]
