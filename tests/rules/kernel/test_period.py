"""Stretches of time and calendar days, over both changes of the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.ground.kernel.period import Months, Period, add_months, calendar_days, local_day

LONDON = ZoneInfo("Europe/London")
MOMENTS = st.integers(946_684_800, 4_102_444_800).map(lambda second: datetime.fromtimestamp(second, UTC))
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("earlier", "later", "days"),
    [
        ("2027-10-29 14:30", "2027-11-05 14:30", 7),  # 169 elapsed hours: the clocks went back
        ("2027-03-26 14:30", "2027-04-02 14:30", 7),  # 167 elapsed hours: the clocks went forward
        ("2027-10-29 23:59", "2027-10-30 00:01", 1),
        ("2027-10-31 00:30", "2027-10-31 23:30", 0),  # a day of 25 hours
        ("2027-03-28 00:30", "2027-03-28 23:30", 0),  # a day of 23 hours
        ("2027-11-05 08:00", "2027-11-05 18:00", 0),
        ("2027-11-05 08:00", "2027-10-29 18:00", -7),
    ],
)
def test_calendar_days_are_those_of_the_clinic(earlier: str, later: str, days: int) -> None:
    assert calendar_days(london(earlier), london(later), LONDON) == days


@pytest.mark.parametrize("year", range(2020, 2030))
@pytest.mark.parametrize("month", [3, 10])
def test_a_week_over_a_clock_change_has_seven_days(year: int, month: int) -> None:
    last = date(year, month + 1, 1) - timedelta(days=1)
    sunday = last - timedelta(days=(last.weekday() + 1) % 7)
    friday = datetime.combine(sunday - timedelta(days=2), time(14, 30), LONDON)
    next_friday = datetime.combine(sunday + timedelta(days=5), time(14, 30), LONDON)
    elapsed = next_friday.astimezone(UTC) - friday.astimezone(UTC)
    assert elapsed == timedelta(hours=167 if month == 3 else 169)
    assert calendar_days(friday, next_friday, LONDON) == 7


def test_a_day_belongs_to_the_clinic_and_not_to_the_server() -> None:
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert local_day(late, LONDON) == date(2026, 7, 2)
    assert local_day(late, ZoneInfo("Pacific/Kiritimati")) == date(2026, 7, 2)
    assert local_day(late, ZoneInfo("America/St_Johns")) == date(2026, 7, 1)


@given(one=MOMENTS, other=MOMENTS)
def test_days_there_and_back_are_the_same(one: datetime, other: datetime) -> None:
    assert calendar_days(one, other, LONDON) == -calendar_days(other, one, LONDON)


def test_a_period_holds_its_start_and_not_its_end() -> None:
    start, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)
    period = Period(start, end)
    assert period.holds(start)
    assert not period.holds(end)
    assert Period(start).holds(datetime(2100, 1, 1, tzinfo=UTC))


def test_a_period_needs_a_zone_and_an_order() -> None:
    start = datetime(2026, 1, 2, tzinfo=UTC)
    with pytest.raises(ValueError, match="zone"):
        Period(datetime(2026, 1, 1))  # noqa: DTZ001
    with pytest.raises(ValueError, match="zone"):
        Period(start, datetime(2026, 1, 3))  # noqa: DTZ001
    with pytest.raises(ValueError, match="end before"):
        Period(start, datetime(2026, 1, 1, tzinfo=UTC))


@given(a=MOMENTS, b=MOMENTS, c=MOMENTS, d=MOMENTS, probe=MOMENTS)
def test_two_periods_meet_when_a_moment_lies_in_both(
    a: datetime, b: datetime, c: datetime, d: datetime, probe: datetime
) -> None:
    one, other = Period(min(a, b), max(a, b)), Period(min(c, d), max(c, d))
    assert one.meets(other) == other.meets(one)
    if one.holds(probe) and other.holds(probe):
        assert one.meets(other)
    if one.end is not None and one.end <= other.start:
        assert not one.meets(other)


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 11, 21), 3, date(2027, 2, 21)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
    ],
)
def test_months_end_where_the_month_ends(day: date, months: int, after: date) -> None:
    assert add_months(day, months) == after
    assert Months(months).after(day) == after


@given(day=DAYS, months=st.integers(-1000, 1000))
def test_months_there_and_back_stay_within_the_month(day: date, months: int) -> None:
    there = add_months(day, months)
    assert there.day <= day.day
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == months


@pytest.mark.parametrize(
    ("text", "count", "shown"),
    [
        ("3 months", 3, "3 months"),
        ("1 month", 1, "1 month"),
        ("2 years", 24, "2 years"),
        ("18 months", 18, "18 months"),
    ],
)
def test_months_are_read_and_shown(text: str, count: int, shown: str) -> None:
    assert Months.parse(text) == Months(count)
    assert str(Months(count)) == shown


@pytest.mark.parametrize("text", ["3", "months", "3 weeks", "1.5 years", "-3 months", ""])
def test_what_is_no_number_of_months_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="3 months"):
        Months.parse(text)
