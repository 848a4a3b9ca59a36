"""A time in somebody's calendar: read back by another reader, on both sides of sixty changes of the clock."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st

from afterglow.ground.kernel.calendar_entry import CalendarEntry, Invited, calendar_file, invitation
from afterglow.ground.kernel.clock_changes import clock_changes

LONDON = ZoneInfo("Europe/London")
MAYA = Invited("Maya", "maya@home.example", "Larkfield Clinic", "clinic@larkfield.example")


def entry(starts_at: datetime, *, zone: ZoneInfo = LONDON, cancelled: bool = False, sequence: int = 0) -> CalendarEntry:
    return CalendarEntry(
        uid="Yw3kM0a9T1q8bV5n@afterglow",
        sequence=sequence,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=90),
        zone=zone,
        title="Meeting, Larkfield Clinic",
        where="Online",
        text="The way in is on your page; nobody else sees it, and it works from 14:20.",
        written_at=datetime(2026, 6, 1, 9, tzinfo=UTC),
        remind_before=timedelta(minutes=15),
        cancelled=cancelled,
    )


def read(text: str) -> dict[str, str]:
    """The lines of the event, unfolded (RFC 5545 3.1), without our writer's help: the name as it stands, its value."""
    lines = re.sub(r"\r\n[ \t]", "", text).split("\r\n")
    inside = lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")]
    parts = [re.split(r':(?=(?:[^"]*"[^"]*")*[^"]*$)', line, maxsplit=1) for line in inside]
    return {parts[0]: parts[1] for parts in reversed(parts)}


def moment(text: str, name: str) -> datetime:
    """A time of the event, placed by the file's own description of its zone as dateutil reads it."""
    found = next(key for key in read(text) if key.startswith(f"{name};TZID="))
    zone = tzical(io.StringIO(re.sub(r"\r\n[ \t]", "", text))).get(found.partition("=")[2])
    return datetime.strptime(read(text)[found], "%Y%m%dT%H%M%S").replace(tzinfo=zone).astimezone(UTC)


def last_sunday(year: int, month: int) -> date:
    day = date(year, month, 31)
    return day - timedelta(days=(day.weekday() + 1) % 7)


AROUND = [
    (year, month, shift, clock)
    for year in range(2026, 2036)
    for month in (3, 10)
    for shift, clock in ((-2, time(14, 30)), (0, time(0, 30)), (0, time(3, 30)), (5, time(14, 30)))
]


@pytest.mark.pathway("L1")
@pytest.mark.parametrize(("year", "month", "shift", "clock"), AROUND)
def test_every_time_is_read_back_as_it_was_meant_around_both_changes_of_ten_years(
    year: int, month: int, shift: int, clock: time
) -> None:
    local = datetime.combine(last_sunday(year, month) + timedelta(days=shift), clock, LONDON)
    text = invitation(entry(local), MAYA)
    assert moment(text, "DTSTART") == local.astimezone(UTC)
    assert moment(text, "DTEND") == (local + timedelta(minutes=90)).astimezone(UTC)
    assert read(text)["DTSTART;TZID=Europe/London"] == local.strftime("%Y%m%dT%H%M%S")


@pytest.mark.parametrize(
    ("day", "london", "utc"),
    [
        (date(2027, 3, 26), "14:30", "14:30"),
        (date(2027, 4, 2), "14:30", "13:30"),
        (date(2027, 10, 29), "14:30", "13:30"),
        (date(2027, 11, 5), "14:30", "14:30"),
    ],
)
def test_a_friday_group_keeps_the_clinics_own_clock(day: date, london: str, utc: str) -> None:
    text = invitation(entry(datetime.combine(day, time.fromisoformat(london), LONDON)), MAYA)
    assert f"{moment(text, 'DTSTART'):%H:%M}" == utc


@pytest.mark.parametrize("year", range(2026, 2036))
def test_the_clocks_change_at_one_in_the_morning_in_universal_time(year: int) -> None:
    """European summer time, Directive 2000/84/EC: last Sundays of March and October, 01:00 UTC."""
    found = list(clock_changes(LONDON, datetime(year, 1, 1, tzinfo=UTC), datetime(year, 12, 31, tzinfo=UTC)))
    assert [change.at for change in found] == [
        datetime.combine(last_sunday(year, month), time(1), UTC) for month in (3, 10)
    ]
    assert [change.summer for change in found] == [True, False]


def test_a_zone_whose_clocks_never_change_is_described_too() -> None:
    text = invitation(entry(datetime(2026, 6, 1, 9, tzinfo=UTC), zone=ZoneInfo("Asia/Kolkata")), MAYA)
    assert text.count("BEGIN:STANDARD") == 1
    assert "TZOFFSETTO:+0530" in text
    assert moment(text, "DTSTART") == datetime(2026, 6, 1, 9, tzinfo=UTC)


@given(
    st.integers(0, 20 * 366 * 24 * 60),
    st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]),
)
def test_any_moment_is_read_back(minutes: int, zone: str) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    text = invitation(entry(at, zone=ZoneInfo(zone)), MAYA)
    local = at.astimezone(ZoneInfo(zone))
    ambiguous = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    if not ambiguous:  # an hour that happens twice cannot be told apart by any local time
        assert moment(text, "DTSTART") == at


def test_an_invitation_asks_and_a_cancellation_takes_back_the_same_entry() -> None:
    friday = datetime(2026, 6, 12, 14, 30, tzinfo=LONDON)
    asks, takes_back = invitation(entry(friday), MAYA), invitation(entry(friday, cancelled=True, sequence=1), MAYA)
    assert ("METHOD:REQUEST\r\n" in asks, "METHOD:CANCEL\r\n" in takes_back) == (True, True)
    assert read(asks)["UID"] == read(takes_back)["UID"]
    assert (read(asks)["SEQUENCE"], read(takes_back)["SEQUENCE"]) == ("0", "1")
    assert (read(asks)["STATUS"], read(takes_back)["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert ("BEGIN:VALARM" in asks, "BEGIN:VALARM" in takes_back) == (True, False)


def test_whoever_is_invited_is_named_by_first_name_and_asked_for_no_answer() -> None:
    text = invitation(entry(datetime(2026, 6, 12, 14, 30, tzinfo=LONDON)), MAYA)
    (guest,) = (key for key in read(text) if key.startswith("ATTENDEE"))
    assert "CN=Maya;" in guest
    assert "RSVP=FALSE" in guest
    assert read(text)[guest] == "mailto:maya@home.example"
    assert read(text)['ORGANIZER;CN="Larkfield Clinic"'] == "mailto:clinic@larkfield.example"


@pytest.mark.parametrize("name", ["Zoë", "Nguyễn", 'O"Neil; the', "Ünal, A\nBEGIN:VEVENT", "李", "أحمد"])
def test_no_name_breaks_out_of_its_line(name: str) -> None:
    text = invitation(entry(datetime(2026, 6, 12, 14, 30, tzinfo=LONDON)), replace(MAYA, first_name=name))
    assert text.split("\r\n").count("BEGIN:VEVENT") == 1
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_file_to_fetch_describes_each_zone_once() -> None:
    times = [datetime(2026, month, 12, 14, 30, tzinfo=LONDON) for month in (1, 6, 12)]
    text = calendar_file([entry(one) for one in times]).decode()
    assert (text.count("BEGIN:VTIMEZONE"), text.count("BEGIN:VEVENT")) == (1, 3)
    assert "METHOD:PUBLISH\r\n" in text
    assert "BEGIN:VEVENT" not in calendar_file([]).decode()
