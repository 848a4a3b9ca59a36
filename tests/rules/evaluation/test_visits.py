"""Which score belongs to which visit, and why a visit has none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.ground.kernel.period import Months
from afterglow.office.evaluation.rules.visits import Absence, Starter, absence, scores_at_visits
from afterglow.record.outcomes.rules.change import Scored

FIRST = date(2025, 1, 10)
VISITS = (Months(3), Months(6), Months(9))  # 10 April, 10 July, 10 October
WINDOW = timedelta(weeks=6)


def starter(*days: date, left: date | None = None) -> Starter:
    """Somebody with a score on each of these days; the total is its place."""
    return Starter(FIRST, 18, tuple(Scored(day, place) for place, day in enumerate(days)), left)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([date(2025, 4, 10)], {3: 0}),
        ([date(2025, 5, 22)], {3: 0}),  # six weeks after: the last day inside the window
        ([date(2025, 2, 27)], {3: 0}),  # six weeks before
        ([date(2025, 2, 26)], {}),  # a day too early for the first visit
        ([date(2025, 4, 1), date(2025, 4, 8)], {3: 1}),  # the nearest counts
        ([date(2025, 4, 8), date(2025, 4, 12)], {3: 0}),  # of two as near, the earlier
        ([date(2025, 4, 8), date(2025, 7, 30)], {3: 0, 6: 1}),
        ([date(2026, 3, 1)], {}),  # long after the last visit
    ],
)
def test_a_visit_takes_the_nearest_score_within_its_window(days: list[date], expected: dict[int, int]) -> None:
    found = scores_at_visits(starter(*days), VISITS, WINDOW)
    assert {visit.count: score.total for visit, score in found.items()} == expected


@given(st.lists(st.integers(1, 400), unique=True, max_size=12))
def test_no_score_counts_twice(after: list[int]) -> None:
    person = starter(*sorted(FIRST + timedelta(days=days) for days in after))
    used = [score.day for score in scores_at_visits(person, VISITS, timedelta(weeks=20)).values()]
    assert len(used) == len(set(used))


def test_a_score_on_the_day_of_the_first_dose_is_no_outcome() -> None:
    assert scores_at_visits(starter(FIRST), (Months(1),), timedelta(weeks=20)) == {}


@pytest.mark.pathway("F32")
@pytest.mark.parametrize(
    ("today", "left", "why"),
    [
        (date(2025, 3, 1), None, Absence.NOT_YET),
        (date(2025, 5, 22), None, Absence.NOT_YET),  # the window is open to the end of this day
        (date(2025, 5, 23), None, Absence.NO_ANSWER),
        (date(2025, 5, 23), date(2025, 4, 10), Absence.LEFT),
        (date(2025, 5, 23), date(2025, 4, 11), Absence.NO_ANSWER),  # still here on the day of the visit
        (date(2025, 3, 1), date(2025, 2, 1), Absence.LEFT),
    ],
)
def test_not_treated_that_long_is_told_apart_from_leaving_and_from_no_answer(
    today: date, left: date | None, why: Absence
) -> None:
    assert absence(starter(left=left), Months(3), WINDOW, today) is why
