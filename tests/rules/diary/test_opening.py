"""The days and hours of treatment, and which times of a place are still free."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.ground.kernel.finding import Severity
from afterglow.ground.kernel.period import Period
from afterglow.ground.protocol.schema.clinic import Opening
from afterglow.record.diary.queries import bank_holidays
from afterglow.record.diary.rules import (
    clashes,
    free_starts,
    next_open_day,
    opening_period,
    treatment_time,
    why_closed,
)

LONDON = ZoneInfo("Europe/London")
HOLIDAYS = bank_holidays("england")
WEEKDAYS = Opening.model_validate(
    {
        "source": "F6",
        "days": ("monday", "tuesday", "wednesday", "thursday", "friday"),
        "hours": "08:30-17:30",
        "bank_holidays": "closed",
        "also_closed_on": (date(2026, 9, 18),),
    }
)
MIDWEEK = WEEKDAYS.model_copy(update={"days": ("wednesday",), "bank_holidays": "open", "also_closed_on": ()})
"""A clinic that treats on Wednesdays only, bank holidays too."""


@pytest.mark.pathway("F6")
@pytest.mark.parametrize(
    ("day", "opening", "closed", "next_day"),
    [
        (date(2026, 6, 11), WEEKDAYS, "", date(2026, 6, 11)),  # a Thursday
        (date(2026, 6, 13), WEEKDAYS, "at weekends", date(2026, 6, 15)),  # Saturday
        (date(2026, 6, 14), WEEKDAYS, "at weekends", date(2026, 6, 15)),  # Sunday
        (date(2026, 5, 25), WEEKDAYS, "on bank holidays", date(2026, 5, 26)),  # spring bank holiday
        (date(2026, 4, 3), WEEKDAYS, "on bank holidays", date(2026, 4, 7)),  # Good Friday, Easter, Easter Monday
        (date(2026, 12, 25), WEEKDAYS, "on bank holidays", date(2026, 12, 29)),  # Boxing Day is kept on Monday 28th
        (date(2026, 9, 18), WEEKDAYS, "on that day", date(2026, 9, 21)),  # the clinic's own closed day
        (date(2026, 6, 11), MIDWEEK, "on Thursdays", date(2026, 6, 17)),
        (date(2026, 6, 13), MIDWEEK, "at weekends", date(2026, 6, 17)),
    ],
)
def test_no_treatment_at_weekends_on_bank_holidays_or_on_the_clinics_closed_days(
    day: date, opening: Opening, closed: str, next_day: date
) -> None:
    assert why_closed(day, opening, HOLIDAYS) == closed
    assert next_open_day(day, opening, HOLIDAYS) == next_day


@pytest.mark.pathway("F6")
@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        ("2026-06-11 09:30", "2026-06-11 11:30", ""),
        ("2026-06-11 08:30", "2026-06-11 17:30", ""),  # to the minute
        ("2026-06-11 08:29", "2026-06-11 10:00", "closed-hours"),
        ("2026-06-11 16:00", "2026-06-11 17:31", "closed-hours"),  # the patient would still be there at closing
        ("2026-06-11 18:00", "2026-06-11 19:00", "closed-hours"),  # an evening
        ("2026-06-13 09:30", "2026-06-13 11:30", "closed-day"),
        ("2026-05-25 09:30", "2026-05-25 11:30", "closed-day"),
        ("2026-03-30 08:30", "2026-03-30 10:00", ""),  # the Monday after the clocks went forward
        ("2026-10-26 08:30", "2026-10-26 10:00", ""),  # the Monday after they went back
    ],
)
def test_a_treatment_lies_within_opening_hours(start: str, end: str, code: str) -> None:
    first, last = (datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC) for text in (start, end))
    found = treatment_time(first, last, WEEKDAYS, HOLIDAYS, LONDON)
    assert [finding.code for finding in found] == ([code] if code else [])
    assert all(finding.severity is Severity.STOP and finding.interlock for finding in found)


def test_a_refusal_names_the_next_open_day() -> None:
    start = datetime(2026, 4, 3, 10, tzinfo=UTC)
    (finding,) = treatment_time(start, start + timedelta(hours=1), WEEKDAYS, HOLIDAYS, LONDON)
    assert finding.words == "The clinic does not treat on bank holidays. The next open day is Tuesday 7 April 2026."
    assert finding.source == "F6"


def test_a_clinic_that_never_opens_says_so() -> None:
    with pytest.raises(LookupError):
        next_open_day(date(2026, 6, 11), WEEKDAYS.model_copy(update={"days": ()}), HOLIDAYS)


DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@given(DAYS)
def test_the_next_open_day_is_open_and_none_before_it_is(day: date) -> None:
    found = next_open_day(day, WEEKDAYS, HOLIDAYS)
    assert not why_closed(found, WEEKDAYS, HOLIDAYS)
    skipped = [day + timedelta(days=n) for n in range((found - day).days)]
    assert all(why_closed(each, WEEKDAYS, HOLIDAYS) for each in skipped)


@given(DAYS)
def test_opening_is_by_the_clocks_of_the_place_all_year(day: date) -> None:
    period = opening_period(day, WEEKDAYS, LONDON)
    assert period.end is not None
    shown = [moment.astimezone(LONDON).strftime("%H:%M") for moment in (period.start, period.end)]
    assert shown == ["08:30", "17:30"]


MORNING = Period(datetime(2026, 6, 11, 8, tzinfo=UTC), datetime(2026, 6, 11, 12, tzinfo=UTC))


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 6, 11, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("taken", "starts"),
    [
        ([], [at(8), at(9), at(10)]),
        ([Period(at(8), at(10))], [at(10)]),  # one begins as the other ends
        ([Period(at(9, 30), at(9, 45))], [at(10)]),
        ([Period(at(10), at(11))], [at(8)]),
        ([Period(at(8), at(12))], []),
    ],
)
def test_two_hours_fit_where_nothing_else_is(taken: list[Period], starts: list[datetime]) -> None:
    found = free_starts(MORNING, taken, timedelta(hours=2), timedelta(hours=1))
    assert list(found) == starts


MINUTES = st.integers(0, 239)


@given(st.lists(st.tuples(MINUTES, MINUTES).filter(lambda pair: pair[0] < pair[1])), st.integers(1, 240))
def test_no_free_start_meets_what_is_taken(pairs: list[tuple[int, int]], minutes: int) -> None:
    taken = [Period(at(8) + timedelta(minutes=a), at(8) + timedelta(minutes=b)) for a, b in pairs]
    length = timedelta(minutes=minutes)
    for start in free_starts(MORNING, taken, length, timedelta(minutes=15)):
        assert MORNING.end is not None
        assert start + length <= MORNING.end
        assert not clashes(Period(start, start + length), taken)
