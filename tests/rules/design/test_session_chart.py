"""The chart of a session: what is not known is not drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.ground.design.charts.line import Gap, Reading, runs
from afterglow.ground.design.charts.vital_signs import (
    DoseGiven,
    Due,
    Limit,
    PressureReading,
    Session,
    session_chart,
)

TEN = datetime(2025, 11, 13, 10, 0, tzinfo=UTC)
EMPTY = Session(
    name="Vital signs and dose",
    summary="Nothing yet.",
    zone=ZoneInfo("Europe/London"),
    first=TEN,
    last=TEN + timedelta(minutes=100),
    heads=("Time",),
    rows=(),
)


def at(minutes: float) -> datetime:
    return TEN + timedelta(minutes=minutes)


def heart(*values: tuple[float, float]) -> tuple[Reading, ...]:
    return tuple(Reading(at(minutes), value) for minutes, value in values)


@pytest.mark.parametrize(
    ("gaps", "lengths"),
    [
        ((), [5]),
        ((Gap(at(11), at(14), "sensor off"),), [2, 3]),
        ((Gap(at(11), None, "sensor off"),), [2, 1, 1, 1]),
        ((Gap(at(0), at(3), "not yet on"),), [5]),
        ((Gap(at(21), at(22), "sensor off"),), [4, 1]),
        ((Gap(at(11), at(12), "moved"), Gap(at(16), at(17), "moved")), [2, 1, 2]),
        ((Gap(at(10), at(15), "sensor off"),), [2, 3]),
    ],
)
def test_a_gap_breaks_the_line(gaps: tuple[Gap, ...], lengths: list[int]) -> None:
    readings = heart((5, 80), (10, 82), (15, 84), (20, 86), (25, 88))
    assert [len(run) for run in runs(readings, gaps)] == lengths


@given(
    minutes=st.lists(st.integers(0, 100), min_size=1, max_size=30, unique=True),
    start=st.integers(0, 100),
    length=st.integers(1, 50),
)
def test_no_run_ever_reaches_across_a_gap(minutes: list[int], start: int, length: int) -> None:
    gap = Gap(at(start), at(start + length), "sensor off")
    broken = runs(heart(*((minute, 80) for minute in minutes)), (gap,))
    assert sum(len(run) for run in broken) == len(minutes)
    for run in broken:
        for earlier, later in pairwise(run):
            assert later.at <= gap.start or earlier.at >= gap.start + timedelta(minutes=length)


def test_a_gap_is_drawn_with_its_reason_at_the_last_known_value() -> None:
    chart = session_chart(
        replace(EMPTY, heart=heart((10, 80), (20, 100), (40, 90)), heart_gaps=(Gap(at(22), at(38), "sensor off"),))
    )
    (mark,) = chart.heart.gaps
    assert (mark.x1, mark.x2, mark.reason) == (186.8, 289.2, "sensor off")
    assert f",{mark.y:g}" in chart.heart.runs[0]


def test_a_gap_that_lasts_reaches_to_the_edge() -> None:
    chart = session_chart(replace(EMPTY, heart=heart((10, 80)), heart_gaps=(Gap(at(20), None, "no signal"),)))
    assert chart.heart.gaps[0].x2 == 686.0


def test_one_reading_alone_is_a_dot_and_not_a_line() -> None:
    chart = session_chart(replace(EMPTY, heart=heart((10, 80))))
    assert (chart.heart.runs, len(chart.heart.dots)) == ((), 1)


def test_blood_pressure_is_a_bar_from_systolic_to_diastolic() -> None:
    chart = session_chart(replace(EMPTY, pressures=(PressureReading(at(50), 160, 80),)))
    (bar,) = chart.pressures
    assert (bar.x, bar.top, bar.bottom, bar.raised) == (366.0, 63.5, 166.5, False)


def test_only_the_latest_raised_pressure_carries_its_figures() -> None:
    pressures = (
        PressureReading(at(10), 162, 100, raised=True),
        PressureReading(at(20), 168, 104, raised=True),
        PressureReading(at(30), 150, 90),
    )
    assert [bar.label for bar in session_chart(replace(EMPTY, pressures=pressures)).pressures] == ["", "168/104", ""]


def test_a_pressure_beyond_the_usual_range_is_still_inside_the_picture() -> None:
    chart = session_chart(replace(EMPTY, pressures=(PressureReading(at(10), 231, 130),)))
    assert chart.pressures[0].top >= 12
    assert chart.value_marks[-1].words == "240"


def test_oxygen_below_ninety_is_still_inside_the_picture() -> None:
    chart = session_chart(replace(EMPTY, oxygen=heart((10, 97), (12, 83))))
    assert [mark.words for mark in chart.oxygen_marks] == ["80", "100"]
    assert all(239 <= float(point.split(",")[1]) <= 267 for point in chart.oxygen.runs[0].split())


def test_limits_stand_on_their_values_with_their_names() -> None:
    chart = session_chart(replace(EMPTY, limits=(Limit(160, "160 repeat in 5 min"), Limit(180, "180 doctor", "stop"))))
    assert [(y, limit.words) for y, limit in chart.limits] == [(63.5, "160 repeat in 5 min"), (37.8, "180 doctor")]


def test_a_paused_dose_shows_only_the_stretches_that_ran() -> None:
    dose = DoseGiven(at(20), at(60), ((at(20), at(30)), (at(40), at(45))), "13.1 of 35 mg given")
    drawn = session_chart(replace(EMPTY, dose=dose)).dose
    assert drawn is not None
    assert (drawn.x, drawn.width) == (174.0, 256.0)
    assert drawn.given == ((174.0, 64.0), (302.0, 32.0))


@pytest.mark.parametrize(("start", "anchor"), [(5, "start"), (55, "end")])
def test_the_words_of_the_dose_stay_inside_the_picture(start: int, anchor: str) -> None:
    dose = DoseGiven(at(start), at(start + 40), (), "0 of 35 mg given")
    drawn = session_chart(replace(EMPTY, dose=dose)).dose
    assert drawn is not None
    assert drawn.anchor == anchor


def test_the_words_of_a_dose_that_runs_past_its_end_stand_clear_of_it() -> None:
    dose = DoseGiven(at(5), at(25), ((at(5), at(33)),), "35 of 35 mg given")
    drawn = session_chart(replace(EMPTY, dose=dose)).dose
    assert drawn is not None
    (began, width), *_ = drawn.given
    assert drawn.words_x > began + width


def test_everything_that_happened_lies_between_the_edges() -> None:
    chart = session_chart(
        replace(EMPTY, heart=heart((-20, 80), (-10, 82)), due=(Due(at(150)),), now=at(-5), last=at(10))
    )
    assert chart.due[0][0] == 686.0
    assert chart.heart.runs[0].startswith("46,")


def test_a_session_of_a_single_moment_can_be_drawn() -> None:
    assert session_chart(replace(EMPTY, last=EMPTY.first)).clock_marks
