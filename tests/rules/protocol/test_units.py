"""How quantities, limits and spacings are written in a protocol file."""

from datetime import time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.ground.kernel.between import Between
from afterglow.ground.protocol.limit import parse_limit
from afterglow.ground.protocol.schema.units import (
    parse_clock,
    parse_count,
    parse_hours,
    parse_percent,
    range_of,
    show_value,
)
from afterglow.ground.protocol.spacing import parse_spacing


@pytest.mark.parametrize(
    ("text", "unit", "reading", "passed"),
    [
        ("> 140 mmHg", "mmHg", 140, False),
        ("> 140 mmHg", "mmHg", 141, True),
        (">= 160 mmHg", "mmHg", 160, True),
        (">= 160 mmHg", "mmHg", 159, False),
        ("< 94 %", "%", 94, False),
        ("< 94 %", "%", 93, True),
        ("<= 8 /min", "/min", 8, True),
        ("<= 8 /min", "/min", 9, False),
        ("<= 35.0 °C", "°C", Decimal("35.0"), True),
        (">= 3", "", 3, True),
    ],
)
def test_a_limit_is_passed_as_its_sign_says(text: str, unit: str, reading: int | Decimal, passed: bool) -> None:
    assert parse_limit(text, unit).passed_by(reading) is passed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("> 140 mmHg", "above 140 mmHg"),
        (">= 160 mmHg", "at or above 160 mmHg"),
        ("< 94 mmHg", "below 94 mmHg"),
        ("<= 8 mmHg", "at or below 8 mmHg"),
    ],
)
def test_a_limit_has_words(text: str, words: str) -> None:
    assert parse_limit(text, "mmHg").words == words.replace(" mmHg", "\u00a0mmHg")


@pytest.mark.parametrize("text", ["140 mmHg", "= 140 mmHg", "> 140", "> 140 %", "> -5 mmHg", "above 140 mmHg", ""])
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=">= 90 mmHg"):
        parse_limit(text, "mmHg")


@given(reading=st.integers(0, 400), value=st.integers(0, 400))
def test_a_reading_is_on_one_side_of_a_limit(reading: int, value: int) -> None:
    above, below = parse_limit(f"> {value} mmHg", "mmHg"), parse_limit(f"<= {value} mmHg", "mmHg")
    assert above.passed_by(reading) != below.passed_by(reading)


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("2 per week", 3, 4),
        ("1 per week", 7, 7),
        ("3 per week", 2, 3),
        ("7 per week", 1, 1),
        ("1 week apart", 7, 7),
        ("4 weeks apart", 28, 28),
        ("1-2 weeks apart", 7, 14),
        ("10-14 days apart", 10, 14),
    ],
)
def test_a_spacing_is_read_as_days(text: str, least: int, most: int) -> None:
    spacing = parse_spacing(text)
    assert (spacing.least_days, spacing.most_days, str(spacing)) == (least, most, text)


@pytest.mark.parametrize(
    "text", ["weekly", "0 per week", "8 per week", "0 days apart", "2-1 weeks apart", "2 weeks", ""]
)
def test_what_is_no_spacing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"spacing|smaller number"):
        parse_spacing(text)


@given(
    text=st.sampled_from(["2 per week", "3 per week", "1 week apart", "10-14 days apart"]), days=st.integers(-5, 4000)
)
def test_the_sessions_of_a_stretch_are_those_whose_day_lies_in_it(text: str, days: int) -> None:
    spacing = parse_spacing(text)
    assert spacing.sessions_within(days) == sum(1 for n in range(4000) if spacing.day_of(n) < days)


def test_twice_weekly_for_four_weeks_is_eight_times() -> None:
    assert parse_spacing("2 per week").sessions_within(28) == 8
    assert [parse_spacing("2 per week").day_of(n) for n in range(5)] == [0, 3, 7, 10, 14]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [("14:30-16:00", time(14, 30), time(16)), ("08:30 - 17:30", time(8, 30), time(17, 30))],
)
def test_a_stretch_of_a_day_is_read(text: str, start: time, end: time) -> None:
    assert parse_hours(text) == Between(start, end)


@pytest.mark.parametrize("text", ["24:00", "9:00", "09:60", "0900", ""])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="14:30"):
        parse_clock(text)


@pytest.mark.parametrize(("text", "percent"), [("50 %", 50), ("50%", 50), ("0 %", 0), ("125 %", 125)])
def test_a_percentage_is_read(text: str, percent: int) -> None:
    assert parse_percent(text) == percent


@pytest.mark.parametrize("text", ["half", "50", "12.5 %", "-1 %"])
def test_what_is_no_whole_percentage_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="50 %"):
        parse_percent(text)


@pytest.mark.parametrize(("text", "ends"), [("3-6", (3, 6)), ("1-8", (1, 8)), ("4-4", (4, 4)), (" 3 - 6 ", (3, 6))])
def test_a_range_has_two_ends(text: str, ends: tuple[int, int]) -> None:
    assert range_of(parse_count, "3-6")(text) == Between(*ends)


@pytest.mark.parametrize("text", ["3", "3-", "-6", "3 to 6", "a-b", "6-3", "3.5-6"])
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"3-6|smaller end|whole number"):
        range_of(parse_count, "3-6")(text)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Between(3, 6), "3 to 6"),
        (Between(time(8, 30), time(17, 30)), "08:30 to 17:30"),
        (timedelta(minutes=-15), "-15 min"),
        (timedelta(hours=48), "2 days"),
        (7, "7"),
    ],
)
def test_a_value_is_shown_with_its_unit(value: object, shown: str) -> None:
    assert show_value(value) == shown
