"""The span between two curves: both edges, from the first minute to the last."""

from __future__ import annotations

from afterglow.ground.design.charts.span import Between, SpanSheet, span_chart

SHEET = SpanSheet(
    name="Levels",
    summary="",
    unit="",
    spans=(Between(0, 0, 0), Between(40, 100, 180), Between(80, 20, 60)),
    step=100,
    minutes=40,
    until=(40, "end"),
    heads=("Minute",),
    rows=(),
)


def test_the_area_goes_along_the_most_and_back_along_the_least() -> None:
    assert span_chart(SHEET).area == "46,300 366,40.8 686,213.6 686,271.2 366,156 46,300"


def test_the_axis_reaches_the_next_round_value_and_the_end_is_marked() -> None:
    drawn = span_chart(SHEET)
    assert [mark.words for mark in drawn.value_marks] == ["0", "100", "200"]
    assert [mark.words for mark in drawn.minute_marks] == ["0", "40", "80"]
    assert drawn.until == drawn.minute_marks[1].at
