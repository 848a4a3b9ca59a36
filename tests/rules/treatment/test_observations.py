"""Which reading is due when, which is late, and which was not taken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.care.treatment.rules.observations import (
    Observation,
    Planned,
    Taking,
    next_due,
    observe,
    plan_observations,
)
from afterglow.ground.protocol.schema.treatments import Route
from tests.rules.larkfield import LARKFIELD
from tests.rules.treatment.safety_table import SafetyTable
from tests.rules.united_states import UNITED_STATES

START = datetime(2026, 6, 12, 10, 22, tzinfo=UTC)
FORTY = timedelta(minutes=40)
IV = LARKFIELD.observation("intravenous")


def at(minute: float) -> datetime:
    return START + timedelta(minutes=minute)


def minutes(planned: tuple[Planned, ...]) -> list[int]:
    return [int((one.at - START).total_seconds() // 60) for one in planned]


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        (None, [-15, 0, 10, 20, 30, 40, 55, 70, 100]),
        (40, [-15, 0, 10, 20, 30, 40, 55, 70, 100]),
        # paused for 20 minutes: no reading is delayed, and recovery is watched for its whole 60 minutes
        (60, [-15, 0, 10, 20, 30, 40, 55, 60, 75, 90, 120]),
        # paused for an hour
        (100, [-15, 0, 10, 20, 30, 40, 55, 70, 100, 115, 130, 160]),
        # stopped after 25 minutes: recovery is counted from there
        (25, [-15, 0, 10, 20, 25, 40, 55, 85]),
    ],
)
@pytest.mark.pathway("N4", "I5")
def test_pauses_delay_no_reading_and_shorten_no_recovery(ends: int | None, expected: list[int]) -> None:
    assert minutes(plan_observations(IV.at, START, FORTY, None if ends is None else at(ends))) == expected


SCHEDULE_TABLE = SafetyTable(
    "When readings are taken",
    "Minutes from the start of the dose, per route and jurisdiction. Five minutes later a reading is late.",
    ("jurisdiction", "route", "minutes"),
    (
        ("england", "intravenous", (-15, 0, 10, 20, 30, 40, 55, 70, 100)),
        ("england", "nasal", (-15, 0, 40, 60)),
        ("united-states", "intravenous", (-15, 0, 10, 20, 30, 40, 55, 70, 100)),
        ("united-states", "nasal", (-15, 0, 40, 60, 90, 120)),
    ),
)


@pytest.mark.parametrize(("jurisdiction", "route", "expected"), SCHEDULE_TABLE.rows)
def test_the_schedule_is_the_routes_and_the_jurisdictions(
    jurisdiction: str, route: Route, expected: tuple[int, ...]
) -> None:
    protocol = LARKFIELD if jurisdiction == "england" else UNITED_STATES
    assert tuple(minutes(plan_observations(protocol.observation(route).at, START))) == expected


def shown(observations: tuple[Observation, ...]) -> str:
    letters = {
        Taking.TAKEN: "t",
        Taking.COMING: ".",
        Taking.DUE: "d",
        Taking.LATE: "L",
        Taking.NOT_TAKEN: "x",
    }
    return "".join(letters[one.taking] for one in observations)


LATE_TABLE = SafetyTable(
    "How the readings stand",
    "Planned at -15, 0, 10, 20, 30, 40, 55, 70 and 100 minutes, late after 5. For each place: t taken, . coming, "
    "d due, L late, x not taken. Lateness is counted from the first reading of an unbroken run that nobody took.",
    ("now", "taken", "stands", "late by"),
    (
        (-21, (), ".........", None),
        (-20, (), "d........", None),
        (-10, (), "d........", None),
        (-9, (), "L........", 6),
        (-9, (-16,), "t........", None),
        (-4, (-16,), "td.......", None),
        (3, (-16, 0), "tt.......", None),
        (5, (-16, 0), "ttd......", None),
        (15, (-16, 0), "ttd......", None),
        (16, (-16, 0), "ttL......", 6),
        (17, (-16, 0, 16), "tttd.....", None),  # late, but it counts for the place that was open
        (17, (-16, 0, 12, 16), "tttt.....", None),  # early for the next
        (20, (-16, 0), "ttxL.....", 10),  # lateness goes on over the next place
        (21, (-16, 0, 20.5), "ttxt.....", None),
        (58, (-15, 0, 10, 20, 30, 40), "ttttttd..", None),
        (120, (-15, 0, 10, 20, 30, 40, 55, 70), "ttttttttL", 20),
        (120, (-15, 0, 10, 20, 30, 40, 55, 70, 101), "ttttttttt", None),
        (12, (2, 3, 4), "xtd......", None),  # readings too many count once
    ),
)


@pytest.mark.parametrize(("now", "taken", "expected", "late_by"), LATE_TABLE.rows)
@pytest.mark.pathway("S5")
def test_how_the_readings_stand(now: float, taken: tuple[float, ...], expected: str, late_by: int | None) -> None:
    observations = observe(plan_observations(IV.at, START), [at(minute) for minute in taken], at(now), IV.late_after)
    assert shown(observations) == expected
    late = [one for one in observations if one.taking is Taking.LATE]
    assert [one.late_by for one in late] == ([timedelta(minutes=late_by)] if late_by is not None else [])


def test_two_places_close_together_do_not_share_a_reading() -> None:
    planned = plan_observations(IV.at, START, FORTY, at(60))  # ..., 55, 60, 75 ...
    taken = [at(minute) for minute in (-15, 0, 10, 20, 30, 40, 55)]
    assert shown(observe(planned, taken, at(56), IV.late_after)) == "ttttttt...."
    assert shown(observe(planned, taken, at(58), IV.late_after)) == "tttttttd..."


def test_what_to_take_next() -> None:
    planned = plan_observations(IV.at, START)
    due = next_due(observe(planned, [at(-15), at(0)], at(3), IV.late_after))
    assert due is not None
    assert due.planned.at == at(10)
    assert next_due(observe(planned, [one.at for one in planned], at(101), IV.late_after)) is None


@given(st.lists(st.integers(-30, 130), max_size=14), st.integers(-40, 140))
def test_each_reading_counts_once_and_at_most_one_is_late(taken: list[int], now: int) -> None:
    moments = [at(minute) for minute in taken if minute <= now]
    observations = observe(plan_observations(IV.at, START), moments, at(now), IV.late_after)
    counted = [one.taken_at for one in observations if one.taken_at is not None]
    assert len(counted) <= len(moments)
    assert all(counted.count(moment) <= moments.count(moment) for moment in counted)
    assert counted == sorted(counted)
    assert sum(one.taking in (Taking.DUE, Taking.LATE) for one in observations) <= 1
