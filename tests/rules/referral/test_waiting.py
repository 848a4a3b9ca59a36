"""Both waiting clocks: what is expected, what is past it, and what the patient reads."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.care.referral.rules.waiting import (
    Standing,
    consultation_clock,
    patient_words,
    treatment_clock,
    waiting_findings,
)
from afterglow.record.diary.rules import next_open_day
from tests.rules.larkfield import LARKFIELD

WAITING = LARKFIELD.referral.waiting  # 3 months; then 1-8 weeks
EASTER = (date(2026, 4, 3), date(2026, 4, 6))


def first_open(day: date) -> date:
    return next_open_day(day, LARKFIELD.opening, EASTER)


def on(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-03-02", "2026-06-02"),
        ("2025-11-30", "2026-03-02"),  # 28 February is a Saturday
        ("2026-01-02", "2026-04-02"),
        ("2026-01-03", "2026-04-07"),  # Good Friday to Easter Monday
        ("2026-03-06", "2026-06-08"),
    ],
)
@pytest.mark.pathway("F3", "F6")
def test_three_months_end_on_a_day_the_clinic_is_open(received: str, expected: str) -> None:
    clock = consultation_clock(date.fromisoformat(received), None, None, WAITING, date(2026, 1, 1), first_open)
    assert clock.expected_by == on(expected)


@pytest.mark.pathway("F3")
def test_a_clinic_may_count_in_weeks() -> None:
    six_weeks = WAITING.model_copy(update={"first_consultation_expected_within": timedelta(weeks=6)})
    clock = consultation_clock(date(2026, 4, 20), None, None, six_weeks, date(2026, 4, 20), first_open)
    assert clock.expected_by == on("2026-06-01")


@pytest.mark.parametrize(
    ("today", "booked", "seen", "standing", "days_past"),
    [
        ("2026-03-02", None, None, Standing.WAITING, 0),
        ("2026-05-25", None, None, Standing.WAITING, 0),
        ("2026-05-26", None, None, Standing.SOON, 0),
        ("2026-06-02", None, None, Standing.SOON, 0),
        ("2026-06-03", None, None, Standing.PAST, 1),
        ("2026-06-12", None, None, Standing.PAST, 10),
        ("2026-06-12", "2026-06-15", None, Standing.PAST, 10),
        ("2026-05-20", "2026-06-02", None, Standing.BOOKED, 0),
        ("2026-05-20", "2026-06-05", None, Standing.BOOKED_PAST, 3),
        ("2026-05-20", "2026-05-19", None, Standing.WAITING, 0),  # did not take place
        ("2026-08-01", None, "2026-05-28", Standing.DONE, 0),
        ("2026-08-01", None, "2026-06-09", Standing.DONE, 7),
    ],
)
@pytest.mark.pathway("F3")
def test_how_the_first_clock_stands(
    today: str, booked: str | None, seen: str | None, standing: Standing, days_past: int
) -> None:
    clock = consultation_clock(date(2026, 3, 2), on(booked), on(seen), WAITING, date.fromisoformat(today), first_open)
    assert (clock.standing, clock.days_past) == (standing, days_past)
    assert bool(waiting_findings(clock)) is (standing in (Standing.SOON, Standing.PAST, Standing.BOOKED_PAST))


@pytest.mark.parametrize(
    ("seen", "treated", "today", "standing", "earliest", "expected"),
    [
        (None, None, "2026-06-02", Standing.NOT_STARTED, None, None),
        ("2026-06-02", None, "2026-06-02", Standing.WAITING, "2026-06-09", "2026-07-28"),
        ("2026-06-02", "2026-06-04", "2026-06-20", Standing.DONE, "2026-06-09", "2026-07-28"),  # sooner is no fault
        ("2026-06-02", None, "2026-07-29", Standing.PAST, "2026-06-09", "2026-07-28"),
        ("2026-03-27", None, "2026-03-27", Standing.WAITING, "2026-04-07", "2026-05-22"),
    ],
)
@pytest.mark.pathway("F3")
def test_the_second_clock_runs_from_the_first_consultation(
    seen: str | None, treated: str | None, today: str, standing: Standing, earliest: str | None, expected: str | None
) -> None:
    clock = treatment_clock(on(seen), None, on(treated), WAITING, date.fromisoformat(today), first_open)
    assert (clock.standing, clock.earliest, clock.expected_by) == (standing, on(earliest), on(expected))


@pytest.mark.pathway("F3")
def test_what_staff_and_patient_read() -> None:
    received = date(2026, 3, 2)
    waits = consultation_clock(received, None, None, WAITING, date(2026, 3, 3), first_open)
    assert waits.words == "First consultation: waiting. Expected by 2 June 2026."
    assert patient_words(waits) == (
        "We expect your first consultation by 2 June 2026. This is an average, not a promise."
    )
    late = consultation_clock(received, date(2026, 6, 15), None, WAITING, date(2026, 6, 12), first_open)
    assert late.words == (
        "First consultation: 10\u00a0days past the expected time, booked for 15 June 2026. Expected by 2 June 2026."
    )
    assert patient_words(late) == "Your first consultation is booked for 15 June 2026."
    forgotten = consultation_clock(received, None, None, WAITING, date(2026, 6, 12), first_open)
    assert "We are late" in patient_words(forgotten)
    second = treatment_clock(date(2026, 6, 2), None, None, WAITING, date(2026, 6, 3), first_open)
    assert patient_words(second) == (
        "We expect your first treatment between 9 June 2026 and 28 July 2026, as appointments allow. "
        "This is not a promise."
    )
    assert not any("breach" in words for words in (late.words, patient_words(forgotten)))


@given(st.integers(0, 800), st.integers(0, 200))
def test_the_expected_days_are_open_days_and_never_sooner_than_said(start: int, later: int) -> None:
    received = date(2025, 1, 1) + timedelta(days=start)
    clock = consultation_clock(received, None, None, WAITING, received + timedelta(days=later), first_open)
    assert clock.expected_by is not None
    assert first_open(clock.expected_by) == clock.expected_by
    assert clock.expected_by - received >= timedelta(days=89)
    assert (clock.standing is Standing.PAST) == (received + timedelta(days=later) > clock.expected_by)
