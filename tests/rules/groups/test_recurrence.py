"""Meetings keep the clinic's own hour over every change of the clocks, and leave out what is said (L1, F29, F37)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.care.groups.rules.recurrence import Dated, Pause, Rhythm, dated, days_of, period_on, runs
from afterglow.care.groups.rules.terms import terms_of
from afterglow.ground.kernel.between import Between
from afterglow.ground.kernel.period import calendar_days, local_day
from tests.rules.groups.clinics import INTEGRATION, PREPARATION

LONDON = ZoneInfo("Europe/London")
FRIDAYS = Rhythm("friday", Between(time(14, 30), time(16)))
EVENINGS = Rhythm("wednesday", Between(time(18), time(19, 30)))
CLUB = Rhythm("tuesday", Between(time(17, 30), time(18, 30)), weeks=(2, 4))
REVIEW = Rhythm("wednesday", Between(time(14), time(15)), weeks=(3,))

# The Sundays on which the clocks change in the United Kingdom: the last of March and of October
# (Summer Time Order 2002), 2026 to 2035.
CHANGES = [
    (year, date(year, month, day))
    for year, month, day in (
        (2026, 3, 29), (2026, 10, 25), (2027, 3, 28), (2027, 10, 31), (2028, 3, 26), (2028, 10, 29), (2029, 3, 25),
        (2029, 10, 28), (2030, 3, 31), (2030, 10, 27), (2031, 3, 30), (2031, 10, 26), (2032, 3, 28), (2032, 10, 31),
        (2033, 3, 27), (2033, 10, 30), (2034, 3, 26), (2034, 10, 29), (2035, 3, 25), (2035, 10, 28),
    )
]  # fmt: skip
CASES = [(rhythm, sunday) for rhythm in (FRIDAYS, EVENINGS, Rhythm("tuesday", FRIDAYS.at)) for _, sunday in CHANGES]


@pytest.mark.pathway("L1", "F29")
@pytest.mark.parametrize(("rhythm", "sunday"), CASES, ids=[f"{r.every} {s}" for r, s in CASES])
def test_the_hour_stays_over_a_change_of_the_clocks(rhythm: Rhythm, sunday: date) -> None:
    """60 cases: ten years, both directions, three weekdays. Before summer time begins the hour is UTC itself."""
    before, after = list(days_of(rhythm, sunday - timedelta(days=7), sunday + timedelta(days=6)))
    first, second = period_on(before, rhythm, LONDON), period_on(after, rhythm, LONDON)
    spring = sunday.month == 3
    assert first.start.time() == _shifted(rhythm.at.least, 0 if spring else -1)
    assert second.start.time() == _shifted(rhythm.at.least, -1 if spring else 0)
    assert second.end is not None
    assert second.end - second.start == timedelta(minutes=90)
    assert second.start - first.start == timedelta(days=7, hours=-1 if spring else 1)


@pytest.mark.pathway("L1")
@pytest.mark.parametrize(
    ("friday", "utc"),
    [
        (date(2027, 3, 26), "14:30"),
        (date(2027, 4, 2), "13:30"),
        (date(2027, 10, 29), "13:30"),
        (date(2027, 11, 5), "14:30"),
    ],
)
def test_the_fridays_around_two_changes(friday: date, utc: str) -> None:
    """Worked out by hand (trust.md M36)."""
    assert period_on(friday, FRIDAYS, LONDON).start.strftime("%H:%M") == utc


@pytest.mark.pathway("L10")
@pytest.mark.parametrize(("_", "sunday"), CHANGES, ids=[str(sunday) for _, sunday in CHANGES])
def test_48_hours_before_are_elapsed_hours(_: int, sunday: date) -> None:
    """A group on the Monday after a change: two days before it by the calendar, an hour more or less by the clock."""
    monday = sunday + timedelta(days=1)
    terms = terms_of(period_on(monday, Rhythm("monday", FRIDAYS.at), LONDON), INTEGRATION)
    assert terms.starts_at - terms.free_until == timedelta(hours=48)
    assert terms.free_until.astimezone(LONDON).time() == (time(13, 30) if sunday.month == 3 else time(15, 30))
    assert terms.free_until.astimezone(LONDON).date() == sunday - timedelta(days=1)


@pytest.mark.pathway("L9")
def test_the_terms_of_a_friday_in_summer() -> None:
    terms = terms_of(period_on(date(2026, 6, 19), FRIDAYS, LONDON), INTEGRATION)
    shown = [
        moment.astimezone(LONDON).strftime("%a %H:%M:%S") for moment in (terms.door_opens_at, terms.door_closes_at)
    ]
    assert shown == ["Fri 14:20:00", "Fri 14:45:00"]
    assert (terms.places, terms.fee.pence) == (8, 1000)
    assert terms.free_until.astimezone(LONDON).strftime("%a %H:%M") == "Wed 14:30"


@pytest.mark.pathway("F37")
@pytest.mark.parametrize(
    ("rhythm", "days"),
    [(CLUB, [9, 23]), (REVIEW, [17]), (FRIDAYS, [5, 12, 19, 26])],
    ids=["2nd and 4th Tuesday", "3rd Wednesday", "every Friday"],
)
def test_the_days_of_june_2026(rhythm: Rhythm, days: list[int]) -> None:
    assert [day.day for day in days_of(rhythm, date(2026, 6, 1), date(2026, 6, 30))] == days


@pytest.mark.pathway("F29")
def test_bank_holidays_and_breaks_are_left_out_and_said() -> None:
    holidays = {date(2026, 12, 25)}
    pauses = [Pause(date(2026, 12, 28), date(2027, 1, 3), "winter break")]
    found = dated(FRIDAYS, date(2026, 12, 18), date(2027, 1, 8), holidays=holidays, pauses=pauses)
    assert found == (
        Dated(date(2026, 12, 18)),
        Dated(date(2026, 12, 25), "bank holiday"),
        Dated(date(2027, 1, 1), "winter break"),
        Dated(date(2027, 1, 8)),
    )


@pytest.mark.pathway("F27")
def test_two_linked_meetings_are_on_consecutive_weeks() -> None:
    days = [Dated(date(2026, 6, 2) + timedelta(days=7 * n), "bank holiday" if n == 1 else "") for n in range(5)]
    assert list(runs(days, parts=2, consecutive=True)) == [(date(2026, 6, 16), date(2026, 6, 23))]
    assert PREPARATION.meetings.sessions == 2


@pytest.mark.pathway("L2")
@given(
    st.sampled_from([sunday for _, sunday in CHANGES]),
    st.integers(min_value=-10, max_value=10),
    st.times(),
    st.integers(min_value=0, max_value=8),
)
def test_days_between_are_calendar_days_whatever_the_clocks_do(
    sunday: date, shift: int, hour: time, apart: int
) -> None:
    later = sunday + timedelta(days=shift)
    dose = datetime.combine(later - timedelta(days=apart), hour, LONDON).astimezone(UTC)
    meeting = datetime.combine(later, time(14, 30), LONDON).astimezone(UTC)
    expected = (local_day(meeting, LONDON) - local_day(dose, LONDON)).days
    assert calendar_days(dose, meeting, LONDON) == expected == apart


def _shifted(hour: time, by: int) -> time:
    return time(hour.hour + by, hour.minute)
