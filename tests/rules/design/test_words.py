"""How days, times and ages are written."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.ground.design import words

LONDON = ZoneInfo("Europe/London")
NEW_YORK = ZoneInfo("America/New_York")
SUMMER = datetime(2026, 6, 11, 13, 32, tzinfo=UTC)
LATE_EVENING = datetime(2026, 6, 11, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "as_words"),
    [
        (words.day(SUMMER, LONDON), "11 June 2026"),
        (words.short_day(SUMMER, LONDON), "11 Jun"),
        (words.weekday_day(SUMMER, LONDON), "Thursday 11 June"),
        (words.clock(SUMMER, LONDON), "14:32"),
        (words.moment(SUMMER, LONDON), "Thursday 11 June, 14:32"),
        (words.clock(SUMMER, NEW_YORK), "09:32"),
        (words.day(LATE_EVENING, LONDON), "12 June 2026"),
        (words.day(LATE_EVENING, NEW_YORK), "11 June 2026"),
        (words.day(date(1981, 3, 4)), "4 March 1981"),
    ],
)
def test_a_moment_is_shown_in_the_zone_of_its_clinic(written: str, as_words: str) -> None:
    assert written == as_words


@pytest.mark.parametrize("when", [SUMMER.replace(tzinfo=None), SUMMER])
def test_a_time_is_never_shown_without_a_zone(when: datetime) -> None:
    with pytest.raises(ValueError, match="zone"):
        words.day(when, None)


@pytest.mark.parametrize(
    ("earlier", "as_words"),
    [
        (timedelta(seconds=59), "now"),
        (timedelta(minutes=2), "2\u00a0min ago"),
        (timedelta(minutes=119), "119\u00a0min ago"),
        (timedelta(hours=2), "2\u00a0hours ago"),
        (timedelta(hours=47, minutes=59), "47\u00a0hours ago"),
        (timedelta(days=3, hours=5), "3\u00a0days ago"),
        (-timedelta(minutes=5), "in 5\u00a0min"),
        (-timedelta(days=2), "in 2\u00a0days"),
    ],
)
def test_how_long_ago_keeps_number_and_unit_together(earlier: timedelta, as_words: str) -> None:
    assert words.ago(SUMMER - earlier, SUMMER) == as_words


@pytest.mark.parametrize(
    ("born", "today", "years"),
    [
        (date(1981, 3, 4), date(2025, 3, 3), 43),
        (date(1981, 3, 4), date(2025, 3, 4), 44),
        (date(2008, 2, 29), date(2024, 2, 28), 15),
        (date(2008, 2, 29), date(2025, 2, 28), 16),
        (date(2008, 2, 29), date(2025, 3, 1), 17),
        (date(2026, 6, 11), date(2026, 6, 11), 0),
    ],
)
def test_age_counts_birthdays(born: date, today: date, years: int) -> None:
    assert words.age(born, today) == years


@given(born=st.dates(date(1900, 1, 1), date(2100, 1, 1)), lived=st.integers(0, 40_000))
def test_age_never_falls_from_one_day_to_the_next(born: date, lived: int) -> None:
    today = born + timedelta(days=lived)
    assert 0 <= words.age(born, today + timedelta(days=1)) - words.age(born, today) <= 1


@given(first=st.timedeltas(timedelta(0), timedelta(days=400)), more=st.timedeltas(timedelta(0), timedelta(days=400)))
def test_a_longer_wait_never_reads_shorter(first: timedelta, more: timedelta) -> None:
    minutes = {"min": 1, "hour": 60, "hours": 60, "day": 1440, "days": 1440}

    def read(length: timedelta) -> int:
        number, unit = words.span(length).split("\u00a0")
        return int(number) * minutes[unit]

    assert read(first) <= read(first + more)


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("+447700900318", "07700 900318"),
        ("+441632960142", "01632 960142"),
        ("+442079460018", "020 7946 0018"),
        ("01632 960142", "01632 960142"),
        ("+33142685300", "+33 1 42 68 53 00"),
        ("999", "999"),
        ("111", "111"),
        ("116 123", "116 123"),
        ("see the letter", "see the letter"),
        ("", ""),
    ],
)
def test_a_number_of_this_country_is_shown_as_people_here_say_it(kept: str, shown: str) -> None:
    assert words.phone(kept) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2026-06-11T22:30Z", "Thursday 11 June, 23:30"),
        ("2026-06-11T23:00Z", "the end of Thursday 11 June"),
        ("2026-06-11T23:01Z", "Friday 12 June, 00:01"),
        ("2026-12-01T00:00Z", "the end of Monday 30 November"),
    ],
)
def test_midnight_belongs_to_the_day_it_ends(written: str, shown: str) -> None:
    assert words.until(datetime.fromisoformat(written), LONDON) == shown
