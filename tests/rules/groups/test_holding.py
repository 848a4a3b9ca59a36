"""Holds, offers, the cancellation clock, what is owed, the door, names and the line: each as a table."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.care.groups.rules.door import Doorway, doorway, may_admit
from afterglow.care.groups.rules.holding import Keeping, giving_back, is_free, kept, time_left
from afterglow.care.groups.rules.line import free_numbers, next_in_line, position_words
from afterglow.care.groups.rules.names import told_apart
from afterglow.care.groups.rules.owing import Outcome, owed
from afterglow.care.groups.rules.staying import leaving, stay
from afterglow.care.groups.rules.terms import announced_in_time
from afterglow.ground.kernel.money import Money
from tests.rules.groups.clinics import EVENING

LONDON = ZoneInfo("Europe/London")
START = datetime(2026, 6, 19, 13, 30, tzinfo=UTC)
FREE_UNTIL = START - timedelta(hours=48)
HOUR = timedelta(hours=1)


@pytest.mark.pathway("L8")
@pytest.mark.parametrize(
    ("now", "quiet", "until", "asked_from"),
    [
        (START - 30 * HOUR, None, START - 18 * HOUR, None),
        (START - 5 * HOUR, None, START, None),
        (START - 30 * HOUR, START - 20 * HOUR, START - 8 * HOUR, START - 20 * HOUR),
        (START - 30 * HOUR, START - 2 * HOUR, START, START - 2 * HOUR),
        (START - 30 * HOUR, START - 31 * HOUR, START - 18 * HOUR, None),
    ],
    ids=[
        "12 hours",
        "no longer than booking",
        "after a dose it runs from noon",
        "noon is near the start",
        "quiet over",
    ],
)
def test_how_long_an_offer_is_kept(
    now: datetime, quiet: datetime | None, until: datetime, asked_from: datetime | None
) -> None:
    assert kept(now, 12 * HOUR, quiet=quiet, last=START) == Keeping(until, asked_from)


@pytest.mark.pathway("L10")
@pytest.mark.parametrize(
    ("now", "free", "words"),
    [
        (START - 100 * HOUR, True, "Free until Wednesday 17 June, 14:30. After that £10.00 is kept."),
        (FREE_UNTIL, True, "Free until Wednesday 17 June, 14:30. After that £10.00 is kept."),
        (
            FREE_UNTIL + timedelta(seconds=1),
            False,
            "The free time is over: it ended Wednesday 17 June, 14:30. £10.00 is kept.",
        ),
    ],
    ids=["days before", "at the closing moment", "a second later"],
)
def test_the_cancellation_clock(now: datetime, free: bool, words: str) -> None:
    told = giving_back(Money(1000), FREE_UNTIL, START, now, LONDON)
    assert (told.free, f"{told.lead} {told.then}") == (free, words)
    assert is_free(FREE_UNTIL, now) == free


def test_where_nothing_is_paid_a_place_can_be_given_back_at_any_time() -> None:
    assert giving_back(Money(0), START, START, START - HOUR, LONDON).free


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(days=2, hours=4), "2 days and 4 hours"),
        (timedelta(days=1, minutes=5), "1 day"),
        (timedelta(hours=5, minutes=10), "5 hours and 10 min"),
        (timedelta(minutes=3, seconds=59), "3 min"),
        (timedelta(0), "0 min"),
    ],
)
def test_time_left_in_words(length: timedelta, words: str) -> None:
    assert time_left(length).replace("\u00a0", " ") == words


@pytest.mark.pathway("L10")
@pytest.mark.parametrize(
    ("outcome", "pence"),
    [
        ("confirmed", 1000),
        ("attended", 1000),
        ("absent", 1000),
        ("cancelled late", 1000),
        ("cancelled", 0),
        ("called off", 0),
        ("lost", 0),
        ("not let in", 0),
    ],
)
def test_what_is_owed(outcome: Outcome, pence: int) -> None:
    assert owed(outcome, 1000, owed_if_absent=True) == pence
    if outcome == "absent":
        assert owed(outcome, 1000, owed_if_absent=False) == 0


@pytest.mark.pathway("L9")
@pytest.mark.parametrize(
    ("clock", "state"),
    [
        ("14:19:59", Doorway.NOT_OPEN),
        ("14:20:00", Doorway.OPEN),
        ("14:30:00", Doorway.OPEN),
        ("14:45:00", Doorway.OPEN),
        ("14:45:01", Doorway.CLOSED),
    ],
)
def test_the_door(clock: str, state: Doorway) -> None:
    now = datetime.fromisoformat(f"2026-06-19 {clock}").replace(tzinfo=LONDON)
    assert doorway(now, opens_at=START - timedelta(minutes=10), closes_at=START + timedelta(minutes=15)) is state


@pytest.mark.pathway("L9")
def test_who_came_in_time_is_let_in_whenever_a_facilitator_looks() -> None:
    end = START + timedelta(minutes=90)
    assert may_admit(arrived_in_time=True, now=end - timedelta(seconds=1), ends_at=end)
    assert not may_admit(arrived_in_time=True, now=end, ends_at=end)
    assert not may_admit(arrived_in_time=False, now=START, ends_at=end)


@pytest.mark.pathway("L6")
@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ([(1, "Maya"), (2, "Tomasz")], {1: "Maya", 2: "Tomasz"}),
        ([(4, "Maya"), (2, "Maya"), (3, "Ana")], {2: "Maya (1)", 3: "Ana", 4: "Maya (2)"}),
        ([(1, "maya"), (2, "Maya")], {1: "maya (1)", 2: "Maya (2)"}),
    ],
)
def test_namesakes_are_told_apart_without_a_surname(names: list[tuple[int, str]], shown: dict[int, str]) -> None:
    assert told_apart(names) == shown


@given(st.lists(st.tuples(st.integers(1, 30), st.sampled_from(["Maya", "Li", "Ana"])), unique_by=lambda one: one[0]))
def test_no_two_people_are_shown_alike(names: list[tuple[int, str]]) -> None:
    shown = told_apart(names)
    assert len({one.casefold() for one in shown.values()}) == len(names)


@given(st.lists(st.booleans(), max_size=20), st.integers(0, 10))
def test_the_line_is_first_come_first_offered(may: list[bool], free: int) -> None:
    """Nobody eligible is passed over for somebody behind them, and no free place is left while one of them waits."""
    chosen = next_in_line(range(len(may)), lambda one: may[one], free)
    eligible = [place for place, one in enumerate(may) if one]
    assert list(chosen) == eligible[:free]


@given(st.integers(0, 12), st.lists(st.frozensets(st.integers(1, 12)), min_size=1, max_size=3))
def test_a_free_number_is_free_in_every_linked_meeting(places: int, taken: list[frozenset[int]]) -> None:
    free = free_numbers(places, taken)
    assert set(free) == set(range(1, places + 1)) - frozenset().union(*taken)


@pytest.mark.parametrize(
    ("place", "words"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd")]
)
def test_a_position_in_words(place: int, words: str) -> None:
    assert position_words(place) == f"You are {words} in the line"


@pytest.mark.pathway("F29")
def test_one_stays_a_year_at_least_18_months_as_planned_two_years_at_most() -> None:
    assert EVENING.membership is not None
    ends = stay(date(2026, 8, 31), EVENING.membership)
    assert (ends.least, ends.planned, ends.most) == (date(2027, 8, 31), date(2028, 2, 29), date(2028, 8, 31))
    assert leaving(date(2027, 8, 30), ends.least, "F29")
    assert not leaving(date(2027, 8, 31), ends.least, "F29")


@pytest.mark.pathway("F43")
@pytest.mark.parametrize(
    ("now", "free_until", "in_time"),
    [
        (START - 24 * HOUR, START, True),
        (START - 23 * HOUR, START, False),
        (START - 47 * HOUR, FREE_UNTIL, False),
        (FREE_UNTIL, FREE_UNTIL, True),
    ],
    ids=["a day before", "less than a day", "the free time is over", "at its last moment"],
)
def test_a_guest_is_announced_while_participants_can_still_stay_away(
    now: datetime, free_until: datetime, in_time: bool
) -> None:
    assert announced_in_time(now, starts_at=START, free_until=free_until) == in_time
