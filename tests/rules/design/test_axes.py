"""Scales and the marks on them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.ground.design.charts.axis import (
    DayScale,
    Scale,
    TimeScale,
    clock_marks,
    fitted,
    month_marks,
    value_marks,
)

LONDON = ZoneInfo("Europe/London")
TEN = datetime(2025, 11, 13, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(("value", "position"), [(40, 218.0), (200, 12.0), (120, 115.0), (160, 63.5)])
def test_a_higher_pressure_stands_higher(value: float, position: float) -> None:
    assert Scale(40, 200, 218, 12).at(value) == position


@given(values=st.lists(st.floats(0, 300), min_size=2, max_size=20))
def test_positions_keep_the_order_of_their_values(values: list[float]) -> None:
    scale = Scale(0, 300, 218, 12)
    placed = [scale.at(value) for value in sorted(values)]
    assert placed == sorted(placed, reverse=True)


def test_a_scale_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="room"):
        Scale(5, 5, 0, 100)


@pytest.mark.parametrize(
    ("values", "held"),
    [
        ((), (40, 200)),
        ((60, 180), (40, 200)),
        ((60, 201), (40, 240)),
        ((31, 180), (0, 200)),
        ((40, 200), (40, 200)),
    ],
)
def test_a_range_widens_for_what_lies_outside_it(values: tuple[int, ...], held: tuple[int, int]) -> None:
    assert fitted(40, 200, 40, values) == held


def test_marks_of_values_are_its_multiples() -> None:
    assert [mark.words for mark in value_marks(Scale(0, 27, 318, 30), 5)] == ["0", "5", "10", "15", "20", "25"]


@pytest.mark.parametrize(
    ("first", "minutes", "shown"),
    [
        (TEN, 130, ["10:00", "10:20", "10:40", "11:00", "11:20", "11:40", "12:00"]),
        (TEN + timedelta(minutes=7), 40, ["10:10", "10:15", "10:20", "10:25", "10:30", "10:35", "10:40", "10:45"]),
        (datetime(2026, 6, 11, 13, 3, tzinfo=UTC), 60, ["14:10", "14:20", "14:30", "14:40", "14:50", "15:00"]),
        (TEN, 24 * 60, ["12:00", "16:00", "20:00", "00:00", "04:00", "08:00"]),
    ],
)
def test_times_on_the_axis_are_round_where_the_clinic_is(first: datetime, minutes: int, shown: list[str]) -> None:
    scale = TimeScale(first, first + timedelta(minutes=minutes), 46, 686)
    assert [mark.words for mark in clock_marks(scale, LONDON)] == shown


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (date(2026, 5, 1), date(2026, 7, 2), ["May 2026", "Jun", "Jul"]),
        (date(2025, 11, 20), date(2026, 2, 20), ["Dec 2025", "Jan 2026", "Feb"]),
        (date(2024, 9, 20), date(2025, 12, 3), ["Oct 2024", "Dec", "Feb 2025", "Apr", "Jun", "Aug", "Oct", "Dec"]),
    ],
)
def test_months_carry_their_year_when_it_is_new(first: date, last: date, shown: list[str]) -> None:
    assert [mark.words for mark in month_marks(DayScale(first, last, 38, 748))] == shown


@given(first=st.dates(date(1990, 1, 1), date(2030, 1, 1)), length=st.integers(14, 8_000))
def test_an_axis_is_never_crowded_and_its_marks_stand_inside(first: date, length: int) -> None:
    marks = month_marks(DayScale(first, first + timedelta(days=length), 38, 748))
    assert len(marks) <= 9
    assert all(38 <= mark.at <= 748 for mark in marks)


@given(hours=st.integers(0, 80_000), minutes=st.integers(1, 2_000))
def test_a_clock_axis_is_never_crowded_and_its_marks_stand_inside(hours: int, minutes: int) -> None:
    first = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=hours, minutes=minutes % 60)
    marks = clock_marks(TimeScale(first, first + timedelta(minutes=minutes), 46, 686), LONDON)
    assert len(marks) <= 9
    assert all(46 <= mark.at <= 686 for mark in marks)
