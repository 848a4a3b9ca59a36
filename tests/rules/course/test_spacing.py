"""Treatment days: far enough apart, and only on open days."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.care.course.rules.spacing import next_day, planned_days, spacing_findings
from afterglow.ground.protocol.spacing import parse_spacing
from afterglow.record.diary.rules import next_open_day
from tests.rules.larkfield import LARKFIELD

HOLIDAYS = (date(2026, 5, 4), date(2026, 5, 25))


def first_open(day: date) -> date:
    return next_open_day(day, LARKFIELD.opening, HOLIDAYS)


def days(*texts: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(f"2026-{text}") for text in texts)


@pytest.mark.parametrize(
    ("first", "spacing", "planned"),
    [
        ("04-13", "1 week apart", ("04-13", "04-20", "04-27", "05-05", "05-12", "05-19")),  # Monday is a holiday
        ("04-11", "1 week apart", ("04-13", "04-20", "04-27", "05-05", "05-12", "05-19")),  # asked for a Saturday
        ("04-13", "2 per week", ("04-13", "04-16", "04-20", "04-23", "04-27", "04-30")),
        ("04-17", "2 per week", ("04-17", "04-20", "04-23", "04-27", "04-30", "05-05")),
        ("04-13", "4 weeks apart", ("04-13", "05-11", "06-08", "07-06", "08-03", "08-31")),
        ("04-13", "3-4 weeks apart", ("04-13", "05-05", "05-26", "06-16", "07-07", "07-28")),
    ],
)
@pytest.mark.pathway("F6")
def test_days_are_far_enough_apart_and_open(first: str, spacing: str, planned: tuple[str, ...]) -> None:
    (start,) = days(first)
    assert planned_days(start, parse_spacing(spacing), 6, first_open) == days(*planned)


@given(
    st.dates(date(2025, 1, 1), date(2027, 1, 1)),
    st.sampled_from(["2 per week", "3 per week", "1 week apart", "2-8 weeks apart", "4 weeks apart"]),
    st.integers(1, 12),
)
def test_no_treatment_falls_on_a_closed_day_or_too_soon(first: date, written: str, count: int) -> None:
    spacing = parse_spacing(written)
    planned = planned_days(first, spacing, count, first_open)
    assert len(planned) == count
    assert all(first_open(day) == day and day.weekday() < 5 for day in planned)
    for earlier, later in pairwise(planned):
        assert later - earlier >= timedelta(days=spacing.least_days)
        assert later == next_day(earlier, spacing, first_open)
        assert not [one for one in spacing_findings(earlier, later, spacing, "F12") if one.code == "too-soon"]


@pytest.mark.parametrize(
    ("day", "code"),
    [("04-19", "too-soon"), ("04-20", None), ("04-21", "later-than-planned"), ("05-20", "later-than-planned")],
)
def test_a_day_sooner_or_later_than_the_spacing_is_said(day: str, code: str | None) -> None:
    (last, chosen) = days("04-13", day)
    found = spacing_findings(last, chosen, parse_spacing("1 week apart"), "F12")
    assert [one.code for one in found] == ([code] if code else [])
