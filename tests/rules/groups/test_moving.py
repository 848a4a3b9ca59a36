"""What moves with a meeting, and which times it cannot have."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.care.groups.rules.moving import Beside, cannot_move, shifted
from afterglow.care.groups.rules.terms import Terms
from afterglow.ground.kernel.money import Money

LONDON = ZoneInfo("Europe/London")
START = datetime(2026, 6, 19, 13, 30, tzinfo=UTC)
NOW = START - timedelta(days=3)
FRIDAY = Terms(
    starts_at=START,
    ends_at=START + timedelta(minutes=90),
    door_opens_at=START - timedelta(minutes=10),
    door_closes_at=START + timedelta(minutes=15),
    places=8,
    fee=Money(1_000),
    free_until=START - timedelta(hours=48),
)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@given(by=st.timedeltas(min_value=timedelta(days=-400), max_value=timedelta(days=400)))
def test_everything_keeps_its_distance_from_the_start(by: timedelta) -> None:
    new = shifted(FRIDAY, START + by)
    for name in ("starts_at", "ends_at", "door_opens_at", "door_closes_at", "free_until"):
        assert getattr(new, name) - getattr(FRIDAY, name) == by
    assert (new.places, new.fee) == (8, Money(1_000))


@pytest.mark.parametrize(
    ("by", "beside", "codes"),
    [
        (DAY, Beside(), []),
        (-DAY, Beside(), []),
        (timedelta(0), Beside(), ["same-time"]),
        (-3 * DAY + timedelta(minutes=10), Beside(), ["too-soon"]),
        (-3 * DAY + timedelta(minutes=11), Beside(), []),
        (-30 * DAY, Beside(), ["too-soon"]),
        (7 * DAY, Beside(day_taken=True), ["day-taken"]),
        # Linked meetings keep their order; one may begin at the very moment at which the other ends.
        (-DAY, Beside(before=START - DAY), []),
        (-DAY, Beside(before=START - DAY + timedelta(minutes=1)), ["before-its-first"]),
        (DAY, Beside(after=START + DAY + 90 * timedelta(minutes=1)), []),
        (DAY, Beside(after=START + DAY + 89 * timedelta(minutes=1)), ["after-its-next"]),
    ],
)
def test_the_times_a_meeting_cannot_have(by: timedelta, beside: Beside, codes: list[str]) -> None:
    found = cannot_move(FRIDAY, shifted(FRIDAY, START + by), beside, now=NOW, zone=LONDON)
    assert [one.code for one in found] == codes
    assert all(one.interlock for one in found)


def test_the_linked_meeting_is_named_by_its_own_clock() -> None:
    beside = Beside(after=START + HOUR)
    (stop,) = cannot_move(FRIDAY, shifted(FRIDAY, START + HOUR), beside, now=NOW, zone=LONDON)
    assert stop.words == "The meeting linked with it after begins Friday 19 June, 15:30."
